/** Messages, which frames carry whole or in fragments: RFC 6455 sections 5.4 and 5.6. */
import type { Fault } from '../../fault.ts'
import type { OctetRange } from '../../octets.ts'
import type { Computed, Direction, Part, Pdu, PduId } from '../../pdu.ts'
import { placedId, type UnitSource } from '../../placed-unit.ts'
import type { SpecRef } from '../../spec-ref.ts'
import type { Frame } from './frame.ts'
import { MESSAGE_SPECS } from './names.ts'
import { type MessageKind, TEXT } from './opcodes.ts'
import { MAX_SHOWN_OCTETS, shownText } from './shown.ts'

/** A message as its frames come. */
export interface Message {
  readonly source: UnitSource
  /** Counted from 1 in its direction. */
  readonly number: number
  readonly opcode: MessageKind
  readonly isCompressed: boolean
  readonly frames: Frame[]
}

/** A message, as far as its frames had come when the unit was made. */
export class MessageUnit implements Pdu {
  readonly layer = 'websocket-message'
  readonly name = 'message'
  readonly spec: SpecRef = MESSAGE_SPECS.message
  readonly message: Message
  readonly complete: boolean
  readonly fault?: Fault
  readonly exchange?: number
  readonly stream?: number
  readonly #frameCount: number

  constructor(message: Message, complete: boolean, fault?: Fault) {
    const { source, frames } = message
    this.message = message
    this.complete = complete
    this.#frameCount = frames.length
    if (fault !== undefined) this.fault = fault
    if (source.exchange !== undefined) this.exchange = source.exchange
    if (source.stream !== undefined) this.stream = source.stream
  }

  get id(): PduId {
    return placedId(this.message.source, 'message', this.message.frames[0]?.start ?? 0)
  }

  get direction(): Direction {
    return this.message.source.direction
  }

  get frames(): readonly Frame[] {
    return this.message.frames.slice(0, this.#frameCount)
  }

  /** The payload data of its frames. */
  get ranges(): readonly OctetRange[] {
    const { frames } = this
    const ranges = frames.filter((frame) => frame.end > frame.payloadStart).flatMap(payloadRanges)
    return ranges.length > 0 ? ranges : frames.slice(0, 1).flatMap(payloadRanges)
  }

  /** How many octets it has, without mask and compression; undefined when they cannot be inflated. */
  get length(): number | undefined {
    let length = 0
    for (const { applicationLength } of this.frames) {
      if (applicationLength === undefined) return undefined
      length += applicationLength
    }
    return length
  }

  /** The text, or how many octets there are of a binary message; empty if it cannot be inflated. */
  get value(): string | number {
    const { length } = this
    if (length === undefined) return ''
    if (this.message.opcode !== TEXT) return length
    return shownText(this.#data(), length)
  }

  get parts(): readonly Part[] {
    const { frames } = this
    if (frames.length < 2) return []
    return frames.map((frame) => ({
      name: 'fragment',
      ranges: payloadRanges(frame),
      spec: MESSAGE_SPECS.fragment,
      ...(frame.applicationLength !== undefined && { value: frame.applicationLength }),
    }))
  }

  get computed(): readonly Computed[] {
    const { length, frames, message } = this
    const value = (name: keyof typeof MESSAGE_SPECS, of: number | string, before?: number): Computed => ({
      kind: 'value',
      name,
      ...(before !== undefined && { before }),
      value: of,
      spec: MESSAGE_SPECS[name],
    })
    const computed: Computed[] = [value('fragments', frames.length)]
    if (length === undefined) return computed
    if (message.isCompressed) {
      const compressed = frames.reduce((sum, frame) => sum + frame.end - frame.payloadStart, 0)
      computed.push(value('inflated-length', length, compressed))
      if (compressed > 0) computed.push(value('compression-ratio', Number((length / compressed).toFixed(2))))
    }
    // Where the octets of the wire say it all, they are not shown again.
    const isPlain = !message.isCompressed && frames.length === 1 && !frames[0]?.header?.isMasked
    if (!isPlain && length > 0) {
      const spec = MESSAGE_SPECS['application-data']
      computed.push({ kind: 'octets', name: 'application-data', octets: this.#data(), spec })
    }
    return computed
  }

  /** The first of its octets, put together. */
  #data(): Uint8Array {
    const data = new Uint8Array(Math.min(this.length ?? 0, MAX_SHOWN_OCTETS))
    let at = 0
    for (const frame of this.frames) {
      const octets = frame.applicationData(data.length - at)
      data.set(octets, at)
      at += octets.length
      // Of a compressed frame no more than its first octets are kept: what comes behind them is not next to them.
      if (at === data.length || octets.length < (frame.applicationLength ?? 0)) break
    }
    return data.subarray(0, at)
  }
}

function payloadRanges(frame: Frame): readonly OctetRange[] {
  return frame.source.octets.rangesOf({ start: frame.payloadStart, end: frame.end })
}
