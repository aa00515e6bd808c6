/** One transport's routes on a server of their own, with a mailbox whose messages up are kept for the test to look at. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo } from 'node:net'
import express, { type Router } from 'express'
import { overHttp2 } from '#labs-server/http2/express-over-http2.ts'
import { Mailbox } from '#labs-server/mailbox/mailbox.ts'
import { answerProblem, unknownAddress } from '#labs-server/problem.ts'
import { PLAIN_OPTIONS } from '#labs-server/transports/plain-options.ts'
import type { TransportOptions } from '#labs-server/transports/transport.ts'
import { Waiting } from '../labs-server/waiting.ts'

interface Wanted {
  readonly options?: Partial<TransportOptions>
  /** Octets of messages that are kept in each direction. */
  readonly maxOctets?: number
  /** HTTP/2 without TLS, as Node's client speaks it; otherwise HTTP/1.1. */
  readonly http2?: boolean
}

export class MailboxServer implements AsyncDisposable {
  readonly mailbox: Mailbox
  /** Messages that came up, in order. */
  readonly came: Uint8Array[] = []
  readonly port: number
  readonly #happenings = new Waiting()
  readonly #close: () => Promise<void>
  readonly #over: AbortController

  private constructor(mailbox: Mailbox, port: number, over: AbortController, close: () => Promise<void>) {
    this.mailbox = mailbox
    this.port = port
    this.#over = over
    this.#close = close
    mailbox.onMessage((message) => {
      this.came.push(new Uint8Array(message))
      this.#happenings.happened()
    })
  }

  static async start(
    routes: Router,
    { options = {}, maxOctets = 2 ** 22, http2 = false }: Wanted = {},
  ): Promise<MailboxServer> {
    const over = new AbortController()
    const mailbox = new Mailbox({ ...PLAIN_OPTIONS, ...options }, over.signal, maxOctets)
    const app = express()
    app.set('query parser', 'simple')
    app.use((_request, response, next) => {
      response.locals.mailbox = mailbox
      next()
    })
    app.use(routes, unknownAddress, answerProblem)
    const server = http2 ? createHttp2Server(overHttp2(app) as never) : createServer(app)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    return new MailboxServer(mailbox, port, over, async () => {
      server.close()
      if ('closeAllConnections' in server) server.closeAllConnections()
      await once(server, 'close')
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/`
  }

  /** What came up, as base64: two of a million octets are soon compared. */
  get written(): readonly string[] {
    return this.came.map((message) => message.toBase64())
  }

  /** What came up, as text. */
  get texts(): readonly string[] {
    return this.came.map((message) => new TextDecoder().decode(message))
  }

  /** Resolves once so many messages have come up. */
  async untilCame(count: number): Promise<void> {
    await this.#happenings.until(() => this.came.length >= count)
  }

  /** A request as `fetch` makes it; `target` is put behind the transport's address. */
  ask(target: string, init: RequestInit = {}): Promise<Response> {
    return fetch(new URL(target, this.url), init)
  }

  /** The run is over, though connections stay. */
  endRun(): void {
    this.#over.abort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#over.abort()
    await this.#close()
  }
}

/** `size` octets in which every value occurs, if there are so many. */
export function everyOctet(size: number): Uint8Array {
  return Uint8Array.from({ length: size }, (_, index) => (index * 7 + (index >> 8)) % 256)
}
