/** The nine octets that every frame starts with, RFC 9113 section 4.1, and where its payload's own content lies. */
import { type FrameType, frameTypeOf, PADDED, PRIORITY } from './registries.ts'

export const FRAME_HEADER_OCTETS = 9

export interface FrameHeader {
  /** The frame's first octet. */
  readonly start: number
  /** The first octet behind it. */
  readonly end: number
  readonly name: FrameType | 'extension-frame'
  readonly flags: number
  readonly stream: number
}

/** Undefined when octets are missing. */
export function readFrameHeader(octets: Uint8Array, start: number): FrameHeader | undefined {
  if (octets.length < start + FRAME_HEADER_OCTETS) return undefined
  return {
    start,
    end: start + FRAME_HEADER_OCTETS + uint24(octets, start),
    name: frameTypeOf(octets[start + 3] as number),
    flags: octets[start + 4] as number,
    stream: uint31(octets, start + 5),
  }
}

/** Where in a padded frame its data or its field block fragment lies: RFC 9113 sections 6.1, 6.2, 6.6. */
export interface PayloadExtent {
  readonly start: number
  readonly end: number
  /** How many octets of padding follow. */
  readonly padding: number
  readonly fault: 'frame-length' | 'padding-too-long' | undefined
}

/** `octets` must hold the frame's Pad Length, if it has one. */
export function payloadExtent(octets: Uint8Array, { name, flags, start, end }: FrameHeader): PayloadExtent {
  const payload = start + FRAME_HEADER_OCTETS
  const isPadded = (flags & PADDED) !== 0 && name !== 'CONTINUATION'
  const content = payload + (isPadded ? 1 : 0) + fixedOctets(name, flags)
  if (content > end) return { start: end, end, padding: 0, fault: 'frame-length' }
  const padding = isPadded ? (octets[payload] as number) : 0
  // "If the length of the padding is the length of the frame payload or greater, the recipient MUST treat this as a
  // connection error".
  if (content + padding > end) return { start: content, end, padding: 0, fault: 'padding-too-long' }
  return { start: content, end: end - padding, padding, fault: undefined }
}

/** What stands between Pad Length and content. */
function fixedOctets(name: FrameHeader['name'], flags: number): number {
  if (name === 'PUSH_PROMISE') return 4
  return name === 'HEADERS' && flags & PRIORITY ? 5 : 0
}

export function uint16(octets: Uint8Array, at: number): number {
  return ((octets[at] as number) << 8) | (octets[at + 1] as number)
}

export function uint24(octets: Uint8Array, at: number): number {
  return (uint16(octets, at) << 8) | (octets[at + 2] as number)
}

/** 31 bits, the reserved one left out. */
export function uint31(octets: Uint8Array, at: number): number {
  return (((octets[at] as number) & 0x7f) << 24) | uint24(octets, at + 1)
}

export function uint32(octets: Uint8Array, at: number): number {
  return (octets[at] as number) * 2 ** 24 + uint24(octets, at + 1)
}
