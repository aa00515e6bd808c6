/** The units of a multipart: RFC 2046 section 5.1.1. They keep offsets only. */
import { ContentUnit } from '../../content-unit.ts'
import type { CarriedContent } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { counted } from '../../number-words.ts'
import { latin1, type OctetRange } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import { FAULTS } from './faults.ts'
import { describePart, fieldLines, fieldName, fieldValue } from './fields.ts'
import { beforeLineEnd, type DelimiterLine } from './lines.ts'

abstract class MultipartUnit extends ContentUnit {
  get layer(): 'multipart' {
    return 'multipart'
  }

  /** The end of a line, `[start, end)`, or nothing when it is empty. */
  protected lineEnd(start: number, end: number): readonly Part[] {
    if (start === end) return []
    return [
      end - start === 2 ? this.part('CRLF', start, end) : this.part('LF', start, end, { fault: FAULTS['bare-lf'] }),
    ]
  }
}

/** Octets that are in no part: before the first delimiter, behind the last, or without any. */
export class PlainUnit extends MultipartUnit {
  readonly name: 'preamble' | 'epilogue' | 'unreadable' | 'close-delimiter'

  constructor(name: PlainUnit['name'], content: CarriedContent, range: OctetRange, complete: boolean, fault?: Fault) {
    super(content, range, complete, fault)
    this.name = name
  }
}

// delimiter       := CRLF dash-boundary
// close-delimiter := delimiter "--"
/** With the line's end behind it. */
export class DelimiterUnit extends MultipartUnit {
  readonly #line: DelimiterLine
  readonly #lineStart: number
  readonly #boundaryFault: Fault | undefined

  /** `start` is that of the line's end before the boundary, `lineStart` that of the line itself. */
  constructor(content: CarriedContent, start: number, lineStart: number, line: DelimiterLine, boundaryFault?: Fault) {
    super(content, { start, end: line.next }, true)
    this.#line = line
    this.#lineStart = lineStart
    this.#boundaryFault = boundaryFault
  }

  get name(): 'delimiter' | 'close-delimiter' {
    return this.#line.closeEnd > this.#line.boundaryEnd ? 'close-delimiter' : 'delimiter'
  }

  get parts(): readonly Part[] {
    const { boundaryEnd, closeEnd, paddingEnd, next } = this.#line
    const parts = [...this.lineEnd(this.start, this.#lineStart)]
    parts.push(
      this.part('dash-boundary', this.#lineStart, boundaryEnd, {
        value: latin1(this.octets.subarray(this.#lineStart, boundaryEnd)),
        ...(this.#boundaryFault && { fault: this.#boundaryFault }),
      }),
    )
    if (closeEnd > boundaryEnd) parts.push(this.part('close', boundaryEnd, closeEnd))
    if (paddingEnd > closeEnd) parts.push(this.part('transport-padding', closeEnd, paddingEnd))
    return [...parts, ...this.lineEnd(paddingEnd, next)]
  }
}

/** Where the pieces of a part lie. */
export interface BodyPartPlace {
  readonly start: number
  /** Behind the header fields, before the empty line. */
  readonly fieldsEnd: number
  readonly bodyStart: number
  readonly end: number
  /** Counted from 1. */
  readonly number: number
}

// body-part := MIME-part-headers [CRLF *OCTET]
export class BodyPart extends MultipartUnit {
  readonly #place: BodyPartPlace

  constructor(content: CarriedContent, place: BodyPartPlace, complete: boolean, fault?: Fault) {
    super(content, place, complete, fault)
    this.#place = place
  }

  get name(): 'body-part' {
    return 'body-part'
  }

  /** The media type of its body, and how many octets that has: `image/jpeg, 5120 octets`. */
  get value(): string {
    const { start, fieldsEnd, bodyStart, end } = this.#place
    return `${describePart(this.octets, start, fieldsEnd).mediaType}, ${counted(end - bodyStart, 'octet')}`
  }

  get parts(): readonly Part[] {
    const { start, fieldsEnd, bodyStart, end } = this.#place
    const { octets } = this
    const parts: Part[] = []
    for (const line of fieldLines(octets, start, fieldsEnd)) {
      parts.push(this.#fieldLine(octets, line), ...this.lineEnd(line.end, line.next))
    }
    if (bodyStart > fieldsEnd) {
      const isBareLf = beforeLineEnd(octets, fieldsEnd, bodyStart) === bodyStart - 1
      parts.push(this.part('empty-line', fieldsEnd, bodyStart, { ...(isBareLf && { fault: FAULTS['bare-lf'] }) }))
    }
    if (end > bodyStart) parts.push(this.part('body', bodyStart, end))
    return parts
  }

  get computed(): readonly Computed[] {
    return [{ kind: 'value', name: 'part-number', value: this.#place.number }]
  }

  // entity-headers, as fields of RFC 5322: field-name ":" field-value
  #fieldLine(octets: Uint8Array, line: ReturnType<typeof fieldLines>[number]): Part {
    const { start, colon, valueStart, end, next } = line
    const name = this.part('field-name', start, colon ?? end, { value: fieldName(octets, line) })
    if (colon === undefined) {
      const isOver = next > end
      return this.part('field-line', start, end, {
        parts: [name],
        ...(isOver && { fault: FAULTS['field-line-colon-missing'] }),
      })
    }
    const parts = [name, this.part('colon', colon, colon + 1)]
    if (valueStart > colon + 1) parts.push(this.part('OWS', colon + 1, valueStart))
    parts.push(this.part('field-value', valueStart, end, { value: fieldValue(octets, line) }))
    return this.part('field-line', start, end, { parts })
  }
}
