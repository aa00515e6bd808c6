/** Reads the content of a message where its end is told by Content-Length or by the connection's: RFC 9112 section 6. */
import type { CarriedOctets } from '../../carried-octets.ts'
import type { EndedBy } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import type { Pdu } from '../../pdu.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import { PlainUnit, type Source } from './unit.ts'

/** One way in which content is framed, from its first octet on. */
export interface ContentReader {
  /** The first octet that is in no unit yet. */
  readonly at: number
  /** A fault code says that what follows `at` cannot be read any more. */
  readonly state: 'reading' | 'done' | FaultCode
  /** The next complete unit, or undefined when octets are missing or the state is no longer `reading`. */
  read(octets: Uint8Array): Pdu | undefined
  /** The unit begun. */
  pending(): Pdu | undefined
  /** The connection has ended: what was begun or is missing, with its fault. */
  end(by: EndedBy): Pdu | undefined
  /** Hands on the octets of content that have come since the last call. */
  carry(into: CarriedOctets): void
}

/** Content of a length known beforehand. */
export class LengthReader implements ContentReader {
  at: number
  state: ContentReader['state'] = 'reading'
  readonly #source: Source
  readonly #exchange: number
  readonly #length: number
  readonly #end: number

  constructor(source: Source, exchange: number, start: number, length: number) {
    this.#source = source
    this.#exchange = exchange
    this.at = start
    this.#length = length
    this.#end = start + length
  }

  read(octets: Uint8Array): Pdu | undefined {
    if (this.state !== 'reading' || octets.length < this.#end) return undefined
    const start = this.at
    this.at = this.#end
    this.state = 'done'
    return new PlainUnit('message-body', this.#place(start, this.#end), true)
  }

  pending(): Pdu | undefined {
    const { length } = this.#source.stream
    return length > this.at ? new PlainUnit('message-body', this.#place(this.at, length), false) : undefined
  }

  // RFC 9112 section 8: "A message body that uses a valid Content-Length is incomplete if the size of the message body
  // received (in octets) is less than the value given by Content-Length."
  end(): Pdu {
    const place = this.#place(this.at, this.#source.stream.length)
    return new PlainUnit('message-body', place, false, FAULTS['message-incomplete'])
  }

  carry(into: CarriedOctets): void {
    const start = this.#end - this.#length + into.length
    const octets = this.#source.stream.slice({ start, end: this.#end })
    into.carry(octets, start)
  }

  #place(start: number, end: number) {
    return { source: this.#source, exchange: this.#exchange, start, end }
  }
}

/** Content of a response that ends where the connection does: RFC 9112 section 6.3, rule 8. */
export class UntilEndReader implements ContentReader {
  readonly at: number
  readonly state = 'reading'
  readonly #source: Source
  readonly #exchange: number

  constructor(source: Source, exchange: number, start: number) {
    this.#source = source
    this.#exchange = exchange
    this.at = start
  }

  read(): undefined {}

  pending(): Pdu | undefined {
    return this.#unit(false)
  }

  // RFC 9112 section 8: "a response that has neither chunked transfer coding nor Content-Length is terminated by closure of
  // the connection and, if the header section was received intact, is considered complete unless an error was indicated by
  // the underlying connection".
  end(by: EndedBy): Pdu | undefined {
    return by === 'reset' ? this.#unit(false, FAULTS['message-incomplete']) : this.#unit(true)
  }

  carry(into: CarriedOctets): void {
    const start = this.at + into.length
    into.carry(this.#source.stream.slice({ start, end: this.#source.stream.length }), start)
  }

  #unit(complete: boolean, fault?: Fault): Pdu | undefined {
    const { length } = this.#source.stream
    if (length === this.at) return undefined
    const place = { source: this.#source, exchange: this.#exchange, start: this.at, end: length }
    return new PlainUnit('message-body', place, complete, fault)
  }
}
