/** The labs over HTTP/2 (RFC 9113): streams of one connection, each of them an exchange; and WebSockets in streams (RFC 8441). */
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { Duplex } from 'node:stream'
import type { RequestHandler } from 'express'
import { type LabServerHalves, labApp, upgrade } from '../lab-app.ts'
import type { Limits } from '../limits.ts'
import type { LabConnection } from '../sessions/lab-connection.ts'
import { overHttp2 } from './express-over-http2.ts'
import { asksForWebSocket, asUpgrade } from './upgraded-stream.ts'

export interface LabsOverHttp2 {
  /** Serves a connection whose client has agreed to speak HTTP/2; without `connection`, it is not tapped. */
  serve(socket: Duplex, connection?: LabConnection): void
  close(): void
}

/** `others` stands at addresses outside sessions. */
export function labsOverHttp2(limits: Limits, labs: LabServerHalves, others: RequestHandler): LabsOverHttp2 {
  const connections = new WeakMap<ServerHttp2Session, LabConnection>()
  const connectionOf = (stream: { readonly session?: unknown }) => connections.get(stream.session as ServerHttp2Session)
  const app = labApp({ labs, others, connectionOf: (request) => connectionOf((request as unknown as Streamed).stream) })
  const server = createServer(
    {
      settings: {
        enableConnectProtocol: true,
        maxConcurrentStreams: limits.maxStreamsPerConnection,
        maxHeaderListSize: limits.maxHeaderOctets,
      },
    },
    overHttp2(app) as never,
  )
  // Before the request is made of it, so that every stream counts, whatever it asks for.
  server.prependListener('stream', (stream) => {
    const request = {
      get complete() {
        return stream.closed
      },
    }
    connectionOf(stream)?.exchange({ request, response: stream as ServerHttp2Stream })
  })
  server.on('connect', (request, response) => {
    const connection = connectionOf(request.stream)
    if (connection === undefined || !asksForWebSocket(request)) {
      response.writeHead(501).end()
      return
    }
    const { request: upgrading, socket } = asUpgrade(request)
    upgrade(labs, connection, upgrading, socket, Buffer.alloc(0))
  })
  closeWhenIdle(server, limits)
  return {
    serve(socket, connection) {
      if (connection) server.once('session', (session) => connections.set(session, connection))
      server.emit('connection', socket)
    },
    close: () => server.close(),
  }
}

interface Streamed {
  readonly stream: { readonly session?: unknown }
}

/** A connection on which nothing has happened for so long is closed, unless a stream is open: that may be silent. */
function closeWhenIdle(server: Http2Server, { keepAliveMs }: Limits): void {
  const open = new WeakMap<ServerHttp2Session, number>()
  const count = (session: ServerHttp2Session, by: number) => open.set(session, (open.get(session) ?? 0) + by)
  server.on('stream', (stream) => {
    const session = stream.session as ServerHttp2Session
    count(session, 1)
    stream.once('close', () => count(session, -1))
  })
  server.setTimeout(keepAliveMs)
  server.on('timeout', (session?: ServerHttp2Session) => {
    if (session && !open.get(session)) session.close()
  })
}
