/** The words of HTTP/1.1: a row for every name in `names.ts`, or it does not compile. */
import type { Explanation } from '../../vocabulary.ts'
import { type Http1Name, SPECS } from './names.ts'

type Row = Omit<Explanation, 'spec'>

const ROWS: Readonly<Record<Http1Name, Row>> = {
  request: {
    title: 'Request',
    sentence: 'What the client asks for: a request-line, then field lines, then an empty line; content may follow.',
  },
  response: {
    title: 'Response',
    sentence: 'What the server answers: a status-line, then field lines, then an empty line; content may follow.',
  },
  'message-body': {
    title: 'Content',
    sentence:
      'The content itself, octet for octet; it ends after as many octets as Content-Length says, or with the connection.',
  },
  chunk: {
    title: 'Chunk',
    sentence:
      'One piece of the content, with its size before it, so that the whole length need not be known beforehand.',
  },
  'last-chunk': {
    title: 'Last chunk',
    sentence: 'A chunk of size 0: no content follows, and the connection can carry another message afterwards.',
  },
  'trailer-section': {
    title: 'Trailer section',
    sentence:
      'Field lines that could be told only after the content, often none at all, and the empty line that ends the message.',
  },
  undecided: {
    title: 'Not decided yet',
    sentence:
      'The client asked to change the protocol: whether these octets are HTTP is known only when the answer has come.',
  },
  unreadable: {
    title: 'Not readable',
    sentence:
      'From its first octet on, this cannot be read as HTTP/1.1, and nothing tells where the next message starts.',
  },

  'request-line': {
    title: 'Request line',
    sentence: 'The first line of a request: what to do, with what, and in which version of HTTP.',
  },
  method: { title: 'Method', sentence: 'What the client wants done with the target; upper and lower case differ.' },
  'request-target': { title: 'Request target', sentence: 'What the request is about, usually a path and a query.' },
  'HTTP-version': {
    title: 'HTTP version',
    sentence: 'The version of HTTP that the sender speaks: a major and a minor number, each one digit.',
  },
  'status-line': {
    title: 'Status line',
    sentence: 'The first line of a response: the version of HTTP, and how the request went.',
  },
  'status-code': {
    title: 'Status code',
    sentence: 'Three digits that say how the request went; the first digit gives the class.',
  },
  'reason-phrase': {
    title: 'Reason phrase',
    sentence: 'The status code in words, for people; programs ignore it.',
  },

  'field-line': {
    title: 'Field line',
    sentence: 'A name, a colon and a value: something about the message, the sender or the connection.',
  },
  'field-name': { title: 'Field name', sentence: 'Which field this is; upper and lower case mean the same.' },
  'field-value': {
    title: 'Field value',
    sentence: 'What the field says; the whitespace around it does not belong to it.',
  },
  'obs-fold': {
    title: 'Line folding',
    sentence:
      'An old way to continue a value on the next line, forbidden today: a recipient refuses it, or reads it as spaces.',
  },
  'ignored-line': {
    title: 'Ignored line',
    sentence: 'A line that starts with whitespace where the first field line belongs: a recipient skips or refuses it.',
  },

  'chunk-size': {
    title: 'Size of the chunk',
    sentence: 'How many octets of content the chunk carries, in hexadecimal digits.',
  },
  'chunk-ext': {
    title: 'Chunk extension',
    sentence: 'Names and values that ride along with one chunk; hardly anyone uses them, and recipients ignore them.',
  },
  'chunk-ext-name': { title: 'Name of the extension', sentence: 'Which extension this is.' },
  'chunk-ext-val': { title: 'Value of the extension', sentence: 'What the extension says; it may stand in quotes.' },
  'chunk-data': {
    title: 'Data of the chunk',
    sentence: 'A piece of the content, octet for octet: what a script gets to see.',
  },

  'accept-key': {
    title: 'Accept key',
    sentence:
      "What Sec-WebSocket-Accept has to say: the client's key and a fixed text, hashed with SHA-1, in Base64; only a server that knows WebSocket answers so.",
  },

  'empty-line': {
    title: 'Empty line',
    sentence: 'Carriage return and line feed with nothing before them: here the section of field lines ends.',
  },
  CRLF: {
    title: 'End of line',
    sentence: 'Carriage return and line feed: the two octets that end a line.',
    delimiter: true,
  },
  LF: {
    title: 'Line feed alone',
    sentence: 'A line feed without the carriage return that belongs before it; many recipients accept it.',
    delimiter: true,
  },
  SP: { title: 'Space', sentence: 'One space, which separates two elements of the line.', delimiter: true },
  OWS: {
    title: 'Optional whitespace',
    sentence: 'Spaces or tabs around a value; they mean nothing, and one space is the custom.',
    delimiter: true,
  },
  BWS: {
    title: 'Bad whitespace',
    sentence: 'Spaces or tabs which the grammar tolerates for old senders only; nobody should send them.',
    delimiter: true,
  },
  colon: { title: 'Colon', sentence: 'Separates the name of a field from its value.', delimiter: true },
  semicolon: { title: 'Semicolon', sentence: 'Starts a chunk extension.', delimiter: true },
  equals: { title: 'Equals sign', sentence: 'Separates the name of an extension from its value.', delimiter: true },
}

export const HTTP1_VOCABULARY = Object.fromEntries(
  Object.entries(ROWS).map(([name, row]): [string, Explanation] => [name, { ...row, spec: SPECS[name as Http1Name] }]),
) as Readonly<Record<Http1Name, Explanation>>
