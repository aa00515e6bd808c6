/** One entry of a HAR: an exchange with its sizes, times and content (HAR 1.2, section "entries"). */

import { describeContent } from '../../content-description.ts'
import type { DecodingRoom } from '../../decoding-room.ts'
import type { Exchange } from '../../exchanges.ts'
import { hopOf } from '../../hop.ts'
import { sentenceOf } from '../../narration.ts'
import { counted } from '../../number-words.ts'
import { base64 } from '../base64.ts'
import { decodedContent } from '../decoded-content.ts'
import {
  contentLength,
  fieldValue,
  type HttpMessage,
  type RequestMessage,
  type ResponseMessage,
  requestOf,
  responsesOf,
  textIn,
} from '../http-message.ts'
import { isoTime } from '../iso-time.ts'
import { addressOf, urlOf } from '../request-url.ts'
import { requestCookies, responseCookies } from './cookies.ts'
import {
  type HarContent,
  type HarEntry,
  type HarRequest,
  type HarResponse,
  type HarTimings,
  MAX_CONTENT_OCTETS,
} from './har.ts'
import { eventSourceMessages, type UnitsAbove, webSocketMessages } from './streams.ts'

const SWITCHING_PROTOCOLS = 101

/**
 * Undefined for an exchange whose request has not been seen. `startedAt` is the run's, in milliseconds since 1970 UTC; `room` is
 * what all entries together may decode.
 */
export function entryOf(
  exchange: Exchange,
  unitsAbove: UnitsAbove,
  startedAt: number,
  pageref: string,
  room: DecodingRoom,
): HarEntry | undefined {
  const asked = requestOf(exchange)
  if (asked === undefined) return undefined
  const answers = responsesOf(exchange)
  const above = unitsAbove.of(exchange, answers.at(-1)?.status === SWITCHING_PROTOCOLS)
  const events = eventSourceMessages(above, startedAt)
  const messages = webSocketMessages(above, startedAt)
  const isWebSocket = above.some(({ unit }) => unit.layer.startsWith('websocket'))
  // RFC 9110 section 9.3.6: what passes through a tunnel is no content. As messages it is told already (RFC 8441).
  const request = isWebSocket ? { ...asked, content: [] } : asked
  const responses = isWebSocket ? answers.map((answer) => ({ ...answer, content: [] })) : answers
  // The last one is final, or an interim one to which nothing more has come.
  const response = responses.at(-1)
  const timings = timingsOf(request, responses[0], Math.max(exchange.lastAt, above.at(-1)?.at ?? 0))
  const { send, wait, receive } = timings
  const server = addressOf(exchange.connection.server)
  return {
    pageref,
    startedDateTime: isoTime(startedAt + exchange.startedAt),
    time: rounded(send + wait + receive),
    request: harRequest(request, urlOf(request, exchange.connection, isWebSocket), room),
    response: harResponse(response, request, room),
    cache: {},
    timings,
    ...(server !== undefined && { serverIPAddress: server.host, connection: server.port }),
    comment: commentOf(request, responses, exchange),
    _connectionId: String(exchange.connection.id),
    _resourceType: isWebSocket ? 'websocket' : resourceType(request, response),
    ...(isWebSocket && { _webSocketMessages: messages }),
    ...(events.length > 0 && { _eventSourceMessages: events }),
    ...(response !== undefined &&
      response.content.length > 0 && {
        _chunks: response.content.map(({ at, octets }) => ({ ts: rounded(at), bytes: octets.length })),
      }),
  }
}

/**
 * The octets tell when a request was sent, when its answer began and when that ended. What came before (name lookup, connecting)
 * happened where no tap was. An answer may begin before its request ends: then nothing was waited for.
 */
function timingsOf(request: RequestMessage, first: ResponseMessage | undefined, lastAt: number): HarTimings {
  const start = request.head.startedAt
  const answered = first?.head.startedAt ?? lastAt
  const sent = Math.min(request.endedAt, answered)
  return {
    blocked: -1,
    dns: -1,
    connect: -1,
    send: rounded(Math.max(0, sent - start)),
    wait: rounded(Math.max(0, answered - sent)),
    receive: rounded(Math.max(0, lastAt - answered)),
    ssl: -1,
  }
}

function harRequest(request: RequestMessage, url: string, room: DecodingRoom): HarRequest {
  const contentType = fieldValue(request, 'content-type') ?? ''
  const question = url.indexOf('?')
  return {
    method: request.method,
    url,
    httpVersion: request.version,
    cookies: requestCookies(request),
    headers: request.fields,
    queryString: question === -1 ? [] : queryPairs(url.slice(question + 1)),
    ...(request.content.length > 0 && { postData: postDataOf(request, contentType, room) }),
    headersSize: request.headOctets,
    bodySize: request.bodyOctets,
  }
}

function postDataOf(request: RequestMessage, mimeType: string, room: DecodingRoom) {
  const { text, encoding, comment } = contentOf(request, mimeType, room)
  return {
    mimeType,
    params: [] as const,
    text: text ?? '',
    ...(comment !== undefined && { comment }),
    ...(encoding !== undefined && { _encoding: encoding }),
  }
}

/** As they stand in the request-target: decoding them would be lossy. */
function queryPairs(query: string) {
  return query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=')
      return equals === -1 ? { name: pair, value: '' } : { name: pair.slice(0, equals), value: pair.slice(equals + 1) }
    })
}

function harResponse(response: ResponseMessage | undefined, request: RequestMessage, room: DecodingRoom): HarResponse {
  if (response === undefined) {
    return {
      status: 0,
      statusText: '',
      httpVersion: request.version,
      cookies: [],
      headers: [],
      content: { size: 0, mimeType: 'x-unknown' },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _transferSize: 0,
    }
  }
  return {
    status: response.status,
    statusText: response.reason,
    httpVersion: response.version,
    cookies: responseCookies(response),
    headers: response.fields,
    content: contentOf(response, fieldValue(response, 'content-type') ?? 'x-unknown', room),
    redirectURL: fieldValue(response, 'location') ?? '',
    headersSize: response.headOctets,
    bodySize: response.bodyOctets,
    _transferSize: response.headOctets + response.bodyOctets,
    ...(response.trailers.length > 0 && { _trailers: response.trailers }),
  }
}

/** Content without its codings, as text where it is text, and not more of it than `MAX_CONTENT_OCTETS`. */
function contentOf(message: HttpMessage, mimeType: string, room: DecodingRoom): HarContent {
  const encodings = message.fields.filter(({ name }) => name.toLowerCase() === 'content-encoding')
  const { codings } = describeContent(mimeType, encodings.map(({ value }) => value).join(','))
  const { octets, size, isCut, isPartial, left } = decodedContent(message, codings, MAX_CONTENT_OCTETS, room)
  const text = left.length === 0 ? textIn(octets, isCut) : undefined
  const comments = [
    ...(isCut ? [`Cut after ${octets.length} of ${counted(size, 'octet')}`] : []),
    ...(isPartial ? ['Its content coding could be taken off in part only'] : []),
    ...(left.length > 0 ? [`Still in its content coding: ${left.join(', ')}`] : []),
  ]
  return {
    size,
    ...(codings.length > left.length && { compression: size - contentLength(message.content) }),
    mimeType,
    ...(size > 0 && (text === undefined ? { text: base64(octets), encoding: 'base64' } : { text })),
    ...(comments.length > 0 && { comment: comments.join('. ') }),
    ...(left.length > 0 && { _codings: left }),
  }
}

/** The sentences that the wire view has for the heads, faults included, and how much of what followed. */
function commentOf(request: RequestMessage, responses: readonly ResponseMessage[], { connection }: Exchange): string {
  const sentences = [request, ...responses].map(({ head }) => sentenceOf(head.unit))
  const hop = hopOf(connection)
  if (hop !== undefined) sentences.push(`Seen between ${hop.replace(' to ', ' and ')}`)
  const pieces = responses.at(-1)?.content.length ?? 0
  if (pieces > 1) sentences.push(`Its content came in ${pieces} pieces`)
  for (const gap of [connection.gaps['client-to-server'], connection.gaps['server-to-client']]) {
    if (gap !== undefined)
      sentences.push(`${counted(gap.octets, 'octet')} of the connection were not kept (${gap.limit})`)
  }
  return sentences.map((sentence) => `${sentence}.`).join(' ')
}

// Fetch, section 2.2.5: the destinations that a request says in Sec-Fetch-Dest, by the names DevTools has for them.
const RESOURCE_TYPES: Readonly<Record<string, string>> = {
  document: 'document',
  iframe: 'document',
  image: 'image',
  script: 'script',
  style: 'stylesheet',
  font: 'font',
  audio: 'media',
  video: 'media',
}

function resourceType(request: RequestMessage, response: ResponseMessage | undefined): string {
  const contentType = response && fieldValue(response, 'content-type')
  if (describeContent(contentType).mediaType === 'text/event-stream') return 'eventsource'
  const destination = fieldValue(request, 'sec-fetch-dest') ?? ''
  return (Object.hasOwn(RESOURCE_TYPES, destination) && RESOURCE_TYPES[destination]) || 'fetch'
}

/** To the microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
