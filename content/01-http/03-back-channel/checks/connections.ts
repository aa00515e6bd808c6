/** The prediction: how many connections do one stream and several messages need, with keep-alive on? */
import type { Outcome } from '#labs/check.ts'
import { connectionsOf } from '../../../messages.ts'
import { count, outcomeOf } from '../../../verdicts.ts'
import { channelsOf } from '../channels.ts'

export const outcome: Outcome = outcomeOf('back-channel', ({ log, switches }) => {
  const { streams, messages } = channelsOf(log)
  if (switches.keepAlive !== true || streams.length !== 1 || messages.length < 2) return undefined
  const all = connectionsOf([...streams, ...messages]).length
  const up = connectionsOf(messages).length
  const values: Readonly<Record<number, string>> = { 1: 'one', 2: 'two', [1 + messages.length]: 'each' }
  return {
    value: values[all] ?? 'other',
    sentence: `The stream and ${count(messages.length, 'message')} used ${count(all, 'connection')}; the messages alone, ${up}.`,
  }
})
