/** Header sections and trailer sections: field lines (RFC 9112 section 5) and their values (RFC 9110 section 5). */
import { latin1, type OctetRange } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { COLON, CR, isControl, isToken, isWhitespace, skipWhitespace, trimWhitespace } from './characters.ts'
import type { FaultCode } from './faults.ts'
import { emptyLinePart, type Line, lineAt, terminatorPart } from './line.ts'
import { SPECS } from './names.ts'
import { faulted, part, valuedPart } from './part.ts'

/** A field line, read. */
export interface Field {
  /** In lower case: field names are case-insensitive. */
  readonly name: string
  /** Folded lines joined by one space. */
  readonly value: string
  /** The place of its `field-line` among the section's parts. */
  readonly place: number
}

export interface FieldSection {
  readonly parts: readonly Part[]
  readonly fields: readonly Field[]
}

/** Reads field lines from `start` to the empty line, or as far as `octets` go; a last line may be half a line. */
export function readFieldSection(octets: Uint8Array, start: number): FieldSection {
  const parts: Part[] = []
  const fields: Field[] = []
  let at = start
  while (at < octets.length) {
    const line = lineAt(octets, at)
    at = line.next
    if (line.end === line.start) {
      if (line.terminated) parts.push(emptyLinePart(line))
      break
    }
    if (isWhitespace(octets[line.start])) {
      // RFC 9112 section 2.2: such a line is consumed "without any further processing", or the message refused.
      parts.push(faulted(part('ignored-line', line.start, line.end), 'whitespace-before-first-field-line'))
      if (line.terminated) parts.push(terminatorPart(line))
      continue
    }
    const folded: Line[] = []
    while (at < octets.length && isWhitespace(octets[at])) {
      const next = lineAt(octets, at)
      folded.push(next)
      at = next.next
    }
    const { part: fieldLine, name, value } = readFieldLine(octets, line, folded)
    if (name !== undefined) fields.push({ name: name.toLowerCase(), value, place: parts.length })
    parts.push(fieldLine)
    const last = folded.at(-1) ?? line
    if (last.terminated) parts.push(terminatorPart(last))
  }
  return { parts, fields }
}

// field-line = field-name ":" OWS field-value OWS
function readFieldLine(octets: Uint8Array, first: Line, folded: readonly Line[]) {
  const { start, end } = first
  const lineEnd = folded.at(-1)?.end ?? end
  const colon = colonIn(octets, start, end)
  if (colon === -1) {
    const whole = part('field-line', start, lineEnd)
    if (first.terminated) return { part: faulted(whole, 'field-line-colon-missing'), name: undefined, value: '' }
    const begun = valuedPart('field-name', start, end, latin1(octets.subarray(start, end)))
    return { part: { ...whole, parts: [begun] }, name: undefined, value: '' }
  }
  const nameEnd = trimWhitespace(octets, start, colon)
  const name = latin1(octets.subarray(start, nameEnd))
  const isName = isToken(octets, start, nameEnd)

  const parts: Part[] = [
    faulted(valuedPart('field-name', start, nameEnd, name), isName ? undefined : 'field-name-not-token'),
  ]
  // RFC 9112 section 5.1: "No whitespace is allowed between the field name and colon."
  if (nameEnd < colon) parts.push(faulted(part('BWS', nameEnd, colon), 'whitespace-before-colon'))
  parts.push(part('colon', colon, colon + 1))

  const { ranges, folds, valueStart, valueEnd } = readFieldValue(octets, first, folded, colon + 1)
  if (valueStart > colon + 1) parts.push(part('OWS', colon + 1, valueStart))
  let value = ''
  let fault: FaultCode | undefined
  for (const range of ranges) {
    const text = latin1(octets.subarray(range.start, range.end))
    value = range === ranges[0] ? text : `${value} ${text}`
    fault ??= valueFault(octets, range)
  }
  parts.push(faulted({ name: 'field-value', ranges, spec: SPECS['field-value'], value }, fault))
  for (const fold of folds) parts.push(faulted(part('obs-fold', fold.start, fold.end), 'obs-fold'))
  if (lineEnd > valueEnd) parts.push(part('OWS', valueEnd, lineEnd))
  const whole: Part = { name: 'field-line', ranges: [{ start, end: lineEnd }], spec: SPECS['field-line'], parts }
  return { part: whole, name, value }
}

/** The first colon of `[start, end)`, or -1. */
function colonIn(octets: Uint8Array, start: number, end: number): number {
  for (let at = start; at < end; at++) if (octets[at] === COLON) return at
  return -1
}

// obs-fold = OWS CRLF RWS
function readFieldValue(octets: Uint8Array, first: Line, folded: readonly Line[], start: number) {
  const valueStart = skipWhitespace(octets, start, first.end)
  let valueEnd = trimWhitespace(octets, valueStart, first.end)
  const ranges: OctetRange[] = valueEnd > valueStart ? [{ start: valueStart, end: valueEnd }] : []
  const folds: OctetRange[] = []
  for (const line of folded) {
    const from = skipWhitespace(octets, line.start, line.end)
    const to = trimWhitespace(octets, from, line.end)
    folds.push({ start: valueEnd, end: from })
    if (to > from) ranges.push({ start: from, end: to })
    valueEnd = to
  }
  if (ranges.length === 0) ranges.push({ start: valueStart, end: valueStart })
  return { ranges, folds, valueStart, valueEnd }
}

// RFC 9110 section 5.5: "Field values containing CR, LF, or NUL characters are invalid and dangerous".
function valueFault(octets: Uint8Array, range: OctetRange): FaultCode | undefined {
  let fault: FaultCode | undefined
  for (let at = range.start; at < range.end; at++) {
    const octet = octets[at] ?? 0
    if (octet === CR) return 'bare-cr'
    if (isControl(octet)) fault = 'field-value-character'
  }
  return fault
}

/** All field lines of this name, which is in lower case. */
export function fieldsNamed(fields: readonly Field[], name: string): readonly Field[] {
  return fields.filter((field) => field.name === name)
}

/** The elements of a list-based field over all its lines, empty ones left out: RFC 9110 section 5.6.1. */
export function listOf(fields: readonly Field[]): readonly string[] {
  return fields
    .flatMap((field) => splitList(field.value))
    .map((element) => element.trim())
    .filter((element) => element !== '')
}

/** A comma within a quoted-string separates nothing. */
function splitList(value: string): readonly string[] {
  const elements: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    const character = value[at]
    if (character === '"') quoted = !quoted
    else if (character === '\\' && quoted) at++
    else if (character === ',' && !quoted) {
      elements.push(value.slice(start, at))
      start = at + 1
    }
  }
  elements.push(value.slice(start))
  return elements
}
