/** What HPACK did with the field lines of a frame: the dynamic table around it, what was saved, and the codes of strings. */
import type { Computed } from '../../pdu.ts'
import { computedValue } from './computed-value.ts'
import { instructionsOf } from './field-parts.ts'
import type { FieldFacts } from './frame-facts.ts'
import { sizeOf, type TableWindow } from './hpack/dynamic-table.ts'
import { huffmanBits } from './hpack/huffman.ts'
import type { FieldLineInstruction, Instruction } from './hpack/instruction.ts'
import { STATIC_TABLE } from './hpack/static-table.ts'
import { SPECS } from './names.ts'

/** At most so many entries of a table are listed, the newest first; the last row says how many more there are. */
export const MAX_TABLE_ROWS = 256

/** At most so many strings are shown in their codes, and of each so many codes. */
export const MAX_HUFFMAN_STRINGS = 64
export const MAX_HUFFMAN_CODES = 32

export function computedOfFields(fields: FieldFacts): readonly Computed[] {
  const instructions = instructionsOf(fields)
  const lines = instructions.filter((each) => each.kind !== 'dynamic-table-size-update')
  const { before, after, start, at } = fields
  const all: Computed[] = []
  const isChanged = before.end !== after.end || before.first !== after.first
  if (isChanged && before.size > 0) all.push(tableOf('dynamic-table-before', fields, before))
  if (after.size > 0) all.push(tableOf('dynamic-table-after', fields, after))
  if (before.size + after.size > 0) all.push(computedValue('dynamic-table-size', after.size, before.size))
  if (before.maxSize !== after.maxSize) {
    all.push(computedValue('dynamic-table-maximum-size', after.maxSize, before.maxSize))
  }
  if (lines.length > 0) {
    const text = lines.reduce((sum, line) => sum + textOctets(line), 0)
    all.push(computedValue('octets-as-text', text), computedValue('octets-saved', text - (at - start)))
  }
  const codes = huffmanCodes(instructions)
  return codes === undefined ? all : [...all, codes]
}

function tableOf(
  name: 'dynamic-table-before' | 'dynamic-table-after',
  { table }: FieldFacts,
  window: TableWindow,
): Computed {
  const { entries } = table.at(window)
  const rows: (readonly (string | number)[])[] = entries
    .slice(0, MAX_TABLE_ROWS)
    .map((entry, place) => [STATIC_TABLE.length + place, entry.name, entry.value, sizeOf(entry)])
  const left = entries.length - rows.length
  if (left > 0) rows.push(['...', `${left} more`, '', ''])
  return { kind: 'table', name, columns: ['index', 'field-name', 'field-value', 'size'], rows, spec: SPECS[name] }
}

/** How many octets the line would take as HTTP/1.1 writes it: RFC 9112 sections 3, 4 and 5. */
function textOctets({ name, value }: FieldLineInstruction): number {
  switch (name) {
    // request-line = method SP request-target SP HTTP-version CRLF
    case ':method':
      return value.length + ' '.length
    case ':path':
      return value.length + ' HTTP/1.1\r\n'.length
    // It is told by the port, or by TLS.
    case ':scheme':
      return 0
    case ':authority':
      return 'host: \r\n'.length + value.length
    case ':protocol':
      return 'upgrade: \r\n'.length + value.length
    // status-line = HTTP-version SP status-code SP [ reason-phrase ] CRLF
    case ':status':
      return 'HTTP/1.1  \r\n'.length + value.length
    default:
      return name.length + ': \r\n'.length + value.length
  }
}

function huffmanCodes(instructions: readonly Instruction[]): Computed | undefined {
  const rows: (readonly (string | number)[])[] = []
  for (const instruction of instructions) {
    if (instruction.kind === 'dynamic-table-size-update') continue
    for (const literal of [instruction.nameLiteral, instruction.valueLiteral]) {
      if (!literal?.huffman || rows.length === MAX_HUFFMAN_STRINGS) continue
      const { text, start, end } = literal
      rows.push([text, codesOf(text), text.length, end - start])
    }
  }
  if (rows.length === 0) return undefined
  const name = 'huffman-codes'
  return { kind: 'table', name, columns: ['string', 'codes', 'octets', 'octets coded'], rows, spec: SPECS[name] }
}

function codesOf(text: string): string {
  const codes = Array.from(text.slice(0, MAX_HUFFMAN_CODES), (character) => huffmanBits(character.charCodeAt(0)))
  return text.length > MAX_HUFFMAN_CODES ? `${codes.join(' ')} ...` : codes.join(' ')
}
