/** The labs' origin: plain HTTP/1.1, every connection tapped, every lab under `/s/SESSION/LAB/`. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { LabError, type LabErrorCode } from '#labs/lab-error.ts'
import type { LabServerHalf } from '#labs/lab-server.ts'
import { LAB_ROUTES } from '#labs/routes.ts'
import type { Limits } from './limits.ts'
import { answerMalformed } from './malformed.ts'
import { answerProblem, asLabError, problemMessage, unknownAddress } from './problem.ts'
import { endOf } from './sessions/claims.ts'
import { SESSION_TOKEN } from './sessions/first-line.ts'
import { LabConnection } from './sessions/lab-connection.ts'
import { type Sessions, unknownLab } from './sessions/sessions.ts'
import { TappedSocket } from './tap/tapped-socket.ts'

export interface LabOrigin {
  /** Takes a socket that a listener accepted. */
  accept(socket: Socket): void
  close(): void
}

/** `tap: false` leaves the tap out, so that its cost can be measured: no traces, no emulated path, no refusals. */
export function labOrigin(sessions: Sessions, { tap }: { readonly tap: boolean }): LabOrigin {
  const connections = new WeakMap<Duplex, LabConnection>()
  const server = httpServer(labApp(connections), connections, sessions.limits)
  return {
    accept(socket) {
      if (!tap) {
        server.emit('connection', socket)
        return
      }
      const connection = new LabConnection(sessions)
      const tapped = new TappedSocket(socket, connection)
      connection.socket = tapped
      connections.set(tapped, connection)
      sessions.claims.accepted(endOf(socket.remoteAddress, socket.remotePort), (owner) => connection.claim(owner))
      server.emit('connection', tapped)
    },
    close: () => server.close(),
  }
}

function httpServer(app: Express, connections: WeakMap<Duplex, LabConnection>, limits: Limits): Server {
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
    app,
  )
  // A client may say that it sends no more and still read (nc does): without this, Node drops the answer.
  Object.assign(server, { httpAllowHalfOpen: true })
  server.on('connection', (socket) => {
    // But a browser that has gone looks the same until a write fails: without writes, Node ends it after this time.
    socket.once('end', () => socket.setTimeout(limits.halfCloseMs))
  })
  server.on('upgrade', (request, socket, head) => {
    const connection = connections.get(socket)
    if (connection) upgrade(connection, request, socket, head)
    else socket.destroy()
  })
  answerMalformed(server, (socket) => connections.get(socket)?.exchanges ?? [], limits.lingerMs)
  // The server does not listen itself, and its time-outs start with this event.
  server.emit('listening')
  return server
}

function labApp(connections: WeakMap<Duplex, LabConnection>): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple')
  app.use((request, response, next) => {
    connections.get(request.socket)?.exchange({ request, response })
    next()
  })
  app.use(labFields)
  app.use('/s/:session/:lab', (request, response, next) => {
    const { session, lab } = request.params
    if (!SESSION_TOKEN.test(session)) {
      throw new LabError('LAB_UNKNOWN_SESSION', 'This is not the address of a session. Copy the address from the lab.')
    }
    const connection = connections.get(request.socket)
    const half = labServer(lab)
    if (connection) admit(connection, session)
    Object.assign(response.locals, { session, run: connection?.runOf(lab) })
    half.routes(request, response, next)
  })
  app.use(unknownAddress)
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    // The connection may be nobody's, or not this request's: it is not to be used again.
    if (mustClose(error) && !response.headersSent) response.set('Connection', 'close')
    answerProblem(error, request, response, next)
  })
  return app
}

/** The server half of this lab. @throws LabError `LAB_UNKNOWN` */
function labServer(lab: string): LabServerHalf {
  const half = Object.hasOwn(LAB_ROUTES, lab) ? LAB_ROUTES[lab] : undefined
  if (half === undefined) throw unknownLab(lab)
  return half
}

const CLOSING: readonly LabErrorCode[] = ['LAB_FULL', 'LAB_MISDIRECTED', 'LAB_UNKNOWN', 'LAB_UNKNOWN_SESSION']

function mustClose(error: unknown): boolean {
  return error instanceof LabError && CLOSING.includes(error.code)
}

/** Lets a request of `session` in on this connection, or refuses it. */
function admit(connection: LabConnection, session: string): void {
  if (connection.refusal !== undefined) throw new LabError('LAB_FULL', connection.refusal)
  // RFC 9110 section 15.5.20: a connection's octets are shown to one session, so no other may use it.
  if (connection.session?.token !== session) {
    throw new LabError(
      'LAB_MISDIRECTED',
      'This connection belongs to another session. Open a new one for this request.',
    )
  }
}

/** The fields of every response, as few as possible; and the answer to a preflight (WHATWG Fetch, CORS protocol). */
const labFields: RequestHandler = (request, response, next) => {
  response.set({
    'Access-Control-Allow-Origin': '*',
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  })
  if (request.method !== 'OPTIONS') return next()
  response.set({ 'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Headers': '*' }).status(204).end()
}

const LAB_TARGET = /^\/s\/(?<session>[^/]+)\/(?<lab>[^/?]+)\/(?<path>.*)$/

/** Hands the socket of a request to upgrade to its lab, or refuses in HTTP's own words and closes. */
function upgrade(connection: LabConnection, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  try {
    const { session = '', lab = '', path = '' } = LAB_TARGET.exec(request.url ?? '')?.groups ?? {}
    const { upgrade } = labServer(lab)
    admit(connection, session)
    const run = connection.runOf(lab)
    if (upgrade === undefined || run === undefined) {
      throw new LabError('LAB_UNKNOWN_ADDRESS', `Nothing of the lab ${lab} leaves HTTP.`)
    }
    upgrade(request, socket, head, { session, run, path })
  } catch (error) {
    socket.end(problemMessage(asLabError(error)))
  }
}
