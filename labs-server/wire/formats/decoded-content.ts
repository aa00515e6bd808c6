/** Content without its content codings (RFC 9110 section 8.4), as far as there are layers that read them. */
import { CarriedOctets } from '../carried-octets.ts'
import { MAX_NESTING } from '../carried-reader.ts'
import type { DecodingRoom } from '../decoding-room.ts'
import { contentLayerFor } from '../layer.ts'
import type { Direction } from '../pdu.ts'
import { contentLength, contentOctets, type HttpMessage } from './http-message.ts'

export interface DecodedContent {
  /** As far as the limit. */
  readonly octets: Uint8Array
  /** How many there are without the limit. */
  readonly size: number
  readonly isCut: boolean
  /** Whether the octets of a coding end too early, or break its rules: what could be decoded is there. */
  readonly isPartial: boolean
  /** Codings that could not be taken off. */
  readonly left: readonly string[]
}

/** `codings` in the order in which they were applied: the last comes off first. What is decoded is taken from `room`. */
export function decodedContent(
  message: HttpMessage,
  codings: readonly string[],
  maxOctets: number,
  room: DecodingRoom,
): DecodedContent {
  let left = codings
  if (left.length === 0) {
    const size = contentLength(message.content)
    return { octets: contentOctets(message, maxOctets), size, isCut: size > maxOctets, isPartial: false, left }
  }
  let octets = contentOctets(message)
  let isPartial = false
  for (let depth = 0; left.length > 0 && depth < MAX_NESTING; depth++) {
    const decoded = withoutOne(octets, left, message.head.unit.direction, room)
    if (decoded === undefined) break
    octets = decoded.octets
    left = decoded.left
    isPartial ||= decoded.isPartial
  }
  return {
    octets: octets.subarray(0, maxOctets),
    size: octets.length,
    isCut: octets.length > maxOctets,
    isPartial,
    left,
  }
}

function withoutOne(octets: Uint8Array, codings: readonly string[], direction: Direction, room: DecodingRoom) {
  const kind = { mediaType: '', codings, direction }
  const coded = new CarriedOctets()
  coded.carry(octets, 0)
  coded.end('complete')
  const reader = contentLayerFor(kind)?.startContent(
    { kind: 'content', ...kind, parameters: new Map(), octets: coded },
    room,
  )
  reader?.advance()
  reader?.end()
  const decoded = reader?.carried?.[0]
  if (decoded === undefined || decoded.codings.length >= codings.length) return undefined
  return { octets: decoded.octets.octets, left: decoded.codings, isPartial: decoded.octets.ended === 'cut-short' }
}
