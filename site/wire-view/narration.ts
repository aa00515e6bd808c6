/** Sentences for units and parts. */
import { octetCount } from '#wire/octets.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import { counted } from './numbers.ts'
import { hexOf } from './octet-names.ts'

export function sentenceOf(unit: Pdu): string {
  const from = unit.direction === 'client-to-server' ? 'client' : 'server'
  return `${unit.name} of ${counted(octetCount(unit.ranges), 'octet')} from the ${from}`
}

export function partSentence(part: Part): string {
  return `The octets of ${part.name}.`
}

export function speakOctets(part: Part, octets: Uint8Array): string {
  return `${part.name}, hex ${[...octets.subarray(0, 8)].map(hexOf).join(' ')}, ${counted(octets.length, 'octet')}`
}
