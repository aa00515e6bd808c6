/** One entry of somebody's HAR, read narrowly: what has the wrong type is as if it were not there. */
import { fromBase64 } from '../base64.ts'
import type { MessageField } from '../http-message.ts'
import { msOf } from '../iso-time.ts'
import { countOf, type JsonObject, listOf, numberOf, objectOf, textOf, timeOf } from '../json-values.ts'
import { isToken } from '../rebuilt-octets.ts'

export interface EntryValues {
  /** Milliseconds since 1970 UTC; undefined when the entry does not say. */
  readonly startedAt: number | undefined
  readonly method: string
  readonly url: UrlParts
  /** In lower case: `http/1.1`, `h2`. */
  readonly version: string
  /** 0 when there was no response. */
  readonly status: number
  readonly statusText: string
  readonly requestFields: readonly MessageField[]
  readonly responseFields: readonly MessageField[]
  readonly requestContent: Content
  readonly responseContent: Content
  readonly timings: Timings
  /** What tells connections apart; undefined when the entry does not. */
  readonly connectionId: string | undefined
  /** Host and port, where both are told. */
  readonly server: string | undefined
  /** Answered by a cache: nothing passed. */
  readonly isFromCache: boolean
  readonly webSocketMessages: readonly WebSocketMessage[] | undefined
  readonly events: readonly EventMessage[] | undefined
  /** When content came, in milliseconds since the page started, and how much. */
  readonly chunks: readonly { readonly ts: number; readonly bytes: number }[]
  readonly pageref: string | undefined
}

export interface UrlParts {
  readonly scheme: string
  readonly authority: string
  /** Path and query. */
  readonly target: string
}

export interface Content {
  /** Undefined when the file does not hold it. */
  readonly octets: Uint8Array | undefined
  /** How many octets there were, as the file says. */
  readonly size: number
  /** Whether it is still in its content coding, which only our own files say: a HAR holds content decoded. */
  readonly isCoded: boolean
}

/** In milliseconds, none negative. */
export interface Timings {
  /** Before the request: blocked, name lookup, connecting. */
  readonly before: number
  /** From connecting on; undefined when the connection was there already. */
  readonly connect: number | undefined
  readonly send: number
  readonly wait: number
  readonly receive: number
}

export interface WebSocketMessage {
  readonly fromClient: boolean
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly opcode: number
  readonly payload: Uint8Array
}

export interface EventMessage {
  readonly at: number
  readonly type: string
  readonly id: string
  readonly data: string
}

/** Undefined for what is no entry: it has no method, or an address that is none. */
export function entryValues(value: unknown): EntryValues | undefined {
  const entry = objectOf(value)
  const request = objectOf(entry?.request)
  const response = objectOf(entry?.response) ?? {}
  const method = textOf(request?.method) ?? ''
  const url = urlParts(textOf(request?.url) ?? '')
  if (entry === undefined || request === undefined || !isToken(method) || url === undefined) return undefined
  const status = countOf(response.status) ?? 0
  return {
    startedAt: msOf(textOf(entry.startedDateTime) ?? ''),
    method,
    url,
    version: (textOf(response.httpVersion) ?? textOf(request.httpVersion) ?? '').toLowerCase(),
    status: status >= 100 && status <= 999 ? status : 0,
    statusText: textOf(response.statusText) ?? '',
    requestFields: fieldsOf(request.headers),
    responseFields: fieldsOf(response.headers),
    requestContent: postedContent(request),
    responseContent: contentOf(objectOf(response.content) ?? {}),
    timings: timingsOf(objectOf(entry.timings) ?? {}),
    connectionId: connectionIdOf(entry, url),
    server: serverOf(entry, url),
    isFromCache: entry._fromCache !== undefined,
    webSocketMessages: listIn(entry._webSocketMessages)?.flatMap(webSocketMessage),
    events: listIn(entry._eventSourceMessages)?.flatMap(eventMessage),
    chunks: listOf(entry._chunks).flatMap(chunkOf),
    pageref: textOf(entry.pageref),
  }
}

function urlParts(url: string): UrlParts | undefined {
  // RFC 3986 section 3, without fragment; what stands before "@" is nothing that a request says.
  const [, scheme, authority, target] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^/?#@]*@)?([^/?#]+)([^#]*)/.exec(url) ?? []
  if (scheme === undefined || authority === undefined || target === undefined) return undefined
  return { scheme: scheme.toLowerCase(), authority, target: target.startsWith('/') ? target : `/${target}` }
}

/** RFC 9110 section 4.2.2, RFC 6455 section 3: the schemes that ask for TLS. */
export function isSecure({ scheme }: Pick<UrlParts, 'scheme'>): boolean {
  return scheme === 'https' || scheme === 'wss'
}

/** Pseudo-header fields are control data; a name that is no token is no field. */
function fieldsOf(headers: unknown): readonly MessageField[] {
  return listOf(headers).flatMap((header) => {
    const name = textOf(objectOf(header)?.name) ?? ''
    const value = textOf(objectOf(header)?.value)
    return isToken(name) && value !== undefined ? [{ name, value }] : []
  })
}

function contentOf(content: JsonObject): Content {
  const text = textOf(content.text)
  const octets = text === undefined ? undefined : octetsIn(text, content.encoding)
  const isCoded = listOf(content._codings).length > 0
  return { octets, size: countOf(content.size) ?? octets?.length ?? 0, isCoded }
}

function postedContent(request: JsonObject): Content {
  const posted = objectOf(request.postData)
  const octets = octetsIn(textOf(posted?.text) ?? '', posted?._encoding)
  // An empty text is what tools write when they do not know it, too.
  if (octets !== undefined && octets.length > 0) return { octets, size: octets.length, isCoded: true }
  const size = countOf(request.bodySize) ?? 0
  return { octets: size === 0 ? new Uint8Array() : undefined, size, isCoded: true }
}

function octetsIn(text: string, encoding: unknown): Uint8Array | undefined {
  return encoding === 'base64' ? fromBase64(text) : new TextEncoder().encode(text)
}

function timingsOf(timings: JsonObject): Timings {
  const ms = (value: unknown) => Math.max(0, timeOf(value) ?? 0)
  const connect = timeOf(timings.connect)
  return {
    before: ms(timings.blocked) + ms(timings.dns) + ms(timings.connect),
    // "Use -1 if the timing does not apply": there was a connection.
    connect: connect !== undefined && connect >= 0 ? connect : undefined,
    send: ms(timings.send),
    wait: ms(timings.wait),
    receive: ms(timings.receive),
  }
}

/** `connection` "can be the client or server port number": the server's tells no connections apart. */
function connectionIdOf(entry: JsonObject, { authority, scheme }: UrlParts): string | undefined {
  const own = textOf(entry._connectionId)
  // What is inside TLS shares no connection with what is not, whatever a file says.
  const around = isSecure({ scheme }) ? ' inside TLS' : ''
  if (own !== undefined && own !== '' && own !== '0') return `id ${own}${around}`
  const connection = textOf(entry.connection) ?? ''
  const port = /:(\d+)$/.exec(authority)?.[1] ?? (isSecure({ scheme }) ? '443' : '80')
  return connection === '' || connection === '0' || connection === port
    ? undefined
    : `${authority} ${connection}${around}`
}

function serverOf(entry: JsonObject, { authority, scheme }: UrlParts): string | undefined {
  const host = (textOf(entry.serverIPAddress) ?? '').replace(/^\[(.*)\]$/, '$1')
  if (!/^[0-9a-fA-F.:]+$/.test(host)) return undefined
  const port = /:(\d+)$/.exec(authority)?.[1] ?? (isSecure({ scheme }) ? '443' : '80')
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}

function listIn(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

function webSocketMessage(value: unknown): readonly WebSocketMessage[] {
  const message = objectOf(value) ?? {}
  const at = milliseconds(message.time)
  const opcode = countOf(message.opcode)
  const data = textOf(message.data)
  const isKnown = message.type === 'send' || message.type === 'receive'
  if (!isKnown || at === undefined || data === undefined || opcode === undefined || opcode > 15) return []
  const text = new TextEncoder().encode(data)
  const payload = opcode === 1 ? text : (fromBase64(data) ?? text)
  return [{ fromClient: message.type === 'send', at, opcode, payload }]
}

/** DevTools writes seconds since 1970 UTC. */
function milliseconds(seconds: unknown): number | undefined {
  return timeOf((numberOf(seconds) ?? Number.NaN) * 1000)
}

function eventMessage(value: unknown): readonly EventMessage[] {
  const event = objectOf(value) ?? {}
  const at = milliseconds(event.time)
  if (at === undefined) return []
  const { eventName, eventId, data } = event
  return [{ at, type: textOf(eventName) ?? '', id: textOf(eventId) ?? '', data: textOf(data) ?? '' }]
}

function chunkOf(value: unknown): readonly { ts: number; bytes: number }[] {
  const ts = timeOf(objectOf(value)?.ts)
  const bytes = countOf(objectOf(value)?.bytes)
  return ts === undefined || bytes === undefined ? [] : [{ ts, bytes }]
}
