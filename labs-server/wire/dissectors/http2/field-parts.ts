/**
 * The field lines of one frame, and the octets that made them: RFC 7541 section 6.
 *
 * A line that is cut by the end of a frame is listed in the frame where it ends, which alone tells what it is; its ranges
 * lie in both. A name or value that comes from a table has the octets of the index: they share them.
 */
import type { OctetRange, OctetStream } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { FAULTS, type FaultCode } from './faults.ts'
import type { FieldFacts } from './frame-facts.ts'
import { readInstructions } from './hpack/field-block-decoder.ts'
import type { FieldLineInstruction, Instruction, StringLiteral } from './hpack/instruction.ts'
import { type Http2Name, SPECS } from './names.ts'

/** The instructions of a fragment, read once more with the table as it was. */
export function instructionsOf({ octets, start, at, table, before }: FieldFacts): readonly Instruction[] {
  return readInstructions(octets.slice({ start: 0, end: at }), start, table.at(before)).instructions
}

export function fieldParts(fields: FieldFacts | undefined, instructions?: readonly Instruction[]): readonly Part[] {
  if (fields === undefined) return []
  const parts = (instructions ?? instructionsOf(fields)).map((instruction) =>
    instruction.kind === 'dynamic-table-size-update'
      ? part(fields, instruction.kind, instruction, instruction.maxSize, fields.hpackFaults?.get(instruction.start))
      : linePart(fields, instruction),
  )
  if (fields.fault !== undefined) {
    parts.push(part(fields, 'undecodable', { start: fields.at, end: fields.end }, undefined, fields.fault))
  }
  return parts
}

function linePart(fields: FieldFacts, line: FieldLineInstruction): Part {
  const { kind, start, indexEnd, index, name, value, nameLiteral, valueLiteral } = line
  const lineFault = fields.lineFaults?.get(start)
  const faultOn = (which: 'field-name' | 'field-value') => (lineFault?.on === which ? lineFault.code : undefined)
  const ofIndex = { start, end: indexEnd }
  const parts = [part(fields, kind, ofIndex, index)]
  if (nameLiteral) addLength(parts, fields, nameLiteral)
  parts.push(part(fields, 'field-name', nameLiteral ?? ofIndex, name, faultOn('field-name')))
  if (valueLiteral) addLength(parts, fields, valueLiteral)
  parts.push(part(fields, 'field-value', valueLiteral ?? ofIndex, value, faultOn('field-value')))
  return { ...part(fields, 'field-line', line, undefined, fields.hpackFaults?.get(start)), parts }
}

/** The Huffman bit is the first of the octets that hold the length. */
function addLength(parts: Part[], fields: FieldFacts, { at, start, end, huffman }: StringLiteral): void {
  parts.push(part(fields, 'huffman', { start: at, end: at + 1 }, huffman))
  parts.push(part(fields, 'string-length', { start: at, end: start }, end - start))
}

function part(
  { octets }: FieldFacts,
  name: Http2Name,
  { start, end }: OctetRange,
  value?: string | number | boolean,
  fault?: FaultCode,
): Part {
  return {
    name,
    ranges: start === end ? emptyRange(octets, start) : octets.rangesOf({ start, end }),
    spec: SPECS[name],
    ...(value !== undefined && { value }),
    ...(fault !== undefined && { fault: FAULTS[fault] }),
  }
}

/** An empty string stands right behind its length: what follows it may be in another frame. */
function emptyRange(octets: OctetStream, at: number): readonly OctetRange[] {
  const end = octets.rangesOf({ start: at - 1, end: at }).at(-1)?.end ?? at
  return [{ start: end, end }]
}
