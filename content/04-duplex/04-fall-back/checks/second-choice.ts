/** Passes when the chain ended over another link than it first tried, and every message was answered all the same. */
import type { ScriptEvent } from '#labs/lab-client.ts'
import { messagesOf } from '../../../messages.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

export const check = checkOf('fall-back', ({ log, script, switches, finished }) => {
  if (switches.library !== 'chain') return notYet('In this run Socket.IO chose. Let this page’s chain do it.')
  const first = named(script.find(({ what }) => what === 'trying'))
  const last = named(script.findLast(({ what }) => what === 'chosen'))
  if (first === undefined || last === undefined) return notYet('The chain has not chosen yet.')

  const units = [first, last].flatMap((link) => firstRequestOf(link))
  if (first === last)
    return notYet(`The chain began with ${first}, and nothing made it leave. Lose its connection.`, units)
  const answered = new Set(script.filter(({ what }) => what === 'answered').map(({ detail }) => detail)).size
  const wanted = Number(switches.messages)
  if (answered < wanted) {
    const left = `${answered} of ${count(wanted, 'message')} have been answered`
    return notYet(finished ? `The run is over, and ${left}.` : `So far ${left}.`, units)
  }
  return passed(`The chain left ${first} for ${last}, and all ${count(wanted, 'message')} were answered.`, units)

  /** The first request for a link: its way down stands first in its name, and in the address. */
  function firstRequestOf(link: string): readonly string[] {
    const asked = messagesOf(log).find(({ target }) => target.includes(`/fall-back/${link.split(' ')[0]}/`))
    return asked === undefined ? [] : [asked.request.key]
  }
})

/** The link that an event of the chain is about: `event-source + post`. */
function named(event: ScriptEvent | undefined): string | undefined {
  return event?.detail?.split(':')[0]
}
