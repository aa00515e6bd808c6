/** The server half of Socket.IO, answering every message. It is given requests and sockets; it listens nowhere itself. */
import { createServer } from 'node:http'
import { Server } from 'socket.io'

/** Octets of one message, and milliseconds between its heartbeats. */
const MAX_OCTETS = 100_000
const PING_MS = 5000

/** Takes requests to `/socket.io/`, by its events "request" and "upgrade". */
export const socketIo = createServer()

const sockets = new Server(socketIo, { serveClient: false, maxHttpBufferSize: MAX_OCTETS, pingInterval: PING_MS })
sockets.on('connection', (socket) => {
  socket.on('message', (text: unknown, answer: unknown) => {
    if (typeof answer === 'function') answer(`you said ${String(text).slice(0, MAX_OCTETS)}`)
  })
})
