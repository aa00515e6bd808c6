/** Says what the values of HTTP/1.1 mean. */
import type { Part } from '../../pdu.ts'
import { fieldSentence, fieldValueSentence } from './field-sentences.ts'
import { METHODS, STATUS_CLASSES } from './registries.ts'
import { STATUS_CODES } from './status-codes.ts'

/** What this very value means, as a sentence; undefined where its text says it all. `parent` is the part around it. */
export function valueSentence(part: Part, parent: Part | undefined): string | undefined {
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
