/** A response that stays open and carries messages as they come, written as the bench's switches say. */
import { once } from 'node:events'
import { constants, createGzip } from 'node:zlib'
import type { Request, Response } from 'express'
import type { TransportOptions } from './transport.ts'

/** Octets that are held back before they are written, when the server is told to hold. */
const HELD_OCTETS = 8192
/** The length announced when a response is to end by length; more when its first message does not fit. */
const ANNOUNCED_OCTETS = 16_384

export interface OpenAnswer {
  /** Aborted when the client has gone. */
  readonly gone: AbortSignal
  /** Writes a message; resolves when the connection takes more, with false when the announced length has no room for it. */
  write(text: string): Promise<boolean>
  end(): void
}

interface Format {
  readonly type: string
  /** What says nothing: a heartbeat, and what padding is made of. `octets` long if it can be. */
  readonly nothing: (octets: number) => string
}

/** Starts the response: its fields, its padding, and its heartbeat. */
export function openAnswer(
  request: Request,
  response: Response,
  options: TransportOptions,
  format: Format,
): OpenAnswer {
  const { flush, padding, heartbeat } = options
  // HTTP/2 knows one way only: a flag of the last frame (RFC 9113 section 6.1).
  const framing = request.httpVersionMajor === 2 ? 'chunked' : options.framing
  const gone = new AbortController()
  const coded = options.gzip && framing !== 'length' && /\bgzip\b/.test(request.get('Accept-Encoding') ?? '')
  const gzip = coded ? createGzip() : undefined
  let room = Number.POSITIVE_INFINITY
  let held = ''
  let beat: NodeJS.Timeout | undefined

  response.on('close', () => {
    clearInterval(beat)
    gone.abort()
  })
  response.type(format.type)
  keepOrClose(response, options)
  if (coded) response.set('Content-Encoding', 'gzip')
  // RFC 9112 section 6.3, rule 8: without a length and without chunked coding, the content ends with the connection.
  if (framing === 'close') Object.assign(response.set('Connection', 'close'), { useChunkedEncodingByDefault: false })
  gzip?.on('data', (octets) => response.write(octets))
  gzip?.on('end', () => response.end())
  if (framing !== 'length') response.flushHeaders()

  /** A length has to be known before the first octet: the server waits for its first message, and rounds up. */
  function announce(octets: number): void {
    room = Math.max(ANNOUNCED_OCTETS, octets)
    response.set('Content-Length', String(room)).flushHeaders()
  }

  async function put(text: string): Promise<void> {
    if (gone.signal.aborted) return
    beat?.refresh()
    if (gzip) {
      gzip.write(text)
      await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve))
    } else response.write(text)
    if (response.writableNeedDrain) await once(response, 'drain', { signal: gone.signal }).catch(() => {})
  }

  async function write(text: string): Promise<boolean> {
    const octets = Buffer.byteLength(text)
    if (framing === 'length' && !response.headersSent) announce(octets)
    if (octets > room) {
      end()
      return false
    }
    room -= octets
    held += text
    if (flush || held.length >= HELD_OCTETS) {
      const whole = held
      held = ''
      await put(whole)
    }
    return true
  }

  function end(): void {
    clearInterval(beat)
    const rest = Number.isFinite(room) && room > 0 ? held + format.nothing(room) : held
    if (rest !== '') (gzip ?? response).write(rest)
    ;(gzip ?? response).end()
  }

  if (padding > 0) write(format.nothing(padding))
  if (heartbeat > 0) beat = setInterval(() => write(format.nothing(1)), heartbeat)
  return { gone: gone.signal, write, end }
}

/** What the response says of its connection (RFC 9112 section 9.6; `Keep-Alive` is RFC 2068 section 19.7.1.1, and older than its grammar). */
export function keepOrClose(response: Response, { keepAlive, keepAliveTimeout }: TransportOptions): void {
  if (!keepAlive) response.set('Connection', 'close')
  else if (keepAliveTimeout > 0) response.set('Keep-Alive', `timeout=${keepAliveTimeout}`)
}
