/** Says what the units and values of HTTP/1.1 mean. */
import type { Narrator } from '../../narration.ts'
import { counted, countedInWords } from '../../number-words.ts'
import { latin1, octetCount } from '../../octets.ts'
import type { Part, Pdu } from '../../pdu.ts'
import { fieldSentence, fieldValueSentence } from './field-sentences.ts'
import { METHODS, STATUS_CLASSES, STATUS_CODES } from './registries.ts'

export const http1Narrator: Narrator = { unit: unitWords, value: valueSentence, spoken: spokenOctets }

function unitWords(unit: Pdu): string | undefined {
  switch (unit.name) {
    case 'request':
      return `Request ${unit.value}`
    case 'response': {
      const name = STATUS_CODES[Number(unit.value)]
      return name === undefined ? `Response ${unit.value}` : `Response ${unit.value} ${name}`
    }
    case 'chunk':
      return typeof unit.value === 'number' ? `Chunk of ${counted(unit.value, 'octet')}` : 'Chunk'
    case 'last-chunk':
      return octetCount(unit.ranges) === 0 ? 'Missing last chunk' : 'Last chunk'
    case 'trailer-section': {
      const fields = unit.parts?.filter((part) => part.name === 'field-line').length ?? 0
      return fields === 0 ? 'End of the chunked content' : `Trailer section with ${counted(fields, 'field line')}`
    }
    case 'message-body':
      return unit.complete ? `Content of ${counted(octetCount(unit.ranges), 'octet')}` : 'Content'
    case 'empty-line':
      return 'Empty line'
    default:
      return undefined
  }
}

function valueSentence(part: Part, parent: Part | undefined): string | undefined {
  const { name, value } = part
  switch (name) {
    case 'method':
      return typeof value === 'string' && Object.hasOwn(METHODS, value) ? METHODS[value] : undefined
    case 'request-target':
      return targetSentence(String(value))
    case 'HTTP-version':
      return value === 'HTTP/1.0'
        ? 'HTTP/1.0 has no chunked coding, and closes the connection after each response unless both sides agree otherwise.'
        : undefined
    case 'status-code':
      return statusSentence(Number(value))
    case 'chunk-size':
      if (typeof value !== 'number') return undefined
      return value === 0
        ? 'Here it is 0: this is the last chunk.'
        : `Here it is ${value.toString(16)}, in decimal ${value}: so many octets follow the line.`
    case 'field-line':
      return lineSentence(part)
    case 'field-name':
      return fieldSentence(String(value))
    case 'field-value':
      return parent && lineSentence(parent)
    default:
      return undefined
  }
}

/** What the field is for, and what its value means. */
function lineSentence(line: Part): string | undefined {
  const name = line.parts?.find((part) => part.name === 'field-name')?.value
  const value = line.parts?.find((part) => part.name === 'field-value')?.value
  if (typeof name !== 'string') return undefined
  const said = typeof value === 'string' ? fieldValueSentence(name, value) : undefined
  return [fieldSentence(name), said].filter((sentence) => sentence !== undefined).join(' ') || undefined
}

// request-target = origin-form / absolute-form / authority-form / asterisk-form
function targetSentence(target: string): string {
  if (target === '*') return 'In asterisk-form: the server as a whole is meant, not one resource.'
  if (target.startsWith('/')) {
    return target.includes('?')
      ? 'In origin-form: a path and, behind the question mark, a query; the host stands in the Host field.'
      : 'In origin-form: a path; the host stands in the Host field.'
  }
  return target.includes('://')
    ? 'In absolute-form, the whole URI: this is how clients ask a proxy.'
    : 'In authority-form, a host and a port: a tunnel to there is asked for.'
}

function statusSentence(code: number): string | undefined {
  const inClass = STATUS_CLASSES[Math.floor(code / 100)]
  const name = STATUS_CODES[code]
  if (inClass === undefined) return undefined
  return name === undefined ? `${code}: ${inClass}` : `${code} is "${name}": ${inClass}`
}

function spokenOctets(part: Part, octets: Uint8Array): string | undefined {
  switch (part.name) {
    case 'chunk-size': {
      const digits = latin1(octets)
      return typeof part.value === 'number' ? `hex ${digits}, ${countedInWords(part.value, 'octet')}` : `hex ${digits}`
    }
    case 'chunk':
    case 'chunk-data':
    case 'message-body':
    case 'unreadable':
    case 'undecided':
      return countedInWords(octets.length, 'octet')
    default:
      return undefined
  }
}
