/** Passes when a connection was reset, and afterwards every message down had come, each once. */
import { benchCheck, count, notYet, passed } from '../../../verdicts.ts'

const ENOUGH = 8
const MESSAGE = /^down (\d+) sent at/

export const check = benchCheck({}, 'any way', ({ log, script, switches }) => {
  const reset = log.trace.connections.find(({ closedHow }) => closedHow === 'reset')
  if (reset === undefined) return notYet('No connection has been reset in this run.')
  const numbers = script
    .filter(({ what }) => what === 'message down')
    .flatMap(({ detail = '' }) => MESSAGE.exec(detail)?.[1] ?? [])
    .map(Number)
  const asked = Number(switches.messagesDown)
  const once = new Set(numbers).size
  const said = `Connection ${reset.id} was reset; ${once} of ${count(asked, 'message')} came down`
  if (once < asked) return notYet(`${said} so far.`)
  if (numbers.length > once) return notYet(`${said}, but ${numbers.length - once} of them more than once.`)
  if (once < ENOUGH) return notYet(`${said}. At least ${ENOUGH} are wanted.`)
  return passed(
    `${said}, each once.`,
    log.units.filter(({ connection }) => connection === reset).map(({ key }) => key),
  )
})
