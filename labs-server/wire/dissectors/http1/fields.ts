/** Header sections and trailer sections: field lines (RFC 9112 section 5) and their values (RFC 9110 section 5). */
import { latin1, type OctetRange } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { COLON, CR, isControl, isToken, isWhitespace, skipWhitespace, trimWhitespace } from './characters.ts'
import type { FaultCode } from './faults.ts'
import { emptyLinePart, type Line, lineAt, terminatorPart } from './line.ts'
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
  const lines = [first, ...folded]
  const { start, end } = first
  const lineEnd = lines.at(-1)?.end ?? end
  const whole = part('field-line', start, lineEnd)
  const found = octets.subarray(start, end).indexOf(COLON)
  if (found === -1) {
    if (first.terminated) return { part: faulted(whole, 'field-line-colon-missing'), name: undefined, value: '' }
    const begun = valuedPart('field-name', start, end, latin1(octets.subarray(start, end)))
    return { part: { ...whole, parts: [begun] }, name: undefined, value: '' }
  }
  const colon = start + found
  const nameEnd = trimWhitespace(octets, start, colon)
  const name = latin1(octets.subarray(start, nameEnd))
  const isName = isToken(octets, start, nameEnd)

  const parts: Part[] = [
    faulted(valuedPart('field-name', start, nameEnd, name), isName ? undefined : 'field-name-not-token'),
  ]
  // RFC 9112 section 5.1: "No whitespace is allowed between the field name and colon."
  if (nameEnd < colon) parts.push(faulted(part('BWS', nameEnd, colon), 'whitespace-before-colon'))
  parts.push(part('colon', colon, colon + 1))

  const { ranges, folds, valueStart, valueEnd } = readFieldValue(octets, lines, colon + 1)
  if (valueStart > colon + 1) parts.push(part('OWS', colon + 1, valueStart))
  const value = ranges.map((range) => latin1(octets.subarray(range.start, range.end))).join(' ')
  const fault = ranges.map((range) => valueFault(octets, range)).find((code) => code !== undefined)
  parts.push(faulted({ ...valuedPart('field-value', valueStart, valueEnd, value), ranges }, fault))
  for (const fold of folds) parts.push(faulted(part('obs-fold', fold.start, fold.end), 'obs-fold'))
  if (lineEnd > valueEnd) parts.push(part('OWS', valueEnd, lineEnd))
  return { part: { ...whole, parts }, name, value }
}

// obs-fold = OWS CRLF RWS
function readFieldValue(octets: Uint8Array, lines: readonly Line[], start: number) {
  const ranges: OctetRange[] = []
  const folds: OctetRange[] = []
  let textEnd = start
  for (const [index, line] of lines.entries()) {
    const from = skipWhitespace(octets, index === 0 ? start : line.start, line.end)
    const to = trimWhitespace(octets, from, line.end)
    if (index > 0) folds.push({ start: textEnd, end: from })
    else textEnd = from
    if (to > from) ranges.push({ start: from, end: to })
    textEnd = to
  }
  const valueStart = skipWhitespace(octets, start, lines[0]?.end ?? start)
  if (ranges.length === 0) ranges.push({ start: valueStart, end: valueStart })
  return { ranges, folds, valueStart, valueEnd: textEnd }
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
