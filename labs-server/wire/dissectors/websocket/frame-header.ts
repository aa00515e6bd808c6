/** The octets of a frame before its payload: RFC 6455 section 5.2. */

export interface FrameHeader {
  readonly fin: boolean
  readonly rsv1: boolean
  readonly rsv2: boolean
  readonly rsv3: boolean
  readonly opcode: number
  readonly isMasked: boolean
  /** Octets of payload. Above 2^53 - 1 it is not exact. */
  readonly payloadLength: number
  /** Octets behind the second one in which the length stands: 0, 2 or 8. */
  readonly extendedOctets: 0 | 2 | 8
  /** Octets of the whole header, masking key included. */
  readonly size: number
}

const MASKING_KEY_OCTETS = 4
const LENGTH_IN_2_OCTETS = 126
const LENGTH_IN_8_OCTETS = 127

// ws-frame = frame-fin frame-rsv1 frame-rsv2 frame-rsv3 frame-opcode frame-masked frame-payload-length
//            [ frame-masking-key ] frame-payload-data
/** Reads the header at `at`; undefined while octets of it are missing. */
export function readFrameHeader(octets: Uint8Array, at: number): FrameHeader | undefined {
  const first = octets[at]
  const second = octets[at + 1]
  if (first === undefined || second === undefined) return undefined
  const isMasked = (second & 0x80) !== 0
  const short = second & 0x7f
  const extendedOctets = short === LENGTH_IN_8_OCTETS ? 8 : short === LENGTH_IN_2_OCTETS ? 2 : 0
  const size = 2 + extendedOctets + (isMasked ? MASKING_KEY_OCTETS : 0)
  if (at + size > octets.length) return undefined
  let payloadLength = short
  if (extendedOctets > 0) {
    payloadLength = 0
    for (let place = 0; place < extendedOctets; place++) {
      payloadLength = payloadLength * 256 + (octets[at + 2 + place] as number)
    }
  }
  return {
    fin: (first & 0x80) !== 0,
    rsv1: (first & 0x40) !== 0,
    rsv2: (first & 0x20) !== 0,
    rsv3: (first & 0x10) !== 0,
    opcode: first & 0x0f,
    isMasked,
    payloadLength,
    extendedOctets,
    size,
  }
}

// RFC 6455 section 5.2: "Note that in all cases, the minimal number of bytes MUST be used to encode the length".
export function isLengthMinimal({ payloadLength, extendedOctets }: FrameHeader): boolean {
  if (extendedOctets === 8) return payloadLength > 0xffff
  return extendedOctets === 0 || payloadLength >= LENGTH_IN_2_OCTETS
}
