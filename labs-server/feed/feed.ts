/** The feed: the records of a session's runs on their way to its pages, over Socket.IO on the site's origin. */
import type { Server as HttpServer, IncomingMessage } from 'node:http'
import { type DefaultEventsMap, Server, type Socket } from 'socket.io'
import { z } from 'zod'
import { labOf } from '#labs/index.ts'
import { LabError, problemOf } from '#labs/lab-error.ts'
import type { Limits } from '../limits.ts'
import type { Session } from '../sessions/session.ts'
import { type Sessions, unknownLab } from '../sessions/sessions.ts'
import type { FeedEvents, FeedPath, ViewerEvents } from './feed-events.ts'
import { Viewer } from './viewer.ts'

interface SocketData {
  session: Session
}
type FeedServer = Server<ViewerEvents, FeedEvents, DefaultEventsMap, SocketData>
type FeedSocket = Socket<ViewerEvents, FeedEvents, DefaultEventsMap, SocketData>

const FEED_PATH: FeedPath = '/feed'

const WatchEvent = z.object({
  lab: z.string().max(40),
  run: z.string().max(40).optional(),
  after: z.int().nonnegative().optional(),
})

/** Serves the feed on `server` until the returned Socket.IO server is closed. */
export function serveFeed(server: HttpServer, sessions: Sessions): FeedServer {
  const feed: FeedServer = new Server(server, {
    path: FEED_PATH,
    serveClient: false,
    maxHttpBufferSize: sessions.limits.maxRequestOctets,
    allowRequest: (request, decide) => decide(null, isSameOrigin(request)),
  })
  feed.use((socket, next) => {
    try {
      const session = sessions.session(String(socket.handshake.auth.session))
      const { maxViewersPerSession } = sessions.limits
      if (session.viewers >= maxViewersPerSession) {
        throw new LabError('LAB_FULL', `This session is open in ${maxViewersPerSession} pages, which is the limit.`)
      }
      socket.data.session = session
      next()
    } catch (error) {
      const labError = error instanceof LabError ? error : new LabError('LAB_INTERNAL', 'The feed failed.')
      next(Object.assign(labError, { data: problemOf(labError) }))
    }
  })
  feed.on('connection', (socket) => serveViewer(socket, sessions.limits))
  return feed
}

function serveViewer(socket: FeedSocket, limits: Limits): void {
  const { session } = socket.data
  /** One for each lab that was ever watched: a viewer's window of batches outlives its watching. */
  const viewers = new Map<string, Viewer>()
  const watched = new Set<string>()
  const page = {
    run: (info: Parameters<FeedEvents['run']>[0]) => socket.emit('run', info),
    batch: (...batch: Parameters<FeedEvents['batch']>) => socket.emit('batch', ...batch),
  }
  const unwatch = session.watch((lab, run) => {
    if (watched.has(lab)) viewers.get(lab)?.show(run, undefined)
  })

  socket.on('watch', (request) => {
    const { data } = WatchEvent.safeParse(request)
    const lab = data && labOf(data.lab)
    if (!data || !lab) {
      socket.emit('problem', problemOf(unknownLab(String(data?.lab))))
      return
    }
    const viewer = viewers.get(lab.id) ?? new Viewer(page, limits)
    viewers.set(lab.id, viewer)
    watched.add(lab.id)
    const run = session.runOf(lab.id)
    if (run) viewer.show(run, data.run === run.info.id ? (data.after ?? 0) : undefined)
  })
  socket.on('unwatch', (request) => {
    const { data } = WatchEvent.safeParse(request)
    if (data === undefined) return
    viewers.get(data.lab)?.stop()
    watched.delete(data.lab)
  })
  socket.on('disconnect', () => {
    unwatch()
    for (const viewer of viewers.values()) viewer.stop()
  })
}

/** Browsers say which page asks (RFC 6454): only this origin's own may. Other tools say nothing, and need the token. */
function isSameOrigin({ headers }: IncomingMessage): boolean {
  return headers.origin === undefined || URL.parse(headers.origin)?.host === headers.host
}
