/** Capture files made by hand: segments in IP packets, packets in link-layer frames, frames in pcap and pcapng. */
import { type Endpoint, tcpPacket } from '#wire/formats/packets/tcp-packet.ts'
import { ACK, FIN, PSH, RST, SYN } from '#wire/formats/packets/tcp-segment.ts'
import { octetsOf } from '#wire/octets.ts'

export interface FilePacket {
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly octets: Uint8Array
  /** How long it was, where it was not captured whole. */
  readonly originalLength?: number
}

export const CLIENT: Endpoint = { address: [192, 0, 2, 1], port: 52044 }
export const SERVER: Endpoint = { address: [192, 0, 2, 80], port: 4322 }

interface SegmentOptions {
  readonly flags?: number
  /** Counted from the first octet of the direction. */
  readonly offset?: number
  readonly acknowledged?: number
}

/** Two ends and their sequence numbers: each call makes a packet, one millisecond after the last. */
export class Talk {
  readonly packets: FilePacket[] = []
  readonly #ends: { readonly client: Endpoint; readonly server: Endpoint }
  readonly #initial: { readonly client: number; readonly server: number }
  #at: number

  constructor({
    client = CLIENT,
    server = SERVER,
    clientFirst = 1000,
    serverFirst = 5000,
    at = 1_800_000_000_000,
  } = {}) {
    this.#ends = { client, server }
    this.#initial = { client: clientFirst, server: serverFirst }
    this.#at = at
  }

  handshake(): this {
    this.#add('client', '', { flags: SYN, offset: -1 })
    this.#add('server', '', { flags: SYN | ACK, offset: -1, acknowledged: 0 })
    return this.client('', 0)
  }

  /** Octets from the client, the first of them `offset` octets behind its first of all. */
  client(text: string, offset: number, options: SegmentOptions = {}): this {
    return this.#add('client', text, { offset, ...options })
  }

  server(text: string, offset: number, options: SegmentOptions = {}): this {
    return this.#add('server', text, { offset, ...options })
  }

  fin(end: 'client' | 'server', offset: number, acknowledged = 0): this {
    return this.#add(end, '', { flags: FIN | ACK, offset, acknowledged })
  }

  acknowledge(end: 'client' | 'server', offset: number, acknowledged: number): this {
    return this.#add(end, '', { offset, acknowledged })
  }

  reset(end: 'client' | 'server', offset: number): this {
    return this.#add(end, '', { flags: RST, offset })
  }

  #add(end: 'client' | 'server', text: string, { flags, offset = 0, acknowledged = 0 }: SegmentOptions): this {
    const other = end === 'client' ? 'server' : 'client'
    const octets = tcpPacket({
      source: this.#ends[end],
      destination: this.#ends[other],
      sequence: (this.#initial[end] + offset) >>> 0,
      acknowledgment: (this.#initial[other] + acknowledged) >>> 0,
      flags: flags ?? (text === '' ? ACK : ACK | PSH),
      payload: octetsOf(text),
    })
    this.packets.push({ at: this.#at++, octets })
    return this
  }
}

/** `time` in nanoseconds is a number here: exact to the millisecond is enough. */
export function pcapFile(
  packets: readonly FilePacket[],
  {
    littleEndian = true,
    nano = false,
    linkType = 101,
  }: { littleEndian?: boolean; nano?: boolean; linkType?: number } = {},
): Uint8Array {
  const header = new Uint8Array(24)
  const view = new DataView(header.buffer)
  view.setUint32(0, nano ? 0xa1b23c4d : 0xa1b2c3d4, littleEndian)
  view.setUint16(4, 2, littleEndian)
  view.setUint16(6, 4, littleEndian)
  view.setUint32(16, 262144, littleEndian)
  view.setUint32(20, linkType, littleEndian)
  return joined([
    header,
    ...packets.flatMap(({ at, octets, originalLength = octets.length }) => {
      const record = new Uint8Array(16)
      const fields = new DataView(record.buffer)
      fields.setUint32(0, Math.floor(at / 1000), littleEndian)
      fields.setUint32(4, Math.round((at % 1000) * (nano ? 1e6 : 1e3)), littleEndian)
      fields.setUint32(8, octets.length, littleEndian)
      fields.setUint32(12, originalLength, littleEndian)
      return [record, octets]
    }),
  ])
}

/** Writes blocks in one byte order. */
export class Blocks {
  readonly #littleEndian: boolean

  constructor(littleEndian = true) {
    this.#littleEndian = littleEndian
  }

  section(options: readonly (readonly [number, Uint8Array])[] = []): Uint8Array {
    const head = [this.u32(0x1a2b3c4d), this.u16(1), this.u16(0), filled(8, 0xff)]
    return this.block(0x0a0d0d0a, joined([...head, ...this.options(options)]))
  }

  interface(linkType: number, options: readonly (readonly [number, Uint8Array])[] = [], snapLength = 0): Uint8Array {
    return this.block(1, joined([this.u16(linkType), this.u16(0), this.u32(snapLength), ...this.options(options)]))
  }

  /** `timestamp` in the units of the interface. */
  packet(
    number: number,
    timestamp: bigint,
    octets: Uint8Array,
    options: readonly (readonly [number, Uint8Array])[] = [],
  ): Uint8Array {
    const times = [this.u32(Number(timestamp >> 32n)), this.u32(Number(timestamp & 0xffffffffn))]
    const head = [this.u32(number), ...times, this.u32(octets.length), this.u32(octets.length)]
    return this.block(6, joined([...head, padded(octets), ...this.options(options)]))
  }

  secrets(text: string): Uint8Array {
    return this.block(10, joined([this.u32(0x544c534b), this.u32(text.length), octetsOf(text)]))
  }

  options(options: readonly (readonly [number, Uint8Array])[]): readonly Uint8Array[] {
    if (options.length === 0) return []
    return [...options.map(([code, value]) => this.field(code, value)), new Uint8Array(4)]
  }

  /** An option, or a record of names. */
  field(code: number, value: Uint8Array): Uint8Array {
    return joined([this.u16(code), this.u16(value.length), padded(value)])
  }

  block(type: number, body: Uint8Array): Uint8Array {
    const whole = padded(body)
    const length = this.u32(whole.length + 12)
    return joined([this.u32(type), length, whole, length])
  }

  u16(value: number): Uint8Array {
    const octets = new Uint8Array(2)
    new DataView(octets.buffer).setUint16(0, value, this.#littleEndian)
    return octets
  }

  u32(value: number): Uint8Array {
    const octets = new Uint8Array(4)
    new DataView(octets.buffer).setUint32(0, value, this.#littleEndian)
    return octets
  }
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts))
}

export function filled(length: number, octet: number): Uint8Array {
  return new Uint8Array(length).fill(octet)
}

function padded(octets: Uint8Array): Uint8Array {
  return joined([octets, new Uint8Array(-octets.length & 3)])
}
