/** The prediction: how many connections do images fetched one after another need, with keep-alive on? */
import type { Outcome } from '#labs/check.ts'
import { connectionsOf, messagesOf } from '../../../messages.ts'
import { count, outcomeOf } from '../../../verdicts.ts'

export const outcome: Outcome = outcomeOf('keep-alive', ({ log, switches }) => {
  const images = messagesOf(log).filter((image) => image.answered)
  if (images.length < 2 || switches.keepAlive !== true || switches.order !== 'sequence') return undefined
  const connections = connectionsOf(images).length
  return {
    value: connections === 1 ? 'one' : connections === images.length ? 'each' : 'between',
    sentence: `Your browser opened ${count(connections, 'connection')} for ${count(images.length, 'image')}.`,
  }
})
