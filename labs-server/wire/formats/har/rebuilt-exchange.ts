/** The octets of a HAR's entry, written anew, each with the time at which the entry says that it passed. */
import type { Direction } from '../../pdu.ts'
import type { TraceRecord } from '../../trace.ts'
import type { ContentPiece, MessageField } from '../http-message.ts'
import { chunkOctets, eventOctets, frameOctets, headOctets, reasonOf, targetOf } from '../rebuilt-octets.ts'
import type { EntryValues } from './entry-values.ts'

export interface RebuiltExchange {
  readonly passed: readonly Passed[]
  /** When the last of it passed. */
  readonly endedAt: number
  /** Whether the connection speaks WebSocket from here on. */
  readonly isUpgrade: boolean
}

type Passed = Pick<Extract<TraceRecord, { kind: 'octets' }>, 'at' | 'direction' | 'octets'>

/** What a HAR holds is without transfer and content codings, so the fields that name them would tell of others. */
const FRAMING_FIELDS = new Set(['content-length', 'transfer-encoding'])
const SWITCHING_PROTOCOLS = 101
const NO_OCTETS = new Uint8Array()

/**
 * `sentAt` is when the request was sent, and `origin` what times of the run count from; `pageAt` is when the page started: all
 * in milliseconds, `origin` and `pageAt` since 1970 UTC.
 */
export function rebuilt(entry: EntryValues, sentAt: number, origin: number, pageAt: number): RebuiltExchange {
  const { timings } = entry
  const passed: Passed[] = []
  const pass = (direction: Direction, at: number, octets: Uint8Array) => {
    if (octets.length > 0) passed.push({ at: Math.max(at, passed.at(-1)?.at ?? at), direction, octets })
  }
  const requestContent = entry.requestContent.octets ?? NO_OCTETS
  pass('client-to-server', sentAt, requestHead(entry, requestContent))
  pass('client-to-server', sentAt + timings.send, requestContent)
  const answeredAt = sentAt + timings.send + timings.wait
  const isUpgrade = entry.webSocketMessages !== undefined || entry.status === SWITCHING_PROTOCOLS
  if (isUpgrade) {
    pass('server-to-client', answeredAt, switchHead(entry))
    const messages = (entry.webSocketMessages ?? []).toSorted((one, other) => one.at - other.at)
    for (const { fromClient, at, opcode, payload } of messages) {
      pass(fromClient ? 'client-to-server' : 'server-to-client', at - origin, frameOctets(opcode, payload, fromClient))
    }
  } else if (entry.status !== 0) {
    const pieces = contentPieces(entry, answeredAt, origin, pageAt)
    const isChunked = pieces.length > 1 && hasContent(entry) && !isOld(entry)
    pass('server-to-client', answeredAt, responseHead(entry, pieces, isChunked))
    if (hasContent(entry)) {
      for (const { at, octets } of pieces) pass('server-to-client', at, isChunked ? chunkOctets(octets) : octets)
      if (isChunked) pass('server-to-client', answeredAt + timings.receive, chunkOctets(NO_OCTETS))
    }
  }
  return { passed, endedAt: passed.at(-1)?.at ?? sentAt, isUpgrade }
}

function requestHead(entry: EntryValues, content: Uint8Array): Uint8Array {
  const { url } = entry
  const isStream = isWebSocketStream(entry)
  const method = isStream ? 'GET' : entry.method
  const upgrade = isStream ? upgradeFields(entry.requestFields) : []
  const fields = [...upgrade, ...entry.requestFields].filter(({ name }) => !FRAMING_FIELDS.has(name.toLowerCase()))
  const host = lacks(fields, 'host') ? [{ name: 'Host', value: url.authority }] : []
  const target = method === 'CONNECT' ? url.authority : url.target
  const length = content.length > 0 ? [{ name: 'Content-Length', value: String(content.length) }] : []
  return headOctets({
    startLine: `${method} ${targetOf(target)} ${versionOf(entry)}`,
    fields: [...host, ...fields, ...length],
  })
}

function responseHead(entry: EntryValues, pieces: readonly ContentPiece[], isChunked: boolean): Uint8Array {
  const startLine = `${versionOf(entry)} ${entry.status} ${reasonOf(entry.statusText)}`
  // Without content, Content-Length tells what it would have been: RFC 9110 section 8.6.
  if (!hasContent(entry)) return headOctets({ startLine, fields: entry.responseFields })
  const isDecoded = entry.responseContent.octets !== undefined && !entry.responseContent.isCoded
  const fields = entry.responseFields.filter(({ name }) => {
    const lower = name.toLowerCase()
    return !FRAMING_FIELDS.has(lower) && !(isDecoded && lower === 'content-encoding')
  })
  const length = pieces.reduce((sum, { octets }) => sum + octets.length, 0)
  const framing = isChunked
    ? { name: 'Transfer-Encoding', value: 'chunked' }
    : { name: 'Content-Length', value: String(length) }
  return headOctets({ startLine, fields: [...fields, framing] })
}

/** RFC 6455 section 4.2.2: what a server says to begin, and what a file that lists it as HTTP/2 (RFC 8441) does not hold. */
function switchHead({ responseFields, statusText, status }: EntryValues): Uint8Array {
  const reason = (status === SWITCHING_PROTOCOLS && reasonOf(statusText)) || 'Switching Protocols'
  const fields = [...upgradeFields(responseFields), ...responseFields]
  return headOctets({ startLine: `HTTP/1.1 ${SWITCHING_PROTOCOLS} ${reason}`, fields })
}

/** A WebSocket that was a stream of HTTP/2 (RFC 8441 section 4), which HTTP/1.1 writes as an upgrade. */
function isWebSocketStream({ method, url, webSocketMessages }: EntryValues): boolean {
  return method === 'CONNECT' && webSocketMessages !== undefined && (url.scheme === 'ws' || url.scheme === 'wss')
}

/** What an upgrade says and such a stream does not. No key is made up. */
function upgradeFields(fields: readonly MessageField[]): readonly MessageField[] {
  return [
    ...(lacks(fields, 'upgrade') ? [{ name: 'Upgrade', value: 'websocket' }] : []),
    ...(lacks(fields, 'connection') ? [{ name: 'Connection', value: 'Upgrade' }] : []),
  ]
}

/** The content with the times at which it came, as finely as the file tells them. */
function contentPieces(
  entry: EntryValues,
  answeredAt: number,
  origin: number,
  pageAt: number,
): readonly ContentPiece[] {
  const { octets } = entry.responseContent
  const endedAt = answeredAt + entry.timings.receive
  if (octets !== undefined && octets.length > 0) {
    const told = entry.chunks.filter(({ bytes }) => bytes > 0)
    const isWhole = told.reduce((sum, { bytes }) => sum + bytes, 0) === octets.length
    if (!isWhole) return [{ at: endedAt, octets }]
    let start = 0
    return told.map(({ ts, bytes }) => {
      start += bytes
      return { at: pageAt + ts - origin, octets: octets.subarray(start - bytes, start) }
    })
  }
  return (entry.events ?? []).map((event) => ({ at: event.at - origin, octets: eventOctets(event) }))
}

/** RFC 9112 section 6.3, rules 1 and 2. */
export function hasContent({ method, status }: EntryValues): boolean {
  return (
    method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304 && !(method === 'CONNECT' && status < 300)
  )
}

function isOld({ version }: EntryValues): boolean {
  return version === 'http/1.0'
}

function versionOf(entry: EntryValues): string {
  return isOld(entry) ? 'HTTP/1.0' : 'HTTP/1.1'
}

function lacks(fields: readonly MessageField[], name: string): boolean {
  return !fields.some((field) => field.name.toLowerCase() === name)
}
