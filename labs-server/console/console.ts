/**
 * The raw console: octets of a page, as they are, on a TCP connection to the labs' own listener and to nothing else. A browser
 * has no such connection to give. When the page goes, its connections go.
 */
import type { DefaultEventsMap, Namespace, Server, Socket } from 'socket.io'
import { z } from 'zod'
import { labOf } from '#labs/index.ts'
import { LabError, problemOf } from '#labs/lab-error.ts'
import type { Owner } from '../sessions/first-request.ts'
import type { Session } from '../sessions/session.ts'
import { type Sessions, unknownLab } from '../sessions/sessions.ts'
import { ConsoleConnection, type LabsAddress } from './console-connection.ts'
import type { ConsoleCommands, ConsoleEvents, ConsoleNamespace, MaxEventOctets } from './console-events.ts'

interface SocketData {
  readonly owner: Owner
  readonly session: Session
}
type Console = Namespace<ConsoleCommands, ConsoleEvents, DefaultEventsMap, SocketData>
type ConsoleSocket = Socket<ConsoleCommands, ConsoleEvents, DefaultEventsMap, SocketData>

const NAMESPACE: ConsoleNamespace = '/console'
const MAX_EVENT_OCTETS: MaxEventOctets = 8192

const Auth = z.object({ session: z.string(), lab: z.string().max(40) })

/** What listens on every address listens on this machine's own as well. */
const EVERY_ADDRESS: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** Serves the console beside the feed, on its Socket.IO server and so to the site's own pages alone. */
export function serveConsole(feed: Server, sessions: Sessions, { host, port }: LabsAddress): Console {
  const labs = { host: EVERY_ADDRESS[host] ?? host, port }
  const { maxConsolesPerSession } = sessions.limits
  const served: Console = feed.of(NAMESPACE)
  /** How many connections each session has here. */
  const counts = new WeakMap<Session, number>()

  served.use((socket, next) => {
    try {
      const { data: owner } = Auth.safeParse(socket.handshake.auth)
      if (owner === undefined) throw new LabError('LAB_BAD_REQUEST', 'The console needs a session and a lab.')
      if (labOf(owner.lab) === undefined) throw unknownLab(owner.lab)
      Object.assign(socket.data, { owner, session: sessions.session(owner.session) } satisfies SocketData)
      next()
    } catch (error) {
      const labError = error instanceof LabError ? error : new LabError('LAB_INTERNAL', 'The console failed.')
      next(Object.assign(labError, { data: problemOf(labError) }))
    }
  })

  served.on('connection', (socket) => {
    const { session } = socket.data
    const count = counts.get(session) ?? 0
    if (count >= maxConsolesPerSession) {
      const sentence = `This session has ${maxConsolesPerSession} connections open in consoles, which is the limit: close one.`
      socket.emit('closed', 'stopped', 0, problemOf(new LabError('LAB_FULL', sentence)))
      socket.disconnect()
      return
    }
    counts.set(session, count + 1)
    socket.on('disconnect', () => counts.set(session, (counts.get(session) ?? 1) - 1))
    serveConnection(socket, labs, sessions)
  })
  return served
}

function serveConnection(socket: ConsoleSocket, labs: LabsAddress, { limits, claims }: Sessions): void {
  const claim = claims.expect(socket.data.owner)
  const connection = new ConsoleConnection(socket, labs, limits, claim, (ends) => claims.forget(ends))
  socket.on('octets', (octets: unknown, written: unknown) => {
    const isFit = octets instanceof Uint8Array && octets.length <= MAX_EVENT_OCTETS && typeof written === 'function'
    if (isFit) connection.write(octets, (at) => written(at))
  })
  socket.on('end', (said: unknown) => {
    const at = connection.end()
    if (typeof said === 'function') said(at)
  })
  socket.on('reset', () => connection.reset())
  socket.on('close', () => connection.close())
  socket.on('disconnect', () => connection.close())
}
