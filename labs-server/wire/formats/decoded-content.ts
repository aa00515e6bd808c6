/** Content without its content codings (RFC 9110 section 8.4), as far as there are layers that read them. */
import { CarriedOctets } from '../carried-octets.ts'
import { contentLayerFor } from '../layer.ts'
import type { Direction } from '../pdu.ts'
import { contentLength, contentOctets, type HttpMessage } from './http-message.ts'

export interface DecodedContent {
  /** As far as the limit. */
  readonly octets: Uint8Array
  /** How many there are without the limit. */
  readonly size: number
  readonly isCut: boolean
  /** Codings that could not be taken off. */
  readonly left: readonly string[]
}

/** `codings` in the order in which they were applied: the last comes off first. */
export function decodedContent(message: HttpMessage, codings: readonly string[], maxOctets: number): DecodedContent {
  let left = codings
  if (left.length === 0) {
    const size = contentLength(message.content)
    return { octets: contentOctets(message, maxOctets), size, isCut: size > maxOctets, left }
  }
  let octets = contentOctets(message)
  while (left.length > 0) {
    const decoded = withoutOne(octets, left, message.head.unit.direction)
    if (decoded === undefined) break
    octets = decoded.octets
    left = decoded.left
  }
  return { octets: octets.subarray(0, maxOctets), size: octets.length, isCut: octets.length > maxOctets, left }
}

function withoutOne(octets: Uint8Array, codings: readonly string[], direction: Direction) {
  const kind = { mediaType: '', codings, direction }
  const coded = new CarriedOctets()
  coded.carry(octets, 0)
  coded.end('complete')
  const reader = contentLayerFor(kind)?.startContent({ kind: 'content', ...kind, parameters: new Map(), octets: coded })
  reader?.advance()
  reader?.end()
  const decoded = reader?.carried?.[0]
  if (decoded === undefined || decoded.codings.length >= codings.length) return undefined
  return { octets: decoded.octets.octets, left: decoded.codings }
}
