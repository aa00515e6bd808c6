/** Says what the units of coded content are, and how their parts are spoken. */
import type { Narrator } from '../../narration.ts'
import { counted, countedInWords } from '../../number-words.ts'
import { octetCount } from '../../octets.ts'
import type { Part, Pdu } from '../../pdu.ts'

export const codingNarrator: Narrator = { unit: unitWords, spoken: spokenOctets }

/** `Compressed block: 61 octets, 160 when decoded`. */
function unitWords(unit: Pdu): string | undefined {
  if (unit.name !== 'compressed-block') return undefined
  const length = octetCount(unit.ranges)
  if (length === 0) return 'Missing compressed block'
  return `Compressed block: ${counted(length, 'octet')}, ${unit.value} when decoded`
}

/** Neither bits nor compressed data can be read out: numbers are said as such, all else is counted. */
function spokenOctets({ name, value }: Part, octets: Uint8Array): string | undefined {
  if (typeof value === 'boolean') return value ? 'bit 1' : 'bit 0'
  if (name === 'compressed-block') return countedInWords(octets.length, 'octet')
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return undefined
  return countedInWords(octets.length, 'octet')
}
