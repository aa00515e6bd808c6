/**
 * A request for a WebSocket over HTTP/2 (RFC 8441), made to look like HTTP/1.1's request to upgrade (RFC 6455 section 4.1), so
 * that what takes sockets over HTTP/1.1 takes streams as well: it writes its 101 as ever, which becomes the 200 of a stream.
 */
import { randomBytes } from 'node:crypto'
import { IncomingMessage } from 'node:http'
import { constants, type Http2ServerRequest, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { OF_CONNECTION } from './express-over-http2.ts'

type Done = (error?: Error | null) => void

const HEAD_END = '\r\n\r\n'
const SWITCHING_PROTOCOLS = 101

/** Whether this CONNECT asks for a WebSocket. */
export function asksForWebSocket({ headers }: Http2ServerRequest): boolean {
  return headers[':protocol'] === 'websocket'
}

/** The request as HTTP/1.1 would make it, and its stream as a socket. */
export function asUpgrade({ stream, headers, url }: Http2ServerRequest): { request: IncomingMessage; socket: Duplex } {
  const socket = new UpgradedStream(stream)
  const request = new IncomingMessage(socket as unknown as Socket)
  const fields = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
  Object.assign(request, { method: 'GET', url, httpVersion: '2.0', httpVersionMajor: 2, httpVersionMinor: 0 })
  request.headers = {
    ...Object.fromEntries(fields),
    host: headers[':authority'],
    connection: 'Upgrade',
    upgrade: 'websocket',
    // RFC 8441 section 5.1: over HTTP/2 there is no key, nor the proof that it was understood.
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }
  return { request, socket }
}

class UpgradedStream extends Duplex {
  readonly #stream: ServerHttp2Stream
  /** The head of the response, until it is whole. */
  #head: string | undefined = ''

  constructor(stream: ServerHttp2Stream) {
    super({ allowHalfOpen: true })
    this.#stream = stream
    stream.on('data', (octets: Buffer) => {
      if (!this.push(octets)) stream.pause()
    })
    stream.on('end', () => this.push(null))
    stream.on('error', (error) => this.destroy(error))
    stream.on('close', () => this.destroy())
  }

  override _read(): void {
    this.#stream.resume()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#put(chunk, done)
  }

  /** What is written together stays together: one DATA frame. */
  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    this.#put(Buffer.concat(chunks.map(({ chunk }) => chunk)), done)
  }

  #put(octets: Buffer, done: Done): void {
    const rest = this.#head === undefined ? octets : this.#answer(octets)
    if (rest.length === 0 || this.#stream.destroyed || this.#stream.write(rest)) done()
    else this.#stream.once('drain', done)
  }

  /** Responds once the head is whole; returns what follows it. */
  #answer(octets: Buffer): Buffer {
    const head = this.#head + octets.toString('latin1')
    const end = head.indexOf(HEAD_END)
    this.#head = end < 0 ? head : undefined
    if (end < 0) return Buffer.alloc(0)
    if (!this.#stream.destroyed) this.#stream.respond(fieldsOf(head.slice(0, end)))
    return Buffer.from(head.slice(end + HEAD_END.length), 'latin1')
  }

  override _final(done: Done): void {
    if (!this.#stream.headersSent && !this.#stream.destroyed) this.#stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    else this.#stream.end()
    done()
  }

  override _destroy(error: Error | null, done: Done): void {
    // RFC 8441 section 5: what is a RST of a connection is RST_STREAM with CANCEL here.
    if (!this.#stream.closed)
      this.#stream.close(this.writableFinished ? constants.NGHTTP2_NO_ERROR : constants.NGHTTP2_CANCEL)
    done(error)
  }
}

/** The header section of HTTP/2 that says what this head of HTTP/1.1 says. */
function fieldsOf(head: string): OutgoingHttpHeaders {
  const [statusLine = '', ...lines] = head.split('\r\n')
  const status = Number(statusLine.split(' ')[1])
  const fields: Record<string, string[]> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    if (OF_CONNECTION.has(name) || name === 'sec-websocket-accept') continue
    fields[name] = [...(fields[name] ?? []), line.slice(colon + 1).trim()]
  }
  return { ...fields, ':status': status === SWITCHING_PROTOCOLS ? 200 : status }
}
