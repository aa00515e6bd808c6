/** A response that stays open and carries messages as they come, written as the bench's switches say. */
import { once } from 'node:events'
import { constants, createGzip } from 'node:zlib'
import type { Request, Response } from 'express'
import { acceptsGzip, goneSignal, keepOrClose } from './answer-fields.ts'
import type { TransportOptions } from './transport.ts'

/** Octets that are held back before they are written, when the server is told to hold. */
const HELD_OCTETS = 8192
/** The length announced when a response is to end by length; more when its first message does not fit. */
const ANNOUNCED_OCTETS = 16_384

export interface OpenAnswer {
  /** Writes a message; resolves when the connection takes more, with false when the announced length has no room for it. */
  write(text: string): Promise<boolean>
  end(): void
}

/** How content that never ends is written. */
interface Format {
  readonly type: string
  /** Exactly so many octets, one or more, that say nothing before the first message and behind the last. */
  readonly nothing: (octets: number) => string
  /** What says nothing between two messages; one octet of `nothing` where that will do. */
  readonly beat?: string
  /** Comes before the first message, behind the padding. */
  readonly first?: string
  /** Comes behind the last message, when the response ends in order. */
  readonly last?: string
}

/**
 * Opens the response with padding and `first`, whether or not the server holds messages back: without an octet of content,
 * Firefox 153 does not tell a script that a response has begun, and no browser tells an XMLHttpRequest. Messages that are there
 * already come in the same turn, so that a length can be announced with room for the first of them.
 */
export function openAnswer(
  request: Request,
  response: Response,
  options: TransportOptions,
  format: Format,
): OpenAnswer {
  const { type, nothing, beat = nothing(1), first = '', last = '' } = format
  const { flush, padding, heartbeat } = options
  // HTTP/2 knows one way only: a flag of the last frame (RFC 9113 section 6.1).
  const framing = request.httpVersionMajor === 2 ? 'chunked' : options.framing
  const gone = goneSignal(response)
  const gzip = options.gzip && framing !== 'length' && acceptsGzip(request) ? createGzip() : undefined
  /** What the announced length still has for messages, in octets. */
  let room = Number.POSITIVE_INFINITY
  let held = ''
  let begun = false
  let ended = false
  let timer: NodeJS.Timeout | undefined
  const opening = setImmediate(() => begin(0))
  gone.addEventListener('abort', () => {
    clearImmediate(opening)
    clearInterval(timer)
  })

  /** Writes the fields and what comes first; a message of so many octets is there already, and is to have room. */
  function begin(octets: number): void {
    clearImmediate(opening)
    if (begun || gone.aborted) return
    begun = true
    const opened = (padding > 0 ? nothing(padding) : '') + first || nothing(1)
    response.setHeader('Content-Type', type)
    keepOrClose(response, options)
    if (gzip) response.set('Content-Encoding', 'gzip')
    if (options.unbuffered) response.set('X-Accel-Buffering', 'no')
    // RFC 9112 section 6.3, rule 8: without a length and without chunked coding, the content ends with the connection.
    if (framing === 'close') Object.assign(response.set('Connection', 'close'), { useChunkedEncodingByDefault: false })
    if (framing === 'length') {
      const around = Buffer.byteLength(opened + last)
      const length = Math.max(ANNOUNCED_OCTETS, around + octets)
      response.set('Content-Length', String(length))
      room = length - around
    }
    gzip?.on('data', (coded) => response.write(coded))
    gzip?.on('end', () => response.end())
    if (heartbeat > 0) timer = setInterval(() => response.writableNeedDrain || write(beat), heartbeat)
    put(opened)
  }

  async function put(text: string): Promise<void> {
    if (gone.aborted) return
    timer?.refresh()
    if (gzip) {
      gzip.write(text)
      await new Promise<void>((resolve) => gzip.flush(constants.Z_SYNC_FLUSH, resolve))
    } else response.write(text)
    if (response.writableNeedDrain) await once(response, 'drain', { signal: gone }).catch(() => {})
  }

  async function write(text: string): Promise<boolean> {
    const octets = Buffer.byteLength(text)
    begin(octets)
    if (octets > room) end()
    if (ended) return false
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
    if (ended) return
    begin(0)
    ended = true
    clearInterval(timer)
    // A length that was announced has to be used up.
    const filling = Number.isFinite(room) && room > 0 ? nothing(room) : ''
    ;(gzip ?? response).end(held + last + filling)
  }

  return { write, end }
}
