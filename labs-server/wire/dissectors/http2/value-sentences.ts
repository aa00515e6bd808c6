/** Says what the values of HTTP/2 mean. */
import type { Part } from '../../pdu.ts'
import { fieldSentence, fieldValueSentence } from '../http1/field-sentences.ts'
import { METHODS, STATUS_CLASSES } from '../http1/registries.ts'
import { STATUS_CODES } from '../http1/status-codes.ts'

const FLAG_SENTENCES: Readonly<Record<string, string>> = {
  END_STREAM: 'END_STREAM: the sender will send nothing more on this stream.',
  END_HEADERS: 'END_HEADERS: the field block ends with this frame.',
  PADDED: 'PADDED: padding follows the content.',
  PRIORITY: 'PRIORITY: the stream is ranked in the frame itself.',
  ACK: 'ACK: this is an answer.',
}

const SETTING_SENTENCES: Readonly<Record<string, string>> = {
  SETTINGS_HEADER_TABLE_SIZE:
    'How large the dynamic table may be with which the other end compresses its field lines, in octets; 4,096 if it is not said.',
  SETTINGS_ENABLE_PUSH:
    'Whether the server may push responses that were not asked for: 1 for yes, which is also the default, 0 for no.',
  SETTINGS_MAX_CONCURRENT_STREAMS:
    'How many streams the other end may have open at once; without it, there is no limit.',
  SETTINGS_INITIAL_WINDOW_SIZE:
    'How many octets of DATA the other end may send on each stream before it must wait; 65,535 if it is not said.',
  SETTINGS_MAX_FRAME_SIZE: 'How long the payload of a frame to the sender may be, in octets; 16,384 if it is not said.',
  SETTINGS_MAX_HEADER_LIST_SIZE:
    'How long the field lines of one message to the sender should be at most, uncompressed, with 32 octets added for each.',
  SETTINGS_ENABLE_CONNECT_PROTOCOL:
    'Whether a client may use extended CONNECT, for instance for a WebSocket on a stream: 1 for yes.',
  SETTINGS_NO_RFC7540_PRIORITIES: 'Whether the old scheme of dependencies and weights is ignored: 1 for yes.',
}

const ERROR_SENTENCES: Readonly<Record<string, string>> = {
  NO_ERROR: 'There is no error: what ends here ends in good order.',
  PROTOCOL_ERROR: 'The other end broke the protocol in a way that has no code of its own.',
  INTERNAL_ERROR: 'The sender itself failed.',
  FLOW_CONTROL_ERROR: 'The other end sent more than the window allowed, or made it too large.',
  SETTINGS_TIMEOUT: 'The other end did not acknowledge SETTINGS in time.',
  STREAM_CLOSED: 'A frame came on a stream that was already closed.',
  FRAME_SIZE_ERROR: 'A frame had a length that it may not have.',
  REFUSED_STREAM: 'The request was not looked at, so it can be sent again.',
  CANCEL: 'Nobody wants the stream any more.',
  COMPRESSION_ERROR: 'A field block could not be read, so the tables no longer agree.',
  CONNECT_ERROR: 'The connection behind a tunnel failed.',
  ENHANCE_YOUR_CALM: 'The other end makes too much work.',
  INADEQUATE_SECURITY: 'The connection is not secure enough.',
  HTTP_1_1_REQUIRED: 'The request should be made over HTTP/1.1.',
}

const PSEUDO_HEADER_SENTENCES: Readonly<Record<string, string>> = {
  ':method': ':method is what the client wants done; HTTP/1.1 has it in the first line.',
  ':scheme': ':scheme is http or https; HTTP/1.1 does not say it.',
  ':authority': ':authority is the site that is meant; HTTP/1.1 has it in the Host field.',
  ':path': ':path is the path and the query; HTTP/1.1 has it in the first line.',
  ':status': ':status is how the request went; HTTP/1.1 has it in the first line.',
  ':protocol': ':protocol is what the stream will carry instead of messages, as in extended CONNECT for WebSocket.',
}

/** What this very value means, as a sentence; undefined where its text says it all. `parent` is the part around it. */
export function valueSentence(part: Part, parent: Part | undefined): string | undefined {
  const { name, value } = part
  switch (name) {
    case 'length':
      return typeof value === 'number' ? `With the frame header, the frame takes ${value + 9} octets.` : undefined
    case 'flags':
      return (
        joined(
          String(value)
            .split(' | ')
            .map((flag) => FLAG_SENTENCES[flag]),
        ) ?? (value === 'none' ? 'No flag is set.' : 'No flag is set that means something here.')
      )
    case 'stream-identifier':
      return streamSentence(Number(value))
    case 'setting':
      return valueSentence(partIn(part, 'setting-identifier') ?? part.parts?.[0] ?? part, undefined)
    case 'setting-identifier':
      return own(SETTING_SENTENCES, value)
    case 'error-code':
      return own(ERROR_SENTENCES, value)
    case 'huffman':
      return value === true ? 'Here it is 1: the octets are codes.' : 'Here it is 0: the octets are the text itself.'
    case 'indexed':
      if (value === 0) return undefined
      return `Here the index is ${value}, of ${Number(value) > 61 ? 'the dynamic table, which this connection has built up' : 'the static table, which is the same everywhere'}.`
    case 'literal-with-incremental-indexing':
    case 'literal-without-indexing':
    case 'literal-never-indexed':
      return value === 0
        ? 'Here the index is 0: the name follows.'
        : `Here the name stands in a table, at index ${value}.`
    case 'field-line':
      return lineSentence(part)
    case 'field-name':
      return nameSentence(String(value))
    case 'field-value':
      return parent && lineSentence(parent)
    default:
      return undefined
  }
}

function streamSentence(id: number): string | undefined {
  if (Number.isNaN(id)) return undefined
  if (id === 0) return 'Here it is 0: the frame is about the whole connection.'
  return id % 2 === 1 ? 'It is odd: the client has opened it.' : 'It is even: the server has promised it.'
}

function lineSentence(line: Part): string | undefined {
  const name = partIn(line, 'field-name')?.value
  const value = partIn(line, 'field-value')?.value
  if (typeof name !== 'string' || typeof value !== 'string') return undefined
  return joined([nameSentence(name), lineValueSentence(name, value)])
}

function nameSentence(name: string): string | undefined {
  return own(PSEUDO_HEADER_SENTENCES, name) ?? fieldSentence(name)
}

function lineValueSentence(name: string, value: string): string | undefined {
  if (name === ':method') return own(METHODS, value)
  if (name !== ':status') return fieldValueSentence(name, value)
  const inClass = STATUS_CLASSES[Math.floor(Number(value) / 100)]
  return (
    inClass &&
    `${value}${STATUS_CODES[Number(value)] === undefined ? '' : ` is "${STATUS_CODES[Number(value)]}"`}: ${inClass}`
  )
}

function partIn(part: Part, name: string): Part | undefined {
  return part.parts?.find((inner) => inner.name === name)
}

function own(sentences: Readonly<Record<string, string>>, key: unknown): string | undefined {
  return typeof key === 'string' && Object.hasOwn(sentences, key) ? sentences[key] : undefined
}

function joined(sentences: readonly (string | undefined)[]): string | undefined {
  return sentences.filter((sentence) => sentence !== undefined).join(' ') || undefined
}
