/**
 * What Deno runs: takes WebTransport sessions (Node has no QUIC), and passes their messages to the labs server and back, in
 * lines on standard input and output. It may use the network on this machine and nothing else, and ends when its input does.
 */
/// <reference path="./deno.d.ts" />
import { PrefixedMessages, prefixed } from './length-prefixed.ts'
import { type Counts, type FromChild, Lines, type Start, type ToChild } from './lines.ts'

/** How long the ends of sessions may take to be sent, in milliseconds. */
const FAREWELL_MS = 50

/**
 * A connection on which nothing has come for so long is over, at both ends (RFC 9000 section 10.1), in milliseconds. Nothing else
 * tells that the other end has gone: Chromium says no farewell for a page that is closed.
 */
const IDLE_MS = 10_000
/** The server says something after so long a silence, in milliseconds: who is there answers, and nothing is over. */
const KEEP_ALIVE_MS = 4000

/** Datagrams of a session that wait to be told. Further ones are lost, as datagrams may be. */
const MAX_WAITING_DATAGRAMS = 256

// Deno itself rejects what nobody holds when a client sends an empty datagram. That is not to end the others' sessions.
addEventListener('unhandledrejection', (event) => event.preventDefault())

const output = Deno.stdout.writable.getWriter()
const tell = (line: FromChild) => output.write(new TextEncoder().encode(`${JSON.stringify(line)}\n`))

class Session {
  readonly id: number
  readonly #transport: DenoWebTransport
  readonly #datagrams: WritableStreamDefaultWriter<Uint8Array>
  #stream: WritableStreamDefaultWriter<Uint8Array> | undefined
  readonly #counts = {
    streamMessages: { sent: 0, received: 0 },
    streamOctets: { sent: 0, received: 0 },
    datagrams: { sent: 0, received: 0 },
    datagramOctets: { sent: 0, received: 0 },
  } satisfies Counts

  constructor(id: number, transport: DenoWebTransport) {
    this.id = id
    this.#transport = transport
    this.#datagrams = transport.datagrams.writable.getWriter()
  }

  /** The client's first stream is the one for messages; its first message says which the client has had. */
  async readStream(): Promise<void> {
    const { value: stream } = await this.#transport.incomingBidirectionalStreams.getReader().read()
    if (stream === undefined) return
    const messages = new PrefixedMessages()
    for await (const octets of stream.readable) {
      this.#counts.streamOctets.received += octets.length
      for (const message of messages.take(octets)) {
        if (this.#stream) {
          this.#counts.streamMessages.received += 1
          await this.#tellMessage(message)
        } else {
          this.#stream = stream.writable.getWriter()
          const after = Number(new TextDecoder().decode(message))
          await tell({ kind: 'open', session: this.id, path: new URL(this.#transport.url).pathname, after })
          // Datagrams that have overtaken the stream have waited.
          this.#readDatagrams().catch(() => {}) // The session is over.
        }
      }
    }
  }

  async #readDatagrams(): Promise<void> {
    let waiting = 0
    for await (const datagram of this.#transport.datagrams.readable) {
      this.#counts.datagrams.received += 1
      this.#counts.datagramOctets.received += datagram.length
      if (waiting >= MAX_WAITING_DATAGRAMS) continue
      waiting += 1
      // Not awaited: Deno itself keeps one that nobody reads, and drops the others.
      this.#tellMessage(datagram).finally(() => {
        waiting -= 1
      })
    }
  }

  /** Sends a message down: as a datagram if it is to be one and fits, otherwise on the stream. */
  async send(message: Uint8Array, datagram: boolean): Promise<void> {
    const counts = this.#counts
    if (datagram && message.length > 0 && message.length <= this.#transport.datagrams.maxDatagramSize) {
      await this.#datagrams.write(message)
      counts.datagrams.sent += 1
      counts.datagramOctets.sent += message.length
    } else {
      const octets = prefixed(message)
      await this.#stream?.write(octets)
      counts.streamMessages.sent += 1
      counts.streamOctets.sent += octets.length
    }
    await tell({ kind: 'taken', session: this.id, counts })
  }

  close(): void {
    this.#transport.close()
  }

  async #tellMessage(message: Uint8Array): Promise<void> {
    await tell({ kind: 'message', session: this.id, base64: message.toBase64(), counts: this.#counts })
  }
}

const sessions = new Map<number, Session>()

async function serve({ key, cert, maxSessions }: Start): Promise<void> {
  const endpoint = new Deno.QuicEndpoint({ hostname: '127.0.0.1', port: 0 })
  const listener = endpoint.listen({
    key,
    cert,
    alpnProtocols: ['h3'],
    maxConcurrentBidirectionalStreams: 8, // HTTP/3 and WebTransport need some of their own.
    maxConcurrentUnidirectionalStreams: 8,
    keepAliveInterval: KEEP_ALIVE_MS,
    maxIdleTimeout: IDLE_MS,
  })
  await tell({ kind: 'listening', port: endpoint.addr.port })
  let id = 0
  for await (const incoming of listener) {
    if (sessions.size >= maxSessions) incoming.refuse()
    else {
      id += 1
      take(id, incoming).catch(() => {}) // The client has gone, or is none of WebTransport.
    }
  }
}

async function take(id: number, incoming: DenoQuicIncoming): Promise<void> {
  const transport = await Deno.upgradeWebTransport(await incoming.accept())
  const session = new Session(id, transport)
  sessions.set(id, session)
  const over = () => {
    if (sessions.delete(id)) tell({ kind: 'closed', session: id })
  }
  transport.closed.then(over, over)
  session.readStream().catch(() => session.close())
}

async function obey(command: ToChild): Promise<void> {
  const session = sessions.get(command.session)
  if (command.kind === 'message') {
    await session?.send(Uint8Array.fromBase64(command.base64), command.datagram).catch(() => session.close())
  } else session?.close()
}

const lines = new Lines()
const decoder = new TextDecoder()
let started = false
for await (const octets of Deno.stdin.readable) {
  for (const line of lines.take(decoder.decode(octets, { stream: true }))) {
    if (started) obey(JSON.parse(line) as ToChild)
    else serve(JSON.parse(line) as Start)
    started = true
  }
}
for (const session of sessions.values()) session.close()
setTimeout(() => Deno.exit(0), FAREWELL_MS)
