/**
 * Reads the messages of one direction, one after another.
 *
 * Rule 1: a message is a head, then its content; the head tells how the content is framed.
 * Rule 2: an exchange ends with the content of its final message; an interim (1xx) response has none and ends nothing.
 * Rule 3: octets that cannot be read are never skipped: from the first of them on, the direction is unreadable.
 * Rule 4: nothing is decided before the octets that decide it have come, so that units do not depend on how reads fell.
 */
import type { CarriedOctets } from '../../carried-octets.ts'
import type { EndedBy } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { hasFault } from '../../faulty-units.ts'
import type { Pdu } from '../../pdu.ts'
import { CR, isTchar, LF } from './characters.ts'
import { ChunkedReader } from './chunked.ts'
import { type ContentReader, LengthReader, UntilEndReader } from './content.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import type { Framing } from './framing.ts'
import { type Head, type HeadFaults, HeadUnit, type MessageKind, readHead } from './head.ts'
import { SectionSearch } from './line.ts'
import { type PlainName, PlainUnit, type Source, type UnitPlace } from './unit.ts'

/** What follows a head, and what is wrong with it. */
export interface Verdict {
  readonly framing: Framing
  readonly faults: HeadFaults
  /** Another response to the same request follows. */
  readonly interim: boolean
  /** Where to put the content, if another layer reads it. */
  readonly carried?: CarriedOctets
}

/** What one direction must ask the other. */
export interface Counterpart {
  /** Whether octets must wait, because they are HTTP only if the answer to the last request says so. */
  isUndecided(): boolean
  /** A head is complete; undefined when the connection turns out to speak another protocol from its start on. */
  judge(head: Head, exchange: number): Verdict | undefined
}

type State =
  /** Before the first octet of a message. */
  | { readonly name: 'start' }
  | { readonly name: 'head'; readonly search: SectionSearch }
  | { readonly name: 'content'; readonly content: ContentReader; readonly carried: CarriedOctets | undefined }
  | { readonly name: 'unreadable'; readonly fault: Fault }
  /** The direction has ended, and so has the last unit. */
  | { readonly name: 'over' }

const HTTP_NAME = [0x48, 0x54, 0x54, 0x50, 0x2f] // "HTTP/"

export class MessageReader {
  readonly #kind: MessageKind
  readonly #source: Source
  readonly #counterpart: Counterpart
  #state: State = { name: 'start' }
  #at: number
  #exchange = 0

  constructor(kind: MessageKind, source: Source, start: number, counterpart: Counterpart) {
    this.#kind = kind
    this.#source = source
    this.#at = start
    this.#counterpart = counterpart
  }

  /** The first octet that is in no unit yet. */
  get at(): number {
    return this.#state.name === 'content' ? this.#state.content.at : this.#at
  }

  /** The exchange that the next octet belongs to. */
  get exchange(): number {
    return this.#exchange
  }

  /** Whether every message begun is complete. */
  get isIdle(): boolean {
    return this.#state.name === 'start' && this.#at === this.#source.stream.length
  }

  /** The next complete unit, or undefined while octets are missing. */
  read(octets: Uint8Array): Pdu | undefined {
    if (this.#state.name === 'start') {
      const emptyLine = this.#readStart(octets)
      if (emptyLine) return emptyLine
    }
    if (this.#state.name === 'head') return this.#readHead(octets, this.#state.search)
    if (this.#state.name === 'content') return this.#readContent(octets, this.#state.content, this.#state.carried)
    return undefined
  }

  /** The unit begun, with what can be told of it. */
  pending(): Pdu | undefined {
    return this.#begun()
  }

  /** The direction has ended: the unit begun, with its fault where it is cut short. */
  end(by: EndedBy): Pdu | undefined {
    const { name } = this.#state
    const last =
      this.#state.name === 'content' ? this.#state.content.end(by) : this.#begun(FAULTS['message-incomplete'], true)
    if (this.#state.name === 'content') this.#state.carried?.end(last?.fault ? 'cut-short' : 'complete')
    if (last !== undefined || name !== 'start') this.#state = { name: 'over' }
    this.#at = this.#source.stream.length
    return last
  }

  #begun(incomplete?: Fault, atEnd = false): Pdu | undefined {
    const { length } = this.#source.stream
    if (this.#state.name === 'content') return this.#state.content.pending()
    if (this.#state.name === 'over' || this.#at === length) return undefined
    if (this.#state.name === 'unreadable') return this.#plain('unreadable', length, atEnd, this.#state.fault)
    if (this.#state.name === 'start') {
      if (this.#counterpart.isUndecided()) return this.#plain('undecided', length, false)
      if (this.#source.stream.octets[this.#at] === CR) {
        return this.#plain('empty-line', length, false, atEnd ? FAULTS['bare-cr'] : undefined)
      }
    }
    return new HeadUnit(this.#kind, this.#place(length), false, undefined, incomplete)
  }

  /** Moves on to the head as soon as its first octets show that there is one. Returns an empty line before it. */
  #readStart(octets: Uint8Array): Pdu | undefined {
    const first = octets[this.#at]
    if (first === undefined || this.#counterpart.isUndecided()) return undefined
    if (first === LF) return this.#emptyLine(1)
    if (first === CR) {
      const second = octets[this.#at + 1]
      if (second === LF) return this.#emptyLine(2)
      if (second !== undefined) this.#giveUp('bare-cr')
      return undefined
    }
    if (this.#kind === 'request') {
      if (!isTchar(first)) return this.#giveUp('request-line-expected')
    } else {
      for (const [place, octet] of HTTP_NAME.entries()) {
        const seen = octets[this.#at + place]
        if (seen === undefined) return undefined
        if (seen !== octet) return this.#giveUp('status-line-expected')
      }
    }
    this.#state = { name: 'head', search: new SectionSearch(this.#at) }
    return undefined
  }

  // RFC 9112 section 2.2: "a server that is expecting to receive and parse a request-line SHOULD ignore at least one empty
  // line (CRLF) received prior to the request-line."
  #emptyLine(octetCount: 1 | 2): Pdu {
    const bareLf = octetCount === 1 ? FAULTS['bare-lf'] : undefined
    const fault = this.#kind === 'response' ? FAULTS['empty-line-before-status-line'] : bareLf
    const unit = this.#plain('empty-line', this.#at + octetCount, true, fault)
    this.#at += octetCount
    return unit
  }

  #readHead(octets: Uint8Array, search: SectionSearch): Pdu | undefined {
    const end = search.end(octets)
    if (end === undefined) return undefined
    if (typeof end === 'string') {
      const cut =
        search.line > this.#at
          ? new HeadUnit(this.#kind, this.#place(search.line), false, undefined, FAULTS[end])
          : undefined
      this.#at = search.line
      this.#giveUp(end)
      return cut
    }
    const head = readHead(this.#kind, octets.subarray(0, end), this.#at)
    const verdict = this.#counterpart.judge(head, this.#exchange)
    if (verdict === undefined) return undefined
    const faults = { ...verdict.faults, inGrammar: head.parts.some(hasFault) }
    const unit = new HeadUnit(this.#kind, this.#place(end), true, faults)
    this.#at = end
    this.#enterContent(verdict)
    return unit
  }

  #enterContent({ framing, interim, carried }: Verdict): void {
    switch (framing.kind) {
      case 'none':
      case 'tunnel':
        carried?.end('complete')
        this.#state = { name: 'start' }
        if (!interim) this.#exchange += 1
        break
      case 'length':
        this.#read(new LengthReader(this.#source, this.#exchange, this.#at, framing.octets), carried)
        break
      case 'chunked':
        this.#read(new ChunkedReader(this.#source, this.#exchange, this.#at), carried)
        break
      case 'until-end':
        this.#read(new UntilEndReader(this.#source, this.#exchange, this.#at), carried)
        break
      case 'unknown':
        this.#giveUp('message-length-unknown')
        break
    }
  }

  #read(content: ContentReader, carried: CarriedOctets | undefined): void {
    this.#state = { name: 'content', content, carried }
  }

  #readContent(octets: Uint8Array, content: ContentReader, carried: CarriedOctets | undefined): Pdu | undefined {
    const unit = content.read(octets)
    if (carried !== undefined) content.carry(carried)
    if (content.state === 'reading') return unit
    this.#at = content.at
    carried?.end(content.state === 'done' ? 'complete' : 'cut-short')
    if (content.state === 'done') {
      this.#state = { name: 'start' }
      this.#exchange += 1
    } else {
      this.#giveUp(content.state)
    }
    return unit
  }

  #giveUp(code: FaultCode): undefined {
    this.#state = { name: 'unreadable', fault: FAULTS[code] }
  }

  #plain(name: PlainName, end: number, complete: boolean, fault?: Fault): Pdu {
    return new PlainUnit(name, this.#place(end), complete, fault)
  }

  #place(end: number): UnitPlace {
    return { source: this.#source, exchange: this.#exchange, start: this.#at, end }
  }
}
