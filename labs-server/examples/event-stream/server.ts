/** Server-sent events, cut into writes without regard for where events end. */
import { createServer } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'

/** Each is one write of the server, and so one chunk. */
const WRITES = [
  'retry: 5000\n\n',
  'id: 1\nevent: tick\ndata: one\n\nid: 2\nevent: tick\ndata: two\n\n',
  ': heartbeat\n\n',
  'id: 3\nevent: tick\nda',
  'ta: three, in two chunks\n\n',
  'event: note\ndata: a line\ndata: and another\n\n',
  'event: bye\ndata\n\n',
]
const PAUSE_MS = 60

export const server = createServer(async (_, response) => {
  response.setHeader('Content-Type', 'text/event-stream')
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader('Access-Control-Allow-Origin', '*')
  for (const write of WRITES) {
    response.write(write)
    await pause(PAUSE_MS)
  }
})
