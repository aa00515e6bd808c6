/** What the labs answer, over whichever HTTP: every lab under `/s/SESSION/LAB/`, to the session whose connection it is. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { LabError, type LabErrorCode } from '#labs/lab-error.ts'
import type { LabServerHalf } from '#labs/lab-server.ts'
import { answerProblem, asLabError, problemMessage, unknownAddress } from './problem.ts'
import { SESSION_TOKEN } from './sessions/first-request.ts'
import type { LabConnection } from './sessions/lab-connection.ts'
import { unknownLab } from './sessions/sessions.ts'

/** The labs' server halves, by lab. */
export type LabServerHalves = Readonly<Record<string, LabServerHalf>>

export interface LabAppOptions {
  readonly labs: LabServerHalves
  /** The connection that a request came on; undefined when it is not tapped. */
  connectionOf(request: Request): LabConnection | undefined
  /** What stands at addresses outside sessions. */
  readonly others?: RequestHandler
}

/** The labs, and the answers to whatever else is asked. */
export function labApp({ labs, connectionOf, others = (_request, _response, next) => next() }: LabAppOptions): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple')
  app.use(labFields)
  app.use('/s/:session/:lab', (request, response, next) => {
    const { session, lab } = request.params
    if (!SESSION_TOKEN.test(session)) {
      throw new LabError('LAB_UNKNOWN_SESSION', 'This is not the address of a session. Copy the address from the lab.')
    }
    const connection = connectionOf(request)
    const half = labServer(labs, lab)
    if (connection) admit(connection, session)
    Object.assign(response.locals, { session, run: connection?.runOf(lab), connection })
    half.routes(request, response, next)
  })
  app.use(others)
  app.use(unknownAddress)
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    // The connection may be nobody's, or not this request's: it is not to be used again.
    if (mustClose(error) && !response.headersSent) response.set('Connection', 'close')
    answerProblem(error, request, response, next)
  })
  return app
}

/** The server half of this lab. @throws LabError `LAB_UNKNOWN` */
function labServer(labs: LabServerHalves, lab: string): LabServerHalf {
  const half = Object.hasOwn(labs, lab) ? labs[lab] : undefined
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
  response.set({ 'Access-Control-Allow-Methods': 'GET, POST', 'Access-Control-Allow-Headers': '*' })
  // A preflight does not say whether cookies will come (Bayeux has one), and with them "*" means nothing.
  const { origin, 'access-control-request-headers': names } = request.headers
  if (origin && names) {
    response.set({
      'Access-Control-Allow-Origin': origin,
      'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Allow-Headers': names,
    })
  }
  response.status(204).end()
}

const LAB_TARGET = /^\/s\/(?<session>[^/]+)\/(?<lab>[^/?]+)\/(?<path>.*)$/

/** Whose address this is, and what serves it. @throws LabError when that is nothing, or not to be had on this connection. */
function targetOf(labs: LabServerHalves, connection: LabConnection, address: string) {
  const { session = '', lab = '', path = '' } = LAB_TARGET.exec(address)?.groups ?? {}
  const half = labServer(labs, lab)
  admit(connection, session)
  const run = connection.runOf(lab)
  if (run === undefined) throw unknownLab(lab)
  return { half, lab, target: { session, run, connection, path } }
}

/** Hands the socket of an XMLSocket to the lab of an address; returns what takes its further documents. @throws LabError */
export function joinLab(
  labs: LabServerHalves,
  connection: LabConnection,
  address: string,
  socket: Duplex,
  after: number,
) {
  const { half, lab, target } = targetOf(labs, connection, address)
  if (half.join === undefined) throw new LabError('LAB_UNKNOWN_ADDRESS', `The lab ${lab} does not speak XMLSocket.`)
  return half.join(socket, after, target)
}

/** Hands the socket of a request to upgrade to its lab, or refuses in HTTP's own words and closes. */
export function upgrade(
  labs: LabServerHalves,
  connection: LabConnection,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  try {
    const { half, lab, target } = targetOf(labs, connection, request.url ?? '')
    if (half.upgrade === undefined) {
      throw new LabError('LAB_UNKNOWN_ADDRESS', `Nothing of the lab ${lab} leaves HTTP.`)
    }
    half.upgrade(request, socket, head, target)
  } catch (error) {
    socket.end(problemMessage(asLabError(error)))
  }
}
