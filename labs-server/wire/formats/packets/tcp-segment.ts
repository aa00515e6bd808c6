/** A TCP segment (RFC 9293 section 3.1). */
import type { IpPayload } from './ip.ts'

export interface TcpSegment {
  /** Address and port, as one text: `127.0.0.1:52044`. */
  readonly source: string
  readonly destination: string
  readonly sourcePort: number
  readonly destinationPort: number
  readonly sequence: number
  /** Undefined without the ACK bit. */
  readonly acknowledgment: number | undefined
  readonly isSyn: boolean
  readonly isFin: boolean
  readonly isRst: boolean
  readonly isPush: boolean
  /** What was captured of the payload. */
  readonly payload: Uint8Array
  /** How long the payload was. */
  readonly payloadLength: number
}

export const FIN = 0x01
export const SYN = 0x02
export const RST = 0x04
export const PSH = 0x08
export const ACK = 0x10

export const TCP_HEADER = 20

/** Undefined when what was captured is no whole header. */
export function readSegment({ source, destination, octets, length }: IpPayload): TcpSegment | undefined {
  if (octets.length < TCP_HEADER) return undefined
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  const headerLength = (view.getUint8(12) >>> 4) * 4
  if (headerLength < TCP_HEADER || headerLength > length) return undefined
  const flags = view.getUint8(13)
  const sourcePort = view.getUint16(0)
  const destinationPort = view.getUint16(2)
  return {
    source: `${source}:${sourcePort}`,
    destination: `${destination}:${destinationPort}`,
    sourcePort,
    destinationPort,
    sequence: view.getUint32(4),
    acknowledgment: (flags & ACK) === 0 ? undefined : view.getUint32(8),
    isSyn: (flags & SYN) !== 0,
    isFin: (flags & FIN) !== 0,
    isRst: (flags & RST) !== 0,
    isPush: (flags & PSH) !== 0,
    payload: octets.subarray(headerLength),
    payloadLength: length - headerLength,
  }
}
