/** The labs' origin: plain HTTP/1.1, every connection tapped. */
import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { RequestHandler } from 'express'
import { joinLab, type LabServerHalves, labApp, upgrade } from './lab-app.ts'
import type { Limits } from './limits.ts'
import { answerMalformed, answerSilence } from './malformed.ts'
import { protocolOf } from './protocol-of.ts'
import { endOf, endsOf } from './sessions/claims.ts'
import { FirstRequestLine } from './sessions/first-request-line.ts'
import { LabConnection } from './sessions/lab-connection.ts'
import type { ConnectionFacts } from './sessions/run.ts'
import type { Sessions } from './sessions/sessions.ts'
import { TappedSocket } from './tap/tapped-socket.ts'
import { serveXmlSocket } from './xml-socket.ts'

export interface LabOrigin {
  /** Takes a socket that a listener accepted, or that TLS has been taken off. */
  accept(socket: Socket, facts?: ConnectionFacts): void
  close(): void
}

export interface LabOriginOptions {
  readonly labs: LabServerHalves
  /** False leaves the tap out, so that its cost can be measured: no traces, no emulated path, no refusals. */
  readonly tap: boolean
  /** What stands at addresses outside sessions. */
  readonly others?: RequestHandler
}

export function labOrigin(sessions: Sessions, { tap, ...options }: LabOriginOptions): LabOrigin {
  const { limits } = sessions
  const connections = new WeakMap<Duplex, LabConnection>()
  const app = labApp({ ...options, connectionOf: ({ socket }) => connections.get(socket) })
  const server = httpServer(app, options.labs, connections, limits)
  return {
    accept(socket, facts = {}) {
      if (!tap) {
        server.emit('connection', socket)
        return
      }
      const connection = new LabConnection(sessions, new FirstRequestLine(limits.maxFirstRequestOctets), facts)
      const tapped = new TappedSocket(socket, connection)
      connection.socket = tapped
      connections.set(tapped, connection)
      const client = endOf(socket.remoteAddress, socket.remotePort)
      const ends = endsOf(client, endOf(socket.localAddress, socket.localPort))
      sessions.claims.accepted(ends, (owner) => connection.claim(owner))
      serveOnceBegun(tapped, limits, (first) => {
        const join = (address: string, after: number) => joinLab(options.labs, connection, address, tapped, after)
        if (protocolOf(first) === 'xmlsocket') serveXmlSocket(tapped, join, limits)
        else server.emit('connection', tapped)
      })
    },
    close: () => server.close(),
  }
}

/** Calls `serve` with the first octet, or with undefined when the client ends without one. One that says nothing gets a 408. */
function serveOnceBegun(socket: TappedSocket, limits: Limits, serve: (first: number | undefined) => void): void {
  const patience = setTimeout(() => answerSilence(socket, limits.lingerMs), limits.headersTimeoutMs)
  socket.on('close', () => clearTimeout(patience))
  socket.on('error', () => {}) // A connection that breaks before it is anybody's to serve.
  socket.once('begin', (first) => {
    clearTimeout(patience)
    if (socket.writable) serve(first)
  })
}

function httpServer(
  app: RequestListener,
  labs: LabServerHalves,
  connections: WeakMap<Duplex, LabConnection>,
  limits: Limits,
): Server {
  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      connectionsCheckingInterval: Math.min(limits.headersTimeoutMs / 2, 5000),
      maxHeaderSize: limits.maxHeaderOctets,
      // RFC 9110 section 7.8: a server may ignore any other protocol it is offered, and answer as if nothing had been said.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      connections.get(request.socket)?.exchange({ request, response })
      app(request, response)
    },
  )
  // A client may say that it sends no more and still read (nc does): without this, Node drops the answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('connection', (socket) => {
    // But a browser that has gone looks the same until a write fails: without writes, Node ends it after this time.
    socket.once('end', () => socket.setTimeout(limits.halfCloseMs))
  })
  server.on('upgrade', (request, socket, head) => {
    const connection = connections.get(socket)
    if (connection) upgrade(labs, connection, request, socket, head)
    else socket.destroy()
  })
  answerMalformed(server, (socket) => connections.get(socket)?.exchanges ?? [], limits.lingerMs)
  // The server does not listen itself, and its time-outs start with this event.
  server.emit('listening')
  return server
}
