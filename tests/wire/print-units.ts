/** Units as text, one line a unit or part: what pages of octets expect and what a failing test shows. */
import { latin1 } from '#wire/octets.ts'
import type { Computed, Direction, Part, Pdu } from '#wire/pdu.ts'
import { isDelimiter } from '#wire/vocabulary.ts'

const ARROWS: Readonly<Record<Direction, string>> = { 'client-to-server': '->', 'server-to-client': '<-' }

/** `-> request [0,37) #0 "GET /"`, parts indented below; delimiters only when they are wrong, or with `everyOctet`; `=` lines with `computed`. */
export function printUnit(unit: Pdu, { everyOctet = false, computed = false } = {}): string {
  const state = unit.complete ? '' : unit.fault === undefined ? ' pending' : ' incomplete'
  const stream = unit.stream === undefined ? '' : ` stream=${unit.stream}`
  const exchange = `${unit.exchange === undefined ? '' : ` #${unit.exchange}`}${stream}`
  const lines = [`${ARROWS[unit.direction]} ${printPart(unit, exchange)}${state}`]
  const printParts = (parts: readonly Part[], indent: string) => {
    for (const part of parts) {
      if (everyOctet || !isDelimiter(unit.layer, part.name) || part.fault !== undefined)
        lines.push(`${indent}${printPart(part)}`)
      printParts(part.parts ?? [], `${indent}  `)
    }
  }
  printParts(unit.parts ?? [], '     ')
  if (computed) for (const each of unit.computed ?? []) lines.push(`     = ${printComputed(each)}`)
  return lines.join('\n')
}

function printComputed(computed: Computed): string {
  switch (computed.kind) {
    case 'value': {
      const before = computed.before === undefined ? '' : `${JSON.stringify(computed.before)} -> `
      return `${computed.name} ${before}${JSON.stringify(computed.value)}`
    }
    case 'table':
      return [computed.name, ...[computed.columns, ...computed.rows].map((row) => `         ${row.join(' | ')}`)].join(
        '\n',
      )
    case 'octets':
      return `${computed.name} ${JSON.stringify(latin1(computed.octets))}`
  }
}

function printPart(part: Part, exchange = ''): string {
  const ranges = part.ranges.map(({ start, end }) => `[${start},${end})`).join('')
  const value = part.value === undefined ? '' : ` ${JSON.stringify(part.value)}`
  const fault = part.fault === undefined ? '' : ` !${part.fault.code}`
  return `${part.name} ${ranges}${exchange}${value}${fault}`
}
