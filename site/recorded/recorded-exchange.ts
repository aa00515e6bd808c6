/** What the server of a recorded run answered to each request, and what it sent over each WebSocket: read from the octets. */
import { contentRanges } from '#wire/content-ranges.ts'
import { type Exchange, exchangesOf } from '#wire/exchanges.ts'
import { fromBase64 } from '#wire/formats/base64.ts'
import { UnitsAbove, webSocketMessages } from '#wire/formats/har/streams.ts'
import {
  type ContentPiece,
  contentOctets,
  fieldValue,
  type MessageField,
  type RequestMessage,
  type ResponseMessage,
  requestOf,
  responsesOf,
} from '#wire/formats/http-message.ts'
import { valueIn } from '#wire/formats/part-value.ts'
import type { Pdu } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** How the server's part ended, in milliseconds since the run started; absent where the client left first. */
export interface RecordedEnd {
  readonly at: number
  /** `cut`: the connection was lost before the end. */
  readonly how: 'complete' | 'cut'
}

export interface RecordedExchange {
  readonly kind: 'exchange'
  /** When all of the request had come, in milliseconds since the run started. */
  readonly askedAt: number
  readonly method: string
  /** The request-target below the lab's own address: `post/c2/?number=1`. */
  readonly path: string
  readonly content: string
  /** The final response; absent when none has come. */
  readonly response: RecordedResponse | undefined
  readonly end: RecordedEnd | undefined
  /** When the page left before the end, in milliseconds since the run started; absent where it did not, and where no connection tells. */
  readonly leftAt: number | undefined
}

export interface RecordedResponse {
  readonly status: number
  readonly fields: readonly MessageField[]
  /** When its header section had come, in milliseconds since the run started. */
  readonly at: number
  /** With its content codings, as the socket carried it. */
  readonly content: readonly ContentPiece[]
}

export interface SocketMessage {
  readonly at: number
  /** Text, or octets. */
  readonly data: string | Uint8Array
}

export interface RecordedSocket {
  readonly kind: 'socket'
  readonly askedAt: number
  readonly path: string
  /** When it was open; absent when the handshake was answered otherwise, or not at all. */
  readonly openedAt: number | undefined
  /** From the server, in their order. */
  readonly messages: readonly SocketMessage[]
  /** When the client sent its own. */
  readonly sentAt: readonly number[]
  /** How the server ended it: by its Close frame, with this code and reason (RFC 6455 section 7.4), or by a lost connection. */
  readonly end: (RecordedEnd & { readonly code: number; readonly reason: string }) | undefined
}

/** RFC 6455 section 5.2, and section 7.1.5 for a close without a code. */
const TEXT = 1
const CLOSE = 8
const NO_CODE = 1005
const ABNORMAL = 1006

/** RFC 9110 sections 15.3.5 and 15.4.5. */
const WITHOUT_CONTENT: ReadonlySet<number> = new Set([204, 304])

/** Of `/s/SESSION/LAB/`, below which everything of a lab lies. */
const LAB_ADDRESS = /^\/s\/[^/]+\/[^/]+\//

/** Everything of the run that a page could have asked for, in the order in which it was asked. */
export function recordedExchanges(log: UnitLog): readonly (RecordedExchange | RecordedSocket)[] {
  const units = [...log.units, ...log.pending()]
  const above = new UnitsAbove(units)
  const hasMiddlebox = log.trace.connections.some(({ seenAt }) => seenAt === 'middlebox')
  return exchangesOf({ units }).flatMap((exchange) => {
    // Behind a middlebox it is the middlebox that asks.
    if (hasMiddlebox && exchange.connection.seenAt === 'server') return []
    const request = requestOf(exchange)
    if (request === undefined || !LAB_ADDRESS.test(request.target)) return []
    const path = request.target.replace(LAB_ADDRESS, '')
    const response = responsesOf(exchange).findLast(({ status }) => status >= 200 || status === 101)
    return [
      asksForWebSocket(request)
        ? socketOf(path, exchange, response, above)
        : exchangeOf(path, exchange, request, response),
    ]
  })
}

/** RFC 6455 section 4.1, and RFC 8441 section 4. */
function asksForWebSocket(request: RequestMessage): boolean {
  return request.method === 'CONNECT' || fieldValue(request, 'upgrade')?.toLowerCase() === 'websocket'
}

function exchangeOf(
  path: string,
  exchange: Exchange,
  request: RequestMessage,
  response: ResponseMessage | undefined,
): RecordedExchange {
  const { connection } = exchange
  const end = (response && wholeOf(exchange, response)) ?? brokenOff(connection)
  return {
    kind: 'exchange',
    askedAt: request.endedAt,
    method: request.method,
    path,
    content: new TextDecoder().decode(contentOctets(request)),
    response: response && {
      status: response.status,
      fields: response.fields,
      at: response.head.at,
      content: exchange.response.flatMap(({ unit }) => piecesOf(connection, unit)),
    },
    end,
    leftAt: end === undefined ? leftAt(connection) : undefined,
  }
}

/** Who leaves an exchange of HTTP/1.1 ends its connection; connections of HTTP/2 stay, and do not tell. */
function leftAt(connection: TracedConnection): number | undefined {
  return hasLeft(connection) ? connection.endedAt['client-to-server'] : undefined
}

/** The content of a unit, as reads and writes cut it. */
function piecesOf({ streams, passages }: TracedConnection, unit: Pdu): readonly ContentPiece[] {
  return contentRanges(unit).flatMap(({ start, end }) =>
    passages[unit.direction]
      .filter((passage) => passage.end > start && passage.start < end)
      .map((passage) => ({
        at: passage.at,
        octets: streams[unit.direction].slice({
          start: Math.max(start, passage.start),
          end: Math.min(end, passage.end),
        }),
      })),
  )
}

/** When a response came to its end, if it did: RFC 9112 section 6.3, RFC 9113 section 8.1. */
function wholeOf(exchange: Exchange, response: ResponseMessage): RecordedEnd | undefined {
  const { connection, lastAt } = exchange
  const length = fieldValue(response, 'content-length')
  const endsByClosing =
    response.head.unit.layer !== 'http2' &&
    !WITHOUT_CONTENT.has(response.status) &&
    length === undefined &&
    fieldValue(response, 'transfer-encoding') === undefined
  if (!endsByClosing) return isWhole(exchange, response, length) ? { at: lastAt, how: 'complete' } : undefined
  const at = connection.endedAt['server-to-client']
  // A server that closes because the page has gone says nothing of an end.
  return at === undefined || hasLeft(connection) || cutOf(connection) !== undefined
    ? undefined
    : { at, how: 'complete' }
}

/** Whether a response that says where it ends has come to there. */
function isWhole({ response: units }: Exchange, response: ResponseMessage, length: string | undefined): boolean {
  if (response.head.unit.layer === 'http2') {
    return units.some(({ unit }) => String(valueIn(unit, 'flags') ?? '').includes('END_STREAM'))
  }
  if (WITHOUT_CONTENT.has(response.status)) return true
  if (length !== undefined) {
    return response.content.reduce((sum, { octets }) => sum + octets.length, 0) >= Number(length)
  }
  return units.some(({ unit }) => unit.name === 'last-chunk' && unit.complete)
}

/** When a connection was lost: it was reset while the page had not left it, or the emulated path ended it in the server's name. */
function cutOf(connection: TracedConnection): RecordedEnd | undefined {
  const { closedAt, closedHow, closedByPath, endedAt, endedByPath } = connection
  const at = endedByPath['server-to-client'] ? endedAt['server-to-client'] : closedAt
  const isCut = closedByPath || (closedHow === 'reset' && !hasLeft(connection)) || endedByPath['server-to-client']
  return isCut && at !== undefined ? { at, how: 'cut' } : undefined
}

/** Whether the client ended its part by itself, and first. A server that writes all the same is answered with a reset then. */
function hasLeft({ endedAt, endedByPath }: TracedConnection): boolean {
  const { 'client-to-server': left = Number.POSITIVE_INFINITY, 'server-to-client': ended } = endedAt
  return left < (ended ?? Number.POSITIVE_INFINITY) && !endedByPath['client-to-server']
}

/** When the server's part broke off: its connection was lost, or it went before the page did. */
function brokenOff(connection: TracedConnection): RecordedEnd | undefined {
  const at = connection.endedAt['server-to-client']
  return cutOf(connection) ?? (at !== undefined && !hasLeft(connection) ? { at, how: 'cut' } : undefined)
}

function socketOf(
  path: string,
  exchange: Exchange,
  response: ResponseMessage | undefined,
  above: UnitsAbove,
): RecordedSocket {
  const isOpen = response?.status === 101 || (response?.status === 200 && response.head.unit.layer === 'http2')
  const passed = isOpen ? webSocketMessages(above.of(exchange, response.status === 101), 0) : []
  const messages: SocketMessage[] = []
  const sentAt: number[] = []
  let end: RecordedSocket['end']
  for (const { type, time, opcode, data } of passed) {
    const at = time * 1000
    if (type === 'send') {
      // Who closes first ends it: what answers a Close frame is not told to a script.
      if (opcode === CLOSE) break
      if (opcode < CLOSE) sentAt.push(at)
    } else if (opcode === CLOSE) {
      end = { at, how: 'complete', ...closing(fromBase64(data) ?? new Uint8Array()) }
      break
    } else if (opcode < CLOSE) {
      messages.push({ at, data: opcode === TEXT ? data : (fromBase64(data) ?? new Uint8Array()) })
    }
  }
  const cut = cutOf(exchange.connection)
  if (end === undefined && cut !== undefined) end = { ...cut, code: ABNORMAL, reason: '' }
  return {
    kind: 'socket',
    askedAt: exchange.startedAt,
    path,
    openedAt: isOpen ? response.head.at : undefined,
    messages,
    sentAt,
    end,
  }
}

/** The code and the reason of a Close frame (RFC 6455 section 5.5.1). */
function closing(payload: Uint8Array) {
  if (payload.length < 2) return { code: NO_CODE, reason: '' }
  const code = new DataView(payload.buffer, payload.byteOffset).getUint16(0)
  return { code, reason: new TextDecoder().decode(payload.subarray(2)) }
}
