/** The units of HTTP/1.1: offsets only; ranges, values and parts are read from the octets when they are asked for. */
import type { Fault } from '../../fault.ts'
import type { OctetRange, OctetStream } from '../../octets.ts'
import type { Direction, Pdu, PduId } from '../../pdu.ts'
import type { SpecRef } from '../../spec-ref.ts'
import { type Http1Name, SPECS } from './names.ts'

/** One direction of the connection and its octets. */
export interface Source {
  readonly direction: Direction
  readonly stream: OctetStream
}

/** Where a unit lies. */
export interface UnitPlace {
  readonly source: Source
  readonly start: number
  readonly end: number
  readonly exchange: number
}

export abstract class Http1Unit implements Pdu {
  abstract readonly name: Http1Name
  readonly start: number
  readonly end: number
  readonly exchange: number
  readonly complete: boolean
  readonly fault?: Fault
  protected readonly source: Source

  constructor(place: UnitPlace, complete: boolean, fault?: Fault) {
    this.source = place.source
    this.start = place.start
    this.end = place.end
    this.exchange = place.exchange
    this.complete = complete
    if (fault !== undefined) this.fault = fault
  }

  get layer(): 'http1' {
    return 'http1'
  }

  get spec(): SpecRef {
    return SPECS[this.name]
  }

  get id(): PduId {
    return `${this.direction === 'client-to-server' ? 'c2s' : 's2c'}-${this.start}`
  }

  get direction(): Direction {
    return this.source.direction
  }

  get ranges(): readonly OctetRange[] {
    return [{ start: this.start, end: this.end }]
  }

  /** The direction's octets up to this unit's end. */
  protected get octets(): Uint8Array {
    return this.source.stream.slice({ start: 0, end: this.end })
  }
}

/** Units without parts. */
export type PlainName =
  /** Content whose end is told by Content-Length or by the end of the connection. */
  | 'message-body'
  /** CRLF before a request-line, RFC 9112 section 2.2. */
  | 'empty-line'
  /** A chunk that the connection's end kept from coming; it has no octets. */
  | 'last-chunk'
  /** What follows a request to switch protocols, while the answer is not known. */
  | 'undecided'
  /** What can no longer be read as HTTP/1.1. */
  | 'unreadable'

export class PlainUnit extends Http1Unit {
  readonly name: PlainName

  constructor(name: PlainName, place: UnitPlace, complete: boolean, fault?: Fault) {
    super(place, complete, fault)
    this.name = name
  }
}
