/** Writes the blocks of a pcapng file (draft-ietf-opsawg-pcapng), in little-endian order. */
import { BLOCK, BLOCK_OVERHEAD, BYTE_ORDER_MAGIC, LINKTYPE_RAW, NAME_RECORD, OPTION, padded } from './codes.ts'
import type { Option } from './options.ts'

/** An option says its length in 16 bits. */
export const MAX_OPTION_OCTETS = 0xffff
/** if_tsresol: a timestamp counts 10^-9 seconds. */
const NANOSECONDS = 9

const encoder = new TextEncoder()

/** An option with text; what does not fit is cut off. */
export function textOption(code: number, text: string): Option {
  return { code, value: encoder.encode(text).subarray(0, MAX_OPTION_OCTETS) }
}

export function sectionHeader(options: readonly Option[]): Uint8Array {
  const body = new Uint8Array(16)
  const view = new DataView(body.buffer)
  view.setUint32(0, BYTE_ORDER_MAGIC, true)
  view.setUint16(4, 1, true)
  // The section length: not specified, as the file may be written while it is read.
  view.setBigInt64(8, -1n, true)
  return block(BLOCK.sectionHeader, [body], options)
}

/** An interface whose packets begin with their IP header, and have times in nanoseconds. */
export function interfaceDescription(options: readonly Option[]): Uint8Array {
  const body = new Uint8Array(8)
  new DataView(body.buffer).setUint16(0, LINKTYPE_RAW, true)
  const resolution = { code: OPTION.interfaceResolution, value: Uint8Array.of(NANOSECONDS) }
  return block(BLOCK.interfaceDescription, [body], [...options, resolution])
}

/** Names of IPv4 addresses. */
export function nameResolution(names: ReadonlyMap<readonly number[], string>): Uint8Array {
  const records = [...names].map(([address, name]) =>
    field(NAME_RECORD.ipv4, Uint8Array.of(...address, ...encoder.encode(name), 0)),
  )
  return block(BLOCK.nameResolution, [...records, new Uint8Array(4)], [])
}

/** A packet of the first interface. `time` is in nanoseconds since 1970 UTC. */
export function enhancedPacket(time: bigint, packet: Uint8Array, options: readonly Option[]): Uint8Array {
  const head = new Uint8Array(20)
  const view = new DataView(head.buffer)
  view.setUint32(4, Number(time >> 32n), true)
  view.setUint32(8, Number(time & 0xffff_ffffn), true)
  view.setUint32(12, packet.length, true)
  view.setUint32(16, packet.length, true)
  return block(BLOCK.enhancedPacket, [head, packet, new Uint8Array(padded(packet.length) - packet.length)], options)
}

/** epb_flags, bits 0 and 1: which way a packet went, seen from the interface. */
export const INBOUND: Option = { code: OPTION.packetFlags, value: Uint8Array.of(1, 0, 0, 0) }
export const OUTBOUND: Option = { code: OPTION.packetFlags, value: Uint8Array.of(2, 0, 0, 0) }

function block(type: number, body: readonly Uint8Array[], options: readonly Option[]): Uint8Array {
  const end = options.length === 0 ? [] : [new Uint8Array(4)]
  const parts = [...body, ...options.map(({ code, value }) => field(code, value)), ...end]
  const length = parts.reduce((sum, part) => sum + part.length, BLOCK_OVERHEAD)
  const octets = new Uint8Array(length)
  const view = new DataView(octets.buffer)
  view.setUint32(0, type, true)
  view.setUint32(4, length, true)
  let at = 8
  for (const part of parts) {
    octets.set(part, at)
    at += part.length
  }
  view.setUint32(at, length, true)
  return octets
}

/** An option or a name record: what it is, how long, the value, padding. */
function field(code: number, value: Uint8Array): Uint8Array {
  const octets = new Uint8Array(4 + padded(value.length))
  const view = new DataView(octets.buffer)
  view.setUint16(0, code, true)
  view.setUint16(2, value.length, true)
  octets.set(value, 4)
  return octets
}
