/** Writes an IPv4 packet (RFC 791 section 3.1) that holds a TCP segment (RFC 9293 section 3.1), with both checksums. */
import { TCP_HEADER } from './tcp-segment.ts'

export interface Endpoint {
  /** An IPv4 address, octet by octet. */
  readonly address: readonly number[]
  readonly port: number
}

export interface SegmentToWrite {
  readonly source: Endpoint
  readonly destination: Endpoint
  /** Modulo 2^32, as is `acknowledgment`. */
  readonly sequence: number
  readonly acknowledgment: number
  readonly flags: number
  /** TCP options, padded to 32 bits. */
  readonly options?: Uint8Array
  readonly payload?: Uint8Array
}

const IP_HEADER = 20
const DONT_FRAGMENT = 0x4000
const TIME_TO_LIVE = 64
const PROTOCOL_TCP = 6
/** With the window scale of the handshake, 2^30 octets: nothing ever waits for a window that nobody saw. */
const WINDOW = 0xffff
const NOTHING = new Uint8Array(0)

/** Maximum segment size 65,495 (what fits into an IPv4 packet), no operation, window scale 14 (RFC 7323 section 2.2). */
export const HANDSHAKE_OPTIONS = Uint8Array.of(2, 4, 0xff, 0xd7, 1, 3, 3, 14)

export function tcpPacket({
  source,
  destination,
  sequence,
  acknowledgment,
  flags,
  options = NOTHING,
  payload = NOTHING,
}: SegmentToWrite): Uint8Array {
  const headerLength = TCP_HEADER + options.length
  const octets = new Uint8Array(IP_HEADER + headerLength + payload.length)
  const view = new DataView(octets.buffer)
  view.setUint8(0, 0x45)
  view.setUint16(2, octets.length)
  view.setUint16(6, DONT_FRAGMENT)
  view.setUint8(8, TIME_TO_LIVE)
  view.setUint8(9, PROTOCOL_TCP)
  octets.set(source.address, 12)
  octets.set(destination.address, 16)
  view.setUint16(10, checksum(sum(octets, 0, IP_HEADER)))

  view.setUint16(IP_HEADER, source.port)
  view.setUint16(IP_HEADER + 2, destination.port)
  view.setUint32(IP_HEADER + 4, sequence)
  view.setUint32(IP_HEADER + 8, acknowledgment)
  view.setUint8(IP_HEADER + 12, (headerLength / 4) << 4)
  view.setUint8(IP_HEADER + 13, flags)
  view.setUint16(IP_HEADER + 14, WINDOW)
  octets.set(options, IP_HEADER + TCP_HEADER)
  octets.set(payload, IP_HEADER + headerLength)
  // RFC 9293 section 3.1: the checksum covers a pseudo-header too: addresses, protocol, and the length of the segment.
  const pseudoHeader = sum(octets, 12, IP_HEADER) + PROTOCOL_TCP + (octets.length - IP_HEADER)
  view.setUint16(IP_HEADER + 16, checksum(pseudoHeader + sum(octets, IP_HEADER, octets.length)))
  return octets
}

/** The sum of the 16-bit words in `[start, end)`; a last odd octet counts as the upper half of one. */
function sum(octets: Uint8Array, start: number, end: number): number {
  let total = 0
  for (let at = start; at < end; at += 2)
    total += ((octets[at] as number) << 8) | (at + 1 < end ? (octets[at + 1] as number) : 0)
  return total
}

/** RFC 1071: the ones' complement of the ones' complement sum. */
function checksum(total: number): number {
  let folded = total
  while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000)
  return ~folded & 0xffff
}
