/** Passes when the path reset a connection while messages were still to come, and every message down has come, each once. */
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 8
const MESSAGE = /^down (\d+) sent at/

export const check = checkOf('bench', ({ log, script, switches }) => {
  const reset = log.trace.connections.find(({ closedHow, closedByPath }) => closedHow === 'reset' && closedByPath)
  if (reset === undefined) return notYet('No connection has been reset on its way in this run.')
  const messages = script
    .filter(({ what }) => what === 'message down')
    .flatMap(({ at, detail = '' }) => {
      const number = MESSAGE.exec(detail)?.[1]
      return number === undefined ? [] : [{ at, number }]
    })
  const asked = Number(switches.messagesDown)
  const once = new Set(messages.map(({ number }) => number)).size
  const later = messages.filter(({ at }) => at > (reset.closedAt ?? Number.POSITIVE_INFINITY)).length
  const said = `Connection ${reset.id} was reset; ${once} of ${count(asked, 'message')} came down`
  if (once < asked) return notYet(`${said} so far.`)
  if (messages.length > once) return notYet(`${said}, but ${messages.length - once} of them more than once.`)
  if (once < ENOUGH) return notYet(`${said}. At least ${ENOUGH} are wanted.`)
  if (later === 0) return notYet(`${said}, and all of them before that: nothing could have been lost.`)
  return passed(
    `${said}, each once, and ${later} of them after that.`,
    log.units.filter(({ connection }) => connection === reset).map(({ key }) => key),
  )
})
