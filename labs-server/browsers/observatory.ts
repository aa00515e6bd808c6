/** A server that behaves as one observation after another needs it, and tells what it has seen: plain, and over TLS. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Stream,
} from 'node:http2'
import { setTimeout as wait } from 'node:timers/promises'
import { WebSocketServer } from 'ws'
import { Listener, LOOPBACK } from '../listener.ts'
import { makeCertificate } from '../tls/certificate.ts'
import type { Observatory } from './observation.ts'

/** What `/dribble` writes: so many pieces of so many octets, at this interval in milliseconds. */
const DRIBBLE = { pieces: 40, octets: 64, intervalMs: 15 }
/** What `/flood` writes at most, in octets; held back for so many milliseconds, it stops. */
const FLOOD_OCTETS = 160 * 2 ** 20
const STALLED_MS = 1000

interface Visit {
  readonly response: ServerResponse
  readonly request: IncomingMessage
  readonly query: URLSearchParams
  /** Counted from 1 in the order in which connections were made. */
  readonly connection: number
}

export async function startObservatory(): Promise<Observatory & AsyncDisposable> {
  await using started = new AsyncDisposableStack()
  const routes = observingRoutes()
  const connections = new WeakMap<object, number>()
  let latest = 0
  const numberOf = (socket: object) => {
    const number = connections.get(socket) ?? ++latest
    connections.set(socket, number)
    return number
  }

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
    // Requests with credentials and those without do not share connections; a WebSocket is always with.
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*')
    response.setHeader('Access-Control-Allow-Credentials', 'true')
    response.setHeader('Cache-Control', 'no-store')
    if (request.method === 'OPTIONS')
      return response.writeHead(204, { 'Access-Control-Allow-Headers': 'Content-Type' }).end()
    const visit = { request, response, query: searchParams, connection: numberOf(request.socket) }
    const route = routes[pathname] ?? (({ response }) => void response.writeHead(404).end())
    return route(visit)
  }

  const plain = createServer({ keepAliveTimeout: 120_000 }, answer)
  const sockets = new WebSocketServer({ noServer: true })
  plain.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => {}))
  const { port } = started.use(await listen((socket) => plain.emit('connection', socket)))

  const certificate = await makeCertificate({ names: ['localhost'], days: 30 })
  const secure = createSecureServer({ ...certificate, allowHTTP1: true, settings: { enableConnectProtocol: true } })
  let webSockets = 0
  secure.on('request', (request: Http2ServerRequest, response: Http2ServerResponse) => {
    if (request.method !== 'CONNECT') answer(request as never, response as never)
  })
  // RFC 8441: a WebSocket in a stream. `/web-sockets` tells how many there were.
  secure.on('connect', (_request, response) => {
    webSockets += 1
    response.writeHead(200)
    ;(response.stream as ServerHttp2Stream).write('')
  })
  secure.on('upgrade', (request, socket, head) => sockets.handleUpgrade(request, socket, head, () => {}))
  routes['/web-sockets'] = ({ response }) => json(response, { inStreams: webSockets })
  const { port: securePort } = started.use(await listen((socket) => secure.emit('connection', socket)))

  const running = started.move()
  return {
    url: `http://localhost:${port}/`,
    secureUrl: `https://localhost:${securePort}/`,
    async [Symbol.asyncDispose]() {
      sockets.close()
      await running.disposeAsync()
    },
  }
}

function listen(accept: Parameters<typeof Listener.open>[0]['accept']): Promise<Listener> {
  return Listener.open({ port: 0, hosts: LOOPBACK, accept })
}

function observingRoutes(): Record<string, (visit: Visit) => unknown> {
  /** Requests for each key, and whether the latest stream of it has been closed. */
  const counts = new Map<string, number>()
  const closed = new Map<string, Promise<void>>()
  const floods = new Map<string, number>()
  const counted = (key: string) => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
    return counts.get(key) ?? 0
  }

  return {
    /** Which connection it came on. Held for `hold` milliseconds; `timeout` is what `Keep-Alive` says. */
    async '/connection'({ response, query, connection }) {
      if (query.has('timeout')) response.setHeader('Keep-Alive', `timeout=${query.get('timeout')}`)
      await wait(Number(query.get('hold') ?? 0))
      json(response, { connection })
    },
    /** Header section at once, the first octet of content later. */
    async '/late'({ response, query }) {
      response.setHeader('Content-Type', query.get('type') ?? 'text/plain')
      response.flushHeaders()
      await wait(Number(query.get('ms')))
      response.end(': late\n\n')
    },
    /** A stream that says one thing and stays open. */
    '/stream'({ response, query, connection }) {
      const { promise, resolve } = Promise.withResolvers<void>()
      response.on('close', resolve)
      closed.set(query.get('key') ?? '', promise)
      response.setHeader('Content-Type', 'text/plain; charset=utf-8')
      response.write(JSON.stringify({ connection }))
    },
    /** Whether that stream is closed, or gets closed within a second. */
    async '/closed'({ response, query }) {
      const over = closed.get(query.get('key') ?? '')?.then(() => true)
      json(response, { closed: await Promise.race([over, wait(1000, false)]) })
    },
    async '/dribble'({ response }) {
      response.setHeader('Content-Type', 'text/plain')
      for (let piece = 0; piece < DRIBBLE.pieces; piece++) {
        response.write('.'.repeat(DRIBBLE.octets))
        await wait(DRIBBLE.intervalMs)
      }
      response.end()
    },
    /** Closes the connection without an answer, the first time that a key comes. */
    '/die'({ request, response, query }) {
      const times = counted(query.get('key') ?? '')
      request.resume().on('end', () => (times === 1 ? request.socket.destroy() : json(response, { times })))
    },
    '/count': ({ response, query }) => json(response, { times: counts.get(query.get('key') ?? '') ?? 0 }),
    /** One event, and its end: the browser comes back. */
    '/events'({ response }) {
      response.setHeader('Content-Type', 'text/event-stream')
      response.end('data: hello\n\n')
    },
    /** What the request's content was. Answered at once; ended when it has ended. */
    '/echo'({ request, response }) {
      response.setHeader('Content-Type', 'text/plain')
      response.flushHeaders()
      request.pipe(response)
    },
    async '/flood'({ response, query }) {
      const megabyte = new Uint8Array(2 ** 20).fill(0x2e)
      response.setHeader('Content-Type', 'application/octet-stream')
      let octets = 0
      for (; octets < FLOOD_OCTETS; octets += megabyte.length) {
        if (response.write(megabyte)) continue
        const drained = new Promise<true>((resolve) => response.once('drain', () => resolve(true)))
        if (!(await Promise.race([drained, wait(STALLED_MS, false)]))) break
      }
      floods.set(query.get('key') ?? '', octets)
    },
    '/flooded': ({ response, query }) => json(response, { octets: floods.get(query.get('key') ?? '') ?? null }),
  }
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json')
  response.end(JSON.stringify(value))
}
