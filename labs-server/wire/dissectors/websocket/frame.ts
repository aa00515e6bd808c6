/** Frames: RFC 6455 section 5.2. What they say is read from the octets when it is asked for. */
import type { Fault } from '../../fault.ts'
import { latin1 } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import type { UnitSource } from '../../placed-unit.ts'
import { isUtf8 } from '../../utf8.ts'
import { type FrameHeader, readFrameHeader } from './frame-header.ts'
import { unmasked } from './masking.ts'
import type { Message } from './message.ts'
import { SPECS, type WebSocketName } from './names.ts'
import { CLOSE, PING, PONG, TEXT } from './opcodes.ts'
import { MAX_ROW_OCTETS, MAX_SHOWN_OCTETS, shownText } from './shown.ts'
import { WebSocketUnit } from './unit.ts'

/** What is wrong with a frame, by the part that is wrong. */
export type FrameFaults = Partial<
  Record<
    | 'rsv1'
    | 'rsv2'
    | 'rsv3'
    | 'fin'
    | 'opcode'
    | 'mask'
    | 'payload-length'
    | 'payload-data'
    | 'close-code'
    | 'close-reason',
    Fault
  >
>

/** A payload without its compression. */
export interface Inflated {
  /** The first of them. */
  readonly octets: Uint8Array
  /** How many there are. */
  readonly length: number
}

/** What a frame is, beyond what its octets say. */
export interface FrameFacts {
  readonly complete: boolean
  /** What is wrong with the frame as a whole. */
  readonly fault?: Fault | undefined
  readonly faults?: FrameFaults | undefined
  /** The message it belongs to, and its place there, counted from 1. */
  readonly message?: Message | undefined
  readonly fragment?: number | undefined
  readonly inflated?: Inflated | undefined
}

/** Octets that are shown unmasked one by one. */
const MAX_UNMASKING_ROWS = 16
const NO_FAULTS: FrameFaults = {}

export class Frame extends WebSocketUnit {
  readonly name = 'frame'
  readonly message: Message | undefined
  readonly fragment: number
  readonly inflated: Inflated | undefined
  readonly #faults: FrameFaults

  constructor(source: UnitSource, start: number, end: number, facts: FrameFacts) {
    super(source, { start, end }, facts.complete, facts.fault)
    this.message = facts.message
    this.fragment = facts.fragment ?? 1
    this.inflated = facts.inflated
    this.#faults = facts.faults ?? NO_FAULTS
  }

  /** Undefined when it has not come whole. */
  get header(): FrameHeader | undefined {
    return readFrameHeader(this.octets, this.start)
  }

  /** Where the payload starts. */
  get payloadStart(): number {
    return Math.min(this.end, this.start + (this.header?.size ?? this.end - this.start))
  }

  /** The text of a text frame or a Ping, the code of a Close frame, else how many octets of payload; empty if there is none. */
  get value(): string | number {
    const { header } = this
    if (header === undefined) return ''
    if (header.opcode === CLOSE) return this.#closeCode(header) ?? ''
    return this.#text(header, MAX_ROW_OCTETS) ?? header.payloadLength
  }

  get parts(): readonly Part[] {
    const { header } = this
    return header === undefined ? this.#begunParts() : this.#parts(header)
  }

  get computed(): readonly Computed[] {
    const { header, message, inflated } = this
    if (header === undefined) return []
    const computed: Computed[] = []
    if (message !== undefined) {
      computed.push(
        { kind: 'value', name: 'message-number', value: message.number, spec: SPECS['message-number'] },
        { kind: 'value', name: 'fragment-number', value: this.fragment, spec: SPECS['fragment-number'] },
      )
    }
    if (header.isMasked && this.end > this.payloadStart) computed.push(this.#unmasking())
    if (inflated !== undefined) {
      computed.push(
        {
          kind: 'value',
          name: 'inflated-length',
          before: header.payloadLength,
          value: inflated.length,
          spec: SPECS['inflated-length'],
        },
        { kind: 'octets', name: 'inflated-data', octets: inflated.octets, spec: SPECS['inflated-data'] },
      )
    }
    return computed
  }

  /** How many octets it adds to its message; undefined when they cannot be inflated. */
  get applicationLength(): number | undefined {
    if (this.message?.isCompressed) return this.inflated?.length
    return this.end - this.payloadStart
  }

  /** The first of the octets that it adds to its message, without mask and compression. */
  applicationData(max: number): Uint8Array {
    if (this.message?.isCompressed) return this.inflated?.octets.subarray(0, max) ?? new Uint8Array(0)
    return this.#payload(max)
  }

  /** The first octets of the payload, without the mask. */
  #payload(max: number): Uint8Array {
    const { header, payloadStart } = this
    const end = Math.min(this.end, payloadStart + max)
    if (header?.isMasked) return unmasked(this.octets, payloadStart, payloadStart, end)
    return this.octets.subarray(payloadStart, end)
  }

  #text({ opcode }: FrameHeader, max: number): string | undefined {
    const length = this.applicationLength
    if (length === undefined) return undefined
    if (this.message?.opcode === TEXT) return shownText(this.applicationData(max), length, max)
    // Ping and Pong carry any octets; often these are text.
    if ((opcode !== PING && opcode !== PONG) || length === 0) return undefined
    const payload = this.#payload(MAX_SHOWN_OCTETS)
    return isUtf8(payload) ? shownText(payload, length, max) : undefined
  }

  #closeCode({ payloadLength }: FrameHeader): number | undefined {
    const [high, low] = this.#payload(2)
    return payloadLength < 2 || high === undefined || low === undefined ? undefined : high * 256 + low
  }

  #parts(header: FrameHeader): readonly Part[] {
    const { start, payloadStart } = this
    const lengthEnd = start + 2 + header.extendedOctets
    const parts = [
      this.#firstOctet(header),
      {
        ...this.#part('mask-and-length', start + 1, lengthEnd),
        parts: [
          this.#part('mask', start + 1, start + 2, header.isMasked),
          this.#part('payload-length', start + 1, lengthEnd, header.payloadLength),
        ],
      },
    ]
    if (header.isMasked) {
      const key = latin1(this.octets.subarray(lengthEnd, payloadStart))
      const hex = Array.from(key, (octet) => octet.charCodeAt(0).toString(16).padStart(2, '0')).join('')
      parts.push(this.#part('masking-key', lengthEnd, payloadStart, hex))
    }
    if (this.end > payloadStart) parts.push(this.#payloadData(header))
    return parts
  }

  #firstOctet({ fin, rsv1, rsv2, rsv3, opcode }: Pick<FrameHeader, 'fin' | 'rsv1' | 'rsv2' | 'rsv3' | 'opcode'>): Part {
    const { start } = this
    const bit = (name: WebSocketName, value: boolean | number) => this.#part(name, start, start + 1, value)
    return {
      ...this.#part('first-octet', start, start + 1),
      parts: [bit('fin', fin), bit('rsv1', rsv1), bit('rsv2', rsv2), bit('rsv3', rsv3), bit('opcode', opcode)],
    }
  }

  #payloadData(header: FrameHeader): Part {
    const { payloadStart, end } = this
    const whole = this.#part('payload-data', payloadStart, end)
    if (header.opcode !== CLOSE) {
      const value = this.#text(header, MAX_SHOWN_OCTETS)
      return value === undefined ? whole : { ...whole, value }
    }
    const code = this.#closeCode(header)
    if (code === undefined) return whole
    const parts = [this.#part('close-code', payloadStart, payloadStart + 2, code)]
    if (end === payloadStart + 2) return { ...whole, parts }
    const reason = shownText(this.#payload(MAX_SHOWN_OCTETS).subarray(2), end - payloadStart - 2)
    parts.push(this.#part('close-reason', payloadStart + 2, end, reason))
    return { ...whole, value: reason, parts }
  }

  /** The parts of a header of which only the beginning has come. */
  #begunParts(): readonly Part[] {
    const octets = this.octets.subarray(this.start)
    const parts: Part[] = []
    // Octets that are not there yet are read as 0, and then not shown.
    const padded = new Uint8Array(16)
    padded.set(octets.subarray(0, 2))
    const header = readFrameHeader(padded, 0)
    if (header === undefined || octets.length === 0) return parts
    parts.push(this.#firstOctet(header))
    if (octets.length < 2) return parts
    const end = this.start + 2 + header.extendedOctets
    const group = [this.#part('mask', this.start + 1, this.start + 2, header.isMasked)]
    if (end > this.end) return [...parts, { ...this.#part('mask-and-length', this.start + 1, this.end), parts: group }]
    padded.set(octets)
    const { payloadLength } = readFrameHeader(padded, 0) ?? header
    group.push(this.#part('payload-length', this.start + 1, end, payloadLength))
    parts.push({ ...this.#part('mask-and-length', this.start + 1, end), parts: group })
    if (this.end > end) parts.push(this.#part('masking-key', end, this.end))
    return parts
  }

  #part(name: WebSocketName, start: number, end: number, value?: string | number | boolean): Part {
    const fault = (this.#faults as Readonly<Record<string, Fault>>)[name]
    return {
      name,
      ranges: this.source.octets.rangesOf({ start, end }),
      spec: SPECS[name],
      ...(value !== undefined && { value }),
      ...(fault !== undefined && { fault }),
    }
  }

  /** "transformed-octet-i = original-octet-i XOR masking-key-octet-j": RFC 6455 section 5.3. */
  #unmasking(): Computed {
    const { octets, payloadStart } = this
    const original = this.#payload(MAX_UNMASKING_ROWS)
    const rows = Array.from(original, (octet, place) => [
      hex(octets[payloadStart + place]),
      hex(octets[payloadStart - 4 + (place & 3)]),
      hex(octet),
      octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : '',
    ])
    return {
      kind: 'table',
      name: 'unmasking',
      columns: ['masked octet', 'XOR key octet', '= octet', 'character'],
      rows,
      spec: SPECS.unmasking,
    }
  }
}

function hex(octet = 0): string {
  return octet.toString(16).padStart(2, '0')
}
