/** One instruction of a field block: RFC 7541 section 6. */
import { latin1 } from '../../../octets.ts'
import type { DynamicTable } from './dynamic-table.ts'
import { type HuffmanFault, huffmanText } from './huffman.ts'
import { readInteger } from './integer.ts'

/** How a field line is represented. */
export type Representation =
  | 'indexed'
  | 'literal-with-incremental-indexing'
  | 'literal-without-indexing'
  | 'literal-never-indexed'

/** A string literal, RFC 7541 section 5.2; all offsets are octets of the field block. */
export interface StringLiteral {
  /** The octet with the Huffman bit, where its length starts. */
  readonly at: number
  /** Its octets as they stand, `[start, end)`. */
  readonly start: number
  readonly end: number
  readonly huffman: boolean
  readonly text: string
}

export interface FieldLineInstruction {
  readonly kind: Representation
  readonly start: number
  readonly end: number
  /** Of the table; 0 when the name is a literal. */
  readonly index: number
  readonly indexEnd: number
  readonly name: string
  readonly value: string
  readonly nameLiteral: StringLiteral | undefined
  readonly valueLiteral: StringLiteral | undefined
}

export interface SizeUpdate {
  readonly kind: 'dynamic-table-size-update'
  readonly start: number
  readonly end: number
  readonly maxSize: number
}

export type Instruction = FieldLineInstruction | SizeUpdate

/** What keeps an instruction from being read, and so the table from being known. */
export type InstructionFault = HuffmanFault | 'integer-too-large' | 'index-zero' | 'index-out-of-range'

/** Reads the instruction at `start`; undefined when octets are missing. It is not carried out: see `FieldBlockDecoder`. */
export function readInstruction(
  octets: Uint8Array,
  start: number,
  table: DynamicTable,
): Instruction | InstructionFault | undefined {
  const first = octets[start]
  if (first === undefined) return undefined
  // The representation is told by the octet's leading bits: 1, 01, 001, 0001 or 0000.
  if (first >= 0x80) return readIndexed(octets, start, table)
  if (first >= 0x40) return readLiteral(octets, start, table, 'literal-with-incremental-indexing', 6)
  if (first >= 0x20) return readSizeUpdate(octets, start)
  return readLiteral(octets, start, table, first >= 0x10 ? 'literal-never-indexed' : 'literal-without-indexing', 4)
}

function readIndexed(octets: Uint8Array, start: number, table: DynamicTable) {
  const integer = readInteger(octets, start, 7)
  if (typeof integer !== 'object') return integer
  const { value: index, end } = integer
  // RFC 7541 section 6.1: "The index value of 0 is not used. It MUST be treated as a decoding error".
  if (index === 0) return 'index-zero'
  const entry = table.entry(index)
  if (entry === undefined) return 'index-out-of-range'
  const { name, value } = entry
  const kind = 'indexed'
  return {
    kind,
    start,
    end,
    index,
    indexEnd: end,
    name,
    value,
    nameLiteral: undefined,
    valueLiteral: undefined,
  } as const
}

function readLiteral(octets: Uint8Array, start: number, table: DynamicTable, kind: Representation, prefix: number) {
  const integer = readInteger(octets, start, prefix)
  if (typeof integer !== 'object') return integer
  const { value: index, end: indexEnd } = integer
  const nameExtent = index === 0 ? extentOf(octets, indexEnd) : undefined
  if (index === 0 && typeof nameExtent !== 'object') return nameExtent
  const nameAt = typeof nameExtent === 'object' ? nameExtent : undefined
  const valueExtent = extentOf(octets, nameAt?.end ?? indexEnd)
  if (typeof valueExtent !== 'object') return valueExtent
  // Nothing is decoded before everything is there: an instruction that comes octet by octet is looked at as often.
  const nameLiteral = nameAt && readString(octets, nameAt)
  if (typeof nameLiteral === 'string') return nameLiteral
  const name = nameLiteral?.text ?? table.entry(index)?.name
  if (name === undefined) return 'index-out-of-range'
  const valueLiteral = readString(octets, valueExtent)
  if (typeof valueLiteral === 'string') return valueLiteral
  const { end, text: value } = valueLiteral
  return { kind, start, end, index, indexEnd, name, value, nameLiteral, valueLiteral }
}

type Extent = Omit<StringLiteral, 'text'>

function extentOf(octets: Uint8Array, at: number): Extent | InstructionFault | undefined {
  const integer = readInteger(octets, at, 7)
  if (typeof integer !== 'object') return integer
  const start = integer.end
  const end = start + integer.value
  return end > octets.length ? undefined : { at, start, end, huffman: (octets[at] as number) >= 0x80 }
}

function readString(octets: Uint8Array, extent: Extent): StringLiteral | InstructionFault {
  const { start, end, huffman } = extent
  if (!huffman) return { ...extent, text: latin1(octets.subarray(start, end)) }
  const decoded = huffmanText(octets, start, end)
  return typeof decoded === 'object' ? { ...extent, text: decoded.text } : decoded
}

function readSizeUpdate(octets: Uint8Array, start: number): SizeUpdate | InstructionFault | undefined {
  const integer = readInteger(octets, start, 5)
  if (typeof integer !== 'object') return integer
  return { kind: 'dynamic-table-size-update', start, end: integer.end, maxSize: integer.value }
}
