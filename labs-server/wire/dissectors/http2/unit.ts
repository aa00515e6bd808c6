/** The units of HTTP/2: offsets and facts; ranges, parts and what is computed are read from the octets when they are asked for. */
import type { Fault } from '../../fault.ts'
import type { OctetRange, OctetStream } from '../../octets.ts'
import type { Computed, Direction, Part, Pdu, PduId } from '../../pdu.ts'
import type { SpecRef } from '../../spec-ref.ts'
import { computedOf } from './computed.ts'
import type { FrameFacts } from './frame-facts.ts'
import type { FrameHeader } from './frame-header.ts'
import { frameParts } from './frame-parts.ts'
import { type Http2Name, SPECS } from './names.ts'

/** One direction of the connection and its octets. */
export interface Source {
  readonly direction: Direction
  readonly stream: OctetStream
}

abstract class Http2Unit implements Pdu {
  abstract readonly name: Http2Name
  readonly complete: boolean
  readonly fault?: Fault
  protected abstract readonly start: number
  protected readonly end: number
  protected readonly source: Source

  constructor(source: Source, end: number, complete: boolean, fault?: Fault) {
    this.source = source
    this.end = end
    this.complete = complete
    if (fault !== undefined) this.fault = fault
  }

  get layer(): 'http2' {
    return 'http2'
  }

  get spec(): SpecRef {
    return SPECS[this.name]
  }

  get direction(): Direction {
    return this.source.direction
  }

  get ranges(): readonly OctetRange[] {
    return this.source.stream.rangesOf({ start: this.start, end: this.end })
  }

  /** By the first octet on the wire. */
  get id(): PduId {
    const at = this.source.stream.rangesOf({ start: this.start, end: this.start + 1 })[0]?.start ?? this.start
    return `${this.direction === 'client-to-server' ? 'c2s' : 's2c'}-${at}`
  }
}

/** Units without parts: the preface, octets that are no HTTP/2, a frame whose header has not come. */
export class PlainUnit extends Http2Unit {
  readonly name: 'connection-preface' | 'unreadable' | 'frame'
  protected readonly start: number

  constructor(name: PlainUnit['name'], source: Source, start: number, end: number, complete: boolean, fault?: Fault) {
    super(source, end, complete, fault)
    this.name = name
    this.start = start
  }
}

export class FrameUnit extends Http2Unit {
  readonly exchange?: number
  readonly stream?: number
  readonly value?: string | number
  readonly #facts: FrameFacts
  readonly #frame: FrameHeader

  constructor(source: Source, frame: FrameHeader, end: number, complete: boolean, facts: FrameFacts, fault?: Fault) {
    super(source, end, complete, fault)
    if (facts.exchange !== undefined) this.exchange = facts.exchange
    if (frame.stream !== 0) this.stream = frame.stream
    if (facts.value !== undefined) this.value = facts.value
    this.#facts = facts
    this.#frame = frame
  }

  get name(): FrameHeader['name'] {
    return this.#frame.name
  }

  protected get start(): number {
    return this.#frame.start
  }

  get parts(): readonly Part[] {
    return frameParts(this.source.stream, this.#frame, this.end, this.#facts, this.direction)
  }

  get computed(): readonly Computed[] {
    return computedOf(this.#frame, this.#facts, this.direction)
  }
}
