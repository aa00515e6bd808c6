/** The feed by long polling, where a middlebox spoils the WebSocket handshake: loaded only then. */
import { io } from 'socket.io-client'
import { CLOSED, type FeedLinkEvents, type OpenFeedLink, SILENT } from './feed-link.ts'
import { FEED_PATH } from './web-socket-link.ts'

export const openPollingLink: OpenFeedLink = (origin, auth, events) => {
  const socket = io(origin, { path: FEED_PATH, auth, transports: ['polling'], reconnection: false, forceNew: true })
  const end = (tell?: (events: FeedLinkEvents) => void) => {
    socket.off()
    socket.offAny()
    socket.close()
    tell?.(events)
  }
  socket.on('connect', events.live)
  // An error with a description is the transport's; without one, the server's refusal.
  socket.on('connect_error', (error) =>
    end(({ lost, refused }) => ('description' in error ? lost(CLOSED) : refused(error.message))),
  )
  socket.on('disconnect', (reason) => end(({ lost }) => lost(reason === 'ping timeout' ? SILENT : CLOSED)))
  socket.onAny((event: string, argument: unknown, acknowledge = () => {}) =>
    events.received(event, argument, acknowledge),
  )
  return {
    emit: (event, argument) => void socket.emit(event, argument),
    close: () => end(),
  }
}
