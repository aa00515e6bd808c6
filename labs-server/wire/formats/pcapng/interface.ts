/** A capture interface of a pcapng section (draft-ietf-opsawg-pcapng section 4.2): its link type, and what its times count. */
import { OPTION } from './codes.ts'
import { optionsIn } from './options.ts'

const NANOSECONDS = 1_000_000_000n
/** Where options begin in the body of an interface description block. */
const FIXED = 8

export interface Interface {
  readonly linkType: number
  /** Octets of a packet that are captured at most; 0 for all. */
  readonly snapLength: number
  /** A timestamp of this interface in nanoseconds since 1970 UTC. */
  timeOf(timestamp: bigint): bigint
}

/** Undefined when the block is too short for an interface. */
export function readInterface(body: Uint8Array, littleEndian: boolean): Interface | undefined {
  if (body.length < FIXED) return undefined
  const view = new DataView(body.buffer, body.byteOffset, body.length)
  let resolution = 6
  let offset = 0n
  for (const { code, value } of optionsIn(body, FIXED, littleEndian)) {
    if (code === OPTION.interfaceResolution && value.length >= 1) resolution = value[0] as number
    if (code === OPTION.interfaceOffset && value.length >= 8) {
      offset = new DataView(value.buffer, value.byteOffset).getBigInt64(0, littleEndian)
    }
  }
  // Section 4.2, if_tsresol: with the most significant bit the rest is a negative power of 2, else of 10.
  const exponent = BigInt(resolution & 0x7f)
  const perSecond = resolution >= 0x80 ? 2n ** exponent : 10n ** exponent
  return {
    linkType: view.getUint16(0, littleEndian),
    snapLength: view.getUint32(4, littleEndian),
    timeOf: (timestamp) => (timestamp * NANOSECONDS) / perSecond + offset * NANOSECONDS,
  }
}
