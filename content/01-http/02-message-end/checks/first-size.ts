/** The prediction: what does the chunk-size line of a chunk of 27 octets say? */
import type { Outcome } from '#labs/check.ts'
import { textOf, unitIs } from '../../../messages.ts'
import { count, outcomeOf } from '../../../verdicts.ts'

const ASKED_OCTETS = 27
const FORESEEN = ['27', '1b', '0x1b']

export const outcome: Outcome = outcomeOf('message-end', ({ log }) => {
  const chunk = log.units.find((logged) => unitIs(logged, 'chunk'))
  const octets = chunk && textOf(chunk, 'chunk-data').length
  if (chunk === undefined || octets !== ASKED_OCTETS) return undefined
  const line = textOf(chunk, 'chunk-size')
  return {
    value: FORESEEN.find((text) => text === line.toLowerCase()) ?? 'other',
    sentence: `The first chunk-size line says "${line}", in front of ${count(octets, 'octet')}.`,
  }
})
