/** Octets by hand, as the raw console and `nc` send them: a request in chunks, a piece at a time. */
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

/** Each is sent at once; between two, a reader would think and type. */
const PIECES = [
  'PUT /echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
  '7\r\nfirst\r\n\r\n',
  '8\r\nsecond\r\n\r\n',
  '0\r\n\r\n',
]
const PAUSE_MS = 700

export async function run(socket: Socket): Promise<void> {
  socket.resume()
  const closed = once(socket, 'close')
  for (const piece of PIECES) {
    socket.write(piece)
    await pause(PAUSE_MS)
  }
  await closed // By the server, as it was asked to.
}
