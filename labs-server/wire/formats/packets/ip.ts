/** The header of an IP packet: IPv4 (RFC 791 section 3.1) or IPv6 with its extension headers (RFC 8200 section 4). */

import { ipv4Text, ipv6Text } from './addresses.ts'

/** What an IP packet carries for TCP. */
export interface IpPayload {
  readonly source: string
  readonly destination: string
  /** What was captured of the TCP segment. */
  readonly octets: Uint8Array
  /** How long the segment was. */
  readonly length: number
}

/** Why an IP packet gives no TCP segment. */
export type NoSegment = 'not-tcp' | 'fragment' | 'malformed'

const TCP = 6
const IPV4_HEADER = 20
const IPV6_HEADER = 40

/** Next Header values whose header ends with the length of its own, and how long a unit of that is. */
const EXTENSION_UNITS: Readonly<Record<number, (length: number) => number>> = {
  0: (length) => (length + 1) * 8, // Hop-by-Hop Options
  43: (length) => (length + 1) * 8, // Routing
  60: (length) => (length + 1) * 8, // Destination Options
  135: (length) => (length + 1) * 8, // Mobility, RFC 6275
  51: (length) => (length + 2) * 4, // Authentication, RFC 4302 section 2.2
}
const FRAGMENT = 44

/** Reads `octets` as one IP packet; padding behind it (Ethernet has a shortest frame) is left out. */
export function readIp(octets: Uint8Array): IpPayload | NoSegment {
  const version = (octets[0] ?? 0) >>> 4
  if (version === 4) return readIpv4(octets)
  return version === 6 ? readIpv6(octets) : 'malformed'
}

function readIpv4(octets: Uint8Array): IpPayload | NoSegment {
  if (octets.length < IPV4_HEADER) return 'malformed'
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  const headerLength = (view.getUint8(0) & 0x0f) * 4
  // A network card that segments for the sender leaves Total Length at zero: the packet is then what there is of it.
  const totalLength = view.getUint16(2) || octets.length
  if (headerLength < IPV4_HEADER || totalLength < headerLength || octets.length < headerLength) return 'malformed'
  if (view.getUint8(9) !== TCP) return 'not-tcp'
  // More Fragments, or an offset: a part of a packet.
  if ((view.getUint16(6) & 0x3fff) !== 0) return 'fragment'
  return {
    source: ipv4Text(octets, 12),
    destination: ipv4Text(octets, 16),
    octets: octets.subarray(headerLength, totalLength),
    length: totalLength - headerLength,
  }
}

function readIpv6(octets: Uint8Array): IpPayload | NoSegment {
  if (octets.length < IPV6_HEADER) return 'malformed'
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  const payloadLength = view.getUint16(4)
  const end = payloadLength === 0 ? octets.length : IPV6_HEADER + payloadLength
  let next = view.getUint8(6)
  let at = IPV6_HEADER
  while (next !== TCP) {
    const unit = EXTENSION_UNITS[next]
    if (unit === undefined && next !== FRAGMENT) return 'not-tcp'
    if (at + 8 > Math.min(end, octets.length)) return 'malformed'
    // An offset, or more to come. A fragment that is the whole packet (RFC 6946) is read on.
    if (next === FRAGMENT && (view.getUint16(at + 2) & 0xfff9) !== 0) return 'fragment'
    next = view.getUint8(at)
    at += unit === undefined ? 8 : unit(view.getUint8(at + 1))
  }
  if (at > end) return 'malformed'
  return {
    source: ipv6Text(octets, 8),
    destination: ipv6Text(octets, 24),
    octets: octets.subarray(at, end),
    length: end - at,
  }
}
