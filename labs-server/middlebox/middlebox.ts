/**
 * The middlebox: a listener of its own that the client of a run talks to, and that talks HTTP/1.1 to the labs. What it does
 * is the run's choice; both of its sides are tapped, and belong to the run.
 */
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import net, { type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { LabError } from '#labs/lab-error.ts'
import type { Middlebox as MiddleboxOfRun } from '#labs/middlebox-options.ts'
import { answerMalformed } from '../malformed.ts'
import { asLabError, problemMessage } from '../problem.ts'
import { FirstRequestLine } from '../sessions/first-request-line.ts'
import { LabConnection } from '../sessions/lab-connection.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { TappedSocket } from '../tap/tapped-socket.ts'
import { forward, type NextHop, refuse } from './forward.ts'
import { type Manner, mannerOf } from './manner.ts'
import type { NginxPool } from './nginx-pool.ts'
import { forwardUpgrade, join } from './tunnel.ts'

export interface Middlebox {
  /** Takes a socket that a listener accepted. */
  accept(socket: Socket): void
  close(): void
}

/** `labsPort` is where the labs listen for the middlebox alone, on 127.0.0.1. */
export function middlebox(sessions: Sessions, labsPort: number, nginx: NginxPool): Middlebox {
  const { limits } = sessions
  const connections = new WeakMap<Duplex, LabConnection>()
  const nextHops = new WeakMap<LabConnection, NextHop>()

  /** The labs as this client's connection reaches them: nobody else's requests go over the same ones. */
  function nextHop(connection: LabConnection, socket: Duplex): NextHop {
    const known = nextHops.get(connection)
    if (known !== undefined) return known
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const next = { port: labsPort, agent }
    nextHops.set(connection, next)
    socket.once('close', () => agent.destroy())
    return next
  }

  /** @throws LabError when this connection's requests are not to be passed on. */
  function mannerFor(connection: LabConnection | undefined, target = ''): Manner {
    if (connection?.refusal !== undefined) throw new LabError('LAB_FULL', connection.refusal)
    const chosen = emulatedOf(connection?.run?.path.middlebox)
    if (chosen === undefined || connection === undefined) {
      const what = connection?.run === undefined ? 'This is no address of a lab' : 'The current run has no middlebox'
      throw new LabError('LAB_NO_MIDDLEBOX', `${what}. Choose one in the lab, press Run, and use the address it shows.`)
    }
    // RFC 9110 section 15.5.20: what passes here is shown to the session that the connection belongs to.
    if (!target.startsWith(`/s/${connection.session?.token}/`)) {
      throw new LabError(
        'LAB_MISDIRECTED',
        'This connection belongs to another session. Open a new one for this request.',
      )
    }
    return mannerOf(chosen, limits.maxMiddleboxOctets)
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    const connection = connections.get(request.socket)
    connection?.exchange({ request, response })
    try {
      const manner = mannerFor(connection, request.url)
      forward(request, response, nextHop(connection as LabConnection, request.socket), manner)
    } catch (error) {
      refuse(response, asLabError(error))
    }
  }

  const server = createServer(
    {
      keepAliveTimeout: limits.keepAliveMs,
      headersTimeout: limits.headersTimeoutMs,
      requestTimeout: limits.requestTimeoutMs,
      maxHeaderSize: limits.maxHeaderOctets,
      // Where Upgrade is stripped, the request goes on without it and is answered as any other.
      shouldUpgradeCallback: ({ headers, socket }) =>
        headers.upgrade?.toLowerCase() === 'websocket' &&
        emulatedOf(connections.get(socket)?.run?.path.middlebox)?.kind !== 'stripping',
    },
    onRequest,
  )
  server.on('upgrade', (request, socket, head) => {
    const connection = connections.get(socket)
    try {
      const manner = mannerFor(connection, request.url)
      forwardUpgrade(request, socket, head, nextHop(connection as LabConnection, socket), manner)
    } catch (error) {
      socket.end(problemMessage(asLabError(error)))
    }
  })
  answerMalformed(server, (socket) => connections.get(socket)?.exchanges ?? [], limits.lingerMs)
  // The server does not listen itself, and its time-outs start with this event.
  server.emit('listening')

  async function toNginx(tapped: TappedSocket, connection: LabConnection, chosen: NginxOfRun): Promise<void> {
    connection.forwarded()
    try {
      const program = net.connect(await nginx.socketOf(chosen.directives))
      join(tapped, program)
    } catch (error) {
      tapped.end(problemMessage(asLabError(error)))
    }
  }

  return {
    accept(socket) {
      const connection = new LabConnection(sessions, new FirstRequestLine(limits.maxFirstRequestOctets), {
        seenAt: 'middlebox',
      })
      const tapped = new TappedSocket(socket, connection)
      connection.socket = tapped
      connections.set(tapped, connection)
      tapped.on('error', () => {}) // A client that breaks off is no error of ours; `close` follows.
      const silent = setTimeout(() => tapped.destroy(), limits.headersTimeoutMs)
      tapped.once('close', () => clearTimeout(silent))
      connection.whenKnown(() => {
        clearTimeout(silent)
        const chosen = connection.run?.path.middlebox
        if (chosen?.kind === 'nginx' && connection.refusal === undefined) toNginx(tapped, connection, chosen)
        else server.emit('connection', tapped)
      })
    },
    close: () => server.close(),
  }
}

type NginxOfRun = Extract<MiddleboxOfRun, { kind: 'nginx' }>

function emulatedOf(chosen: MiddleboxOfRun | undefined): Exclude<MiddleboxOfRun, NginxOfRun> | undefined {
  return chosen?.kind === 'nginx' ? undefined : chosen
}
