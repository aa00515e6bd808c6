/**
 * The messages of an exchange as HTTP means them, whichever version carried them (RFC 9110 section 6): control data, fields,
 * content, trailers. Put together from the units of HTTP/1.1 and of HTTP/2.
 */
import type { Exchange } from '../exchanges.ts'
import { octetCount } from '../octets.ts'
import type { Part } from '../pdu.ts'
import type { LoggedUnit } from '../unit-log.ts'

export interface MessageField {
  readonly name: string
  readonly value: string
}

/** Octets of content, and when the last of them passed, in milliseconds since the run started. */
export interface ContentPiece {
  readonly at: number
  readonly octets: Uint8Array
}

export interface HttpMessage {
  /** The unit that began it. */
  readonly head: LoggedUnit
  /** As HTTP/1.1 writes it: `HTTP/1.1`, `HTTP/2.0`. */
  readonly version: string
  /** As they were sent, names and values; an octet is a character. Pseudo-header fields are not among them. */
  readonly fields: readonly MessageField[]
  readonly trailers: readonly MessageField[]
  /** Without its framing, with its codings: one piece a chunk, a frame or a read. */
  readonly content: readonly ContentPiece[]
  /** How many octets of the wire are control data and fields, and how many are content with its framing. */
  readonly headOctets: number
  readonly bodyOctets: number
  readonly endedAt: number
}

export interface RequestMessage extends HttpMessage {
  readonly method: string
  /** The request-target; of HTTP/2 its `:path`. */
  readonly target: string
  /** What HTTP/2 says in `:scheme` and `:authority`. */
  readonly scheme?: string
  readonly authority?: string
}

export interface ResponseMessage extends HttpMessage {
  /** 0 when it has no three digits. */
  readonly status: number
  readonly reason: string
}

/** The first value of a field; undefined without one. `name` in lower case. */
export function fieldValue({ fields }: Pick<HttpMessage, 'fields'>, name: string): string | undefined {
  return fields.find((field) => field.name.toLowerCase() === name)?.value
}

/** The content in one piece, as far as `maxOctets`. */
export function contentOctets({ content }: HttpMessage, maxOctets = Number.POSITIVE_INFINITY): Uint8Array {
  const octets = new Uint8Array(Math.min(contentLength(content), maxOctets))
  let at = 0
  for (const piece of content) {
    if (at === octets.length) break
    octets.set(piece.octets.subarray(0, octets.length - at), at)
    at += Math.min(piece.octets.length, octets.length - at)
  }
  return octets
}

export function contentLength(content: readonly ContentPiece[]): number {
  return content.reduce((sum, { octets }) => sum + octets.length, 0)
}

/** The request of an exchange; undefined when its head has not been seen. */
export function requestOf({ request }: Pick<Exchange, 'request'>): RequestMessage | undefined {
  const [message] = messagesOf(request)
  if (message === undefined) return undefined
  const line = partNamed(message.head.unit.parts, 'request-line')
  return {
    ...message,
    version: textOf(line, 'HTTP-version') || message.version,
    method: message.pseudo.get(':method') ?? textOf(line, 'method'),
    target: message.pseudo.get(':path') ?? textOf(line, 'request-target'),
    ...optional('scheme', message.pseudo.get(':scheme')),
    ...optional('authority', message.pseudo.get(':authority')),
  }
}

/** The responses of an exchange in order: interim ones, and the final one last when it has come. */
export function responsesOf({ response }: Pick<Exchange, 'response'>): readonly ResponseMessage[] {
  return messagesOf(response).map((message) => {
    const line = partNamed(message.head.unit.parts, 'status-line')
    return {
      ...message,
      version: textOf(line, 'HTTP-version') || message.version,
      status: Number(message.pseudo.get(':status') ?? textOf(line, 'status-code')) || 0,
      reason: textOf(line, 'reason-phrase'),
    }
  })
}

interface Collected extends HttpMessage {
  readonly fields: MessageField[]
  readonly trailers: MessageField[]
  readonly content: ContentPiece[]
  readonly pseudo: Map<string, string>
  headOctets: number
  bodyOctets: number
  endedAt: number
}

const START_LINES = new Set(['request', 'response'])
/** What says that a field block begins a message: RFC 9113 sections 8.3.1 and 8.3.2. */
const CONTROL_FIELDS = new Set([':method', ':status'])
const CONTENT_PARTS: Readonly<Record<string, string>> = { chunk: 'chunk-data', DATA: 'data' }

function messagesOf(units: readonly LoggedUnit[]): readonly Collected[] {
  const messages: Collected[] = []
  for (const logged of units) {
    const { unit } = logged
    if (unit.layer !== 'http1' && unit.layer !== 'http2') continue
    const fields = fieldsIn(unit.parts)
    if (START_LINES.has(unit.name) || fields.some(({ name }) => CONTROL_FIELDS.has(name))) {
      messages.push({
        head: logged,
        version: unit.layer === 'http2' ? 'HTTP/2.0' : 'HTTP/1.1',
        fields: [],
        trailers: [],
        content: [],
        pseudo: new Map(),
        headOctets: 0,
        bodyOctets: 0,
        endedAt: logged.at,
      })
    }
    const message = messages.at(-1)
    if (message !== undefined) collect(message, logged, fields)
  }
  return messages
}

function collect(message: Collected, logged: LoggedUnit, fields: readonly MessageField[]): void {
  const { unit, connection, at } = logged
  const isHead = logged === message.head || unit.name === 'HEADERS' || unit.name === 'CONTINUATION'
  const isContent = unit.name === 'message-body' || Object.hasOwn(CONTENT_PARTS, unit.name)
  if (isHead) message.headOctets += octetCount(unit.ranges)
  else if (isContent || unit.name === 'last-chunk' || unit.name === 'trailer-section') {
    message.bodyOctets += octetCount(unit.ranges)
  } else return
  message.endedAt = Math.max(message.endedAt, at)
  for (const field of fields) {
    if (field.name.startsWith(':')) message.pseudo.set(field.name, field.value)
    else if (isHead && message.bodyOctets === 0) message.fields.push(field)
    else message.trailers.push(field)
  }
  if (!isContent) return
  const carrier = unit.name === 'message-body' ? unit : partNamed(unit.parts, CONTENT_PARTS[unit.name] ?? '')
  for (const range of carrier?.ranges ?? []) {
    const octets = connection.streams[unit.direction].slice(range)
    if (octets.length > 0) message.content.push({ at, octets })
  }
}

/** The field lines of a head, wherever among its parts they stand. */
function fieldsIn(parts: readonly Part[] = []): readonly MessageField[] {
  return parts.flatMap((part) => {
    if (part.name !== 'field-line') return part.parts === undefined ? [] : fieldsIn(part.parts)
    const name = textOf(part, 'field-name')
    return name === '' ? [] : [{ name, value: textOf(part, 'field-value') }]
  })
}

function partNamed(parts: readonly Part[] | undefined, name: string): Part | undefined {
  return parts?.find((part) => part.name === name)
}

/** What a part's part means as text; empty without one. */
function textOf(part: Part | undefined, name: string): string {
  const value = partNamed(part?.parts, name)?.value
  return value === undefined ? '' : String(value)
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [N in Name]?: string } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [N in Name]?: string })
}

/** Octets as the text they are: UTF-8 where they are valid and hold no NUL; undefined where they are not text. */
export function textIn(octets: Uint8Array, isCut = false): string | undefined {
  if (octets.includes(0)) return undefined
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets, { stream: isCut })
  } catch {
    return undefined
  }
}
