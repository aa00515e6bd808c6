/** Says what the units of HTTP/2 are, and how its parts are spoken. */
import type { Narrator } from '../../narration.ts'
import { counted, countedInWords } from '../../number-words.ts'
import { latin1 } from '../../octets.ts'
import type { Part, Pdu } from '../../pdu.ts'
import { STATUS_CODES } from '../http1/status-codes.ts'

export const http2Narrator: Narrator = { unit: unitWords, spoken: spokenOctets }

/** `HEADERS with END_STREAM on stream 1: GET /`. */
function unitWords(unit: Pdu): string | undefined {
  if (unit.name === 'connection-preface') return 'Connection preface'
  const { parts = [] } = unit
  const flags = valueIn(parts, 'flags')
  if (typeof flags !== 'string') return undefined
  const name = unit.name === 'extension-frame' ? `Frame of type ${valueIn(parts, 'type')}` : unit.name
  // Nearly every HEADERS frame holds its whole field block; it is the other ones that are worth a word.
  const told = flags.split(' | ').filter((flag) => flag !== 'none' && flag !== 'END_HEADERS')
  const withFlags = told.length === 0 ? '' : ` with ${told.join(', ')}`
  const on = unit.stream === undefined ? '' : ` on stream ${unit.stream}`
  const goesOn = isFragment(unit) && !flags.includes('END_HEADERS') ? ', to be continued' : ''
  const said = saidOf(unit, parts)
  return `${name}${withFlags}${on}${goesOn}${said === undefined ? '' : `: ${said}`}`
}

function isFragment({ name }: Pdu): boolean {
  return name === 'HEADERS' || name === 'PUSH_PROMISE' || name === 'CONTINUATION'
}

function saidOf({ name, value }: Pdu, parts: readonly Part[]): string | undefined {
  switch (name) {
    case 'DATA':
      return typeof value === 'number' ? counted(value, 'octet') : undefined
    case 'HEADERS':
    case 'CONTINUATION':
      return value === undefined ? counted(fieldLines(parts), 'field line') : subjectOf(value)
    case 'PUSH_PROMISE':
      return `promises stream ${valueIn(parts, 'promised-stream-id')}${value === undefined ? '' : ` for ${value}`}`
    case 'SETTINGS':
      return value === 'ACK' ? undefined : counted(parts.filter((part) => part.name === 'setting').length, 'setting')
    case 'RST_STREAM':
      return value === undefined ? undefined : String(value)
    case 'GOAWAY':
      return value === undefined ? undefined : `${value}, last stream ${valueIn(parts, 'last-stream-id')}`
    case 'WINDOW_UPDATE':
      return typeof value === 'number' ? `${counted(value, 'octet')} more` : undefined
    case 'PRIORITY_UPDATE':
      return `stream ${valueIn(parts, 'prioritized-stream-id')}, ${valueIn(parts, 'priority-field-value')}`
    default:
      return undefined
  }
}

/** `GET /`, or `404 Not Found`. */
function subjectOf(value: NonNullable<Pdu['value']>): string {
  const name = STATUS_CODES[Number(value)]
  return name === undefined ? String(value) : `${value} ${name}`
}

function fieldLines(parts: readonly Part[]): number {
  const block = parts.find((part) => part.name === 'field-block-fragment')
  return block?.parts?.filter((part) => part.name === 'field-line').length ?? 0
}

function valueIn(parts: readonly Part[], name: string): Part['value'] {
  return parts.find((part) => part.name === name)?.value
}

function spokenOctets(part: Part, octets: Uint8Array): string | undefined {
  const { name, value } = part
  switch (name) {
    case 'connection-preface':
    case 'debug-data':
    case 'origin':
    case 'ascii-origin':
    case 'alt-svc-field-value':
    case 'priority-field-value':
      return undefined
    case 'field-name':
    case 'field-value':
      return typeof value === 'string' && value !== latin1(octets) && value !== '' ? value : undefined
    default:
      if (value === undefined || typeof value === 'boolean') return countedInWords(octets.length, 'octet')
      return String(value)
  }
}
