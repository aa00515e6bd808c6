/**
 * Reads a multipart: RFC 2046 section 5.1.1.
 *
 * Rule 1: a part ends where a line with the boundary follows. Until that line has come the part may be whole, but nobody
 *   can know: a picture is shown when the next boundary is there, not when its last octet is.
 * Rule 2: the line's end before the boundary belongs to the delimiter, not to the part.
 * Rule 3: what is inside a part may be read by another layer, but no multipart inside a multipart: so nothing nests deeper.
 */
import { CarriedOctets } from '../../carried-octets.ts'
import type { CarriedContent, ContentDissector } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { contentLayerFor, isContentExpected } from '../../layer.ts'
import type { Pdu } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import { describePart } from './fields.ts'
import {
  BOUNDARY,
  beforeLineEnd,
  CR,
  type DelimiterLine,
  dashBoundary,
  delimiterLineAt,
  LF,
  MAX_BOUNDARY_CHARACTERS,
  type Recognized,
} from './lines.ts'
import { BodyPart, type BodyPartPlace, DelimiterUnit, PlainUnit } from './units.ts'

/** Header fields of a part that are longer are not read to their end. */
export const MAX_HEADER_OCTETS = 65_536

type State = 'preamble' | 'header-fields' | 'body' | 'epilogue' | 'unreadable' | 'over'

export class MultipartReader implements ContentDissector {
  /** Bodies of parts that another layer reads. */
  readonly carried: CarriedContent[] = []
  readonly #content: CarriedContent
  readonly #boundary: Uint8Array
  /** What is wrong with the boundary: it makes all unreadable, or is told at each delimiter. */
  readonly #boundaryFault: Fault | undefined
  #state: State = 'preamble'
  /** The first octet that is in no unit yet. */
  #at = 0
  /** The first octet of the line that may hold the boundary. */
  #line = 0
  /** The latest line that was found not to hold it. */
  #plainLine: number | undefined
  /** The end of the line has been looked for up to here. */
  #searched = 0
  #fieldsEnd = 0
  #bodyStart = 0
  #parts = 0
  /** The body that another layer reads, and how far it has been handed on. */
  #body: { readonly octets: CarriedOctets; at: number } | undefined

  constructor(content: CarriedContent) {
    const boundary = content.parameters.get('boundary') ?? ''
    this.#content = content
    this.#boundary = dashBoundary(boundary)
    if (boundary === '') this.#boundaryFault = FAULTS['boundary-missing']
    else if (boundary.length > MAX_BOUNDARY_CHARACTERS) this.#boundaryFault = FAULTS['boundary-too-long']
    if (this.#boundaryFault !== undefined) this.#state = 'unreadable'
    else if (!BOUNDARY.test(boundary)) this.#boundaryFault = FAULTS['boundary-character']
  }

  advance(): readonly Pdu[] {
    return this.#read(false)
  }

  end(): readonly Pdu[] {
    const units = [...this.#read(true)]
    const last = this.#last()
    if (last !== undefined) units.push(last)
    this.#body?.octets.end('cut-short')
    this.#body = undefined
    this.#state = 'over'
    return units
  }

  pending(): Pdu | undefined {
    const { length } = this.#content.octets
    if (length === this.#at) return undefined
    switch (this.#state) {
      case 'header-fields':
      case 'body':
        return new BodyPart(this.#content, this.#bodyPart(length), false)
      case 'over':
        return undefined
      default:
        return new PlainUnit(this.#state, this.#content, { start: this.#at, end: length }, false)
    }
  }

  #read(isOver: boolean): readonly Pdu[] {
    const units: Pdu[] = []
    if (this.#state === 'unreadable' || this.#state === 'epilogue') return units
    const { octets } = this.#content.octets
    for (;;) {
      const line = this.#recognize(octets, isOver)
      if (line === 'undecided') break
      if (line !== 'none') {
        const unit = this.#delimit(octets, line, units)
        if (unit.name === 'close-delimiter') break
        continue
      }
      const found = octets.indexOf(LF, Math.max(this.#line, this.#searched))
      if (found === -1) {
        this.#searched = octets.length
        if (this.#state === 'header-fields') this.#boundHeader(octets.length)
        break
      }
      this.#searched = found + 1
      this.#endLine(octets, found + 1)
    }
    this.#handOn(octets, isOver)
    return units
  }

  /** Whether the line at `#line` is a delimiter; that it is none is found out once. */
  #recognize(octets: Uint8Array, isOver: boolean): Recognized {
    if (this.#plainLine === this.#line) return 'none'
    const line = delimiterLineAt(octets, this.#line, this.#boundary, isOver)
    if (line === 'none') this.#plainLine = this.#line
    return line
  }

  /** A line has ended that holds no boundary. */
  #endLine(octets: Uint8Array, next: number): void {
    if (this.#state === 'header-fields') {
      const isEmpty = beforeLineEnd(octets, this.#line, next) === this.#line
      if (isEmpty) this.#enterBody(this.#line, next)
      else this.#boundHeader(next)
    }
    this.#line = next
  }

  #boundHeader(end: number): void {
    if (end - this.#at > MAX_HEADER_OCTETS) this.#enterBody(this.#line, this.#line)
  }

  #enterBody(fieldsEnd: number, bodyStart: number): void {
    this.#state = 'body'
    this.#fieldsEnd = fieldsEnd
    this.#bodyStart = bodyStart
    const { direction, exchange, stream } = this.#content
    const described = describePart(this.#content.octets.octets, this.#at, fieldsEnd)
    const kind = { ...described, direction }
    if (described.codings.length > 0 || described.mediaType.startsWith('multipart/')) return
    if (contentLayerFor(kind) === undefined && !isContentExpected(kind)) return
    this.#body = { octets: new CarriedOctets(), at: bodyStart }
    this.carried.push({
      kind: 'content',
      ...kind,
      octets: this.#body.octets,
      ...(exchange !== undefined && { exchange }),
      ...(stream !== undefined && { stream }),
    })
  }

  /** The line at `#line` is a delimiter: what stands before it is complete. */
  #delimit(octets: Uint8Array, line: DelimiterLine, units: Pdu[]): DelimiterUnit {
    const from = this.#state === 'body' ? this.#bodyStart : this.#at
    const end = this.#state === 'header-fields' ? this.#line : beforeLineEnd(octets, from, this.#line)
    if (this.#state === 'preamble') {
      if (end > this.#at) units.push(new PlainUnit('preamble', this.#content, { start: this.#at, end }, true))
    } else {
      this.#carry(end)
      this.#body?.octets.end('complete')
      this.#body = undefined
      units.push(new BodyPart(this.#content, this.#bodyPart(end), true, this.#headerFault()))
    }
    const unit = new DelimiterUnit(this.#content, end, this.#line, line, this.#boundaryFault)
    units.push(unit)
    this.#state = unit.name === 'delimiter' ? 'header-fields' : 'epilogue'
    if (unit.name === 'delimiter') this.#parts += 1
    this.#at = line.next
    this.#line = line.next
    this.#searched = line.next
    return unit
  }

  /** Hands on what is the body's for sure: a line's end at the very end may belong to a delimiter. */
  #handOn(octets: Uint8Array, isOver: boolean): void {
    if (this.#body === undefined) return
    const { length } = octets
    if (isOver) this.#carry(length)
    else if (this.#recognize(octets, false) === 'undecided') {
      this.#carry(beforeLineEnd(octets, this.#bodyStart, this.#line))
    } else this.#carry(octets[length - 1] === CR ? length - 1 : length)
  }

  #carry(end: number): void {
    if (this.#body === undefined || end <= this.#body.at) return
    this.#body.octets.carryOn(this.#content.octets, { start: this.#body.at, end })
    this.#body.at = end
  }

  #headerFault(): Fault | undefined {
    return this.#state === 'body' && this.#fieldsEnd === this.#bodyStart ? FAULTS['header-fields-too-long'] : undefined
  }

  #bodyPart(end: number): BodyPartPlace {
    const isBody = this.#state === 'body'
    return {
      start: this.#at,
      fieldsEnd: isBody ? this.#fieldsEnd : end,
      bodyStart: isBody ? this.#bodyStart : end,
      end,
      number: this.#parts,
    }
  }

  /** What the end of the content leaves: cut short, or behind the last delimiter. */
  #last(): Pdu | undefined {
    const { length } = this.#content.octets
    const range = { start: this.#at, end: length }
    const missing = FAULTS['close-delimiter-missing']
    switch (this.#state) {
      case 'preamble':
        return length === 0
          ? undefined
          : new PlainUnit('preamble', this.#content, range, false, FAULTS['delimiter-missing'])
      case 'header-fields':
      case 'body':
        return length > this.#at
          ? new BodyPart(this.#content, this.#bodyPart(length), false, missing)
          : new PlainUnit('close-delimiter', this.#content, range, false, missing)
      case 'epilogue':
        return length > this.#at ? new PlainUnit('epilogue', this.#content, range, true) : undefined
      case 'unreadable':
        return length === 0 ? undefined : new PlainUnit('unreadable', this.#content, range, true, this.#boundaryFault)
      case 'over':
        return undefined
    }
  }
}
