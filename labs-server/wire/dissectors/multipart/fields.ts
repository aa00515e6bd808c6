/** The header fields of a part: RFC 2045 section 3, whose syntax is that of RFC 5322 section 2.2. */
import { type ContentDescription, describeContent } from '../../content-description.ts'
import { latin1 } from '../../octets.ts'
import { beforeLineEnd, isPadding, LF } from './lines.ts'

/** Where a field line and its pieces lie. */
export interface FieldLine {
  readonly start: number
  /** Undefined where there is no colon. */
  readonly colon: number | undefined
  readonly valueStart: number
  /** Before the line's end; folded lines are within. */
  readonly end: number
  readonly next: number
}

// MIME-part-headers := entity-headers [ fields ]
/** The field lines of `[start, end)`, in order, without the empty line behind them. */
export function fieldLines(octets: Uint8Array, start: number, end: number): readonly FieldLine[] {
  const lines: FieldLine[] = []
  for (let at = start; at < end; ) {
    const next = foldedLineEnd(octets, at, end)
    const lineEnd = beforeLineEnd(octets, at, next)
    const found = octets.subarray(at, lineEnd).indexOf(COLON)
    const colon = found === -1 ? undefined : at + found
    let valueStart = colon === undefined ? lineEnd : colon + 1
    while (valueStart < lineEnd && isPadding(octets[valueStart])) valueStart++
    lines.push({ start: at, colon, valueStart, end: lineEnd, next })
    at = next
  }
  return lines
}

const COLON = 0x3a

/** RFC 5322 section 2.2.3: a line that starts with a space or tab goes on with the one before. */
function foldedLineEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start
  do {
    const found = octets.subarray(at, end).indexOf(LF)
    at = found === -1 ? end : at + found + 1
  } while (at < end && isPadding(octets[at]))
  return at
}

/** A field's value, its folded lines joined. */
export function fieldValue(octets: Uint8Array, { valueStart, end }: FieldLine): string {
  return latin1(octets.subarray(valueStart, end)).replace(/\r?\n(?=[ \t])/g, '')
}

export function fieldName(octets: Uint8Array, { start, colon, end }: FieldLine): string {
  return latin1(octets.subarray(start, colon ?? end))
}

/** What the fields of a part say of its body. */
export function describePart(octets: Uint8Array, start: number, end: number): ContentDescription {
  const values: Record<string, string | undefined> = {}
  for (const line of fieldLines(octets, start, end)) {
    if (line.colon === undefined) continue
    const name = fieldName(octets, line).trim().toLowerCase()
    if (name === 'content-type' || name === 'content-encoding') values[name] ??= fieldValue(octets, line)
  }
  // RFC 2046 section 5.1: "the absence of a Content-Type header usually indicates that the corresponding body has a
  // content-type of "text/plain; charset=US-ASCII"."
  return describeContent(values['content-type'] ?? 'text/plain', values['content-encoding'])
}
