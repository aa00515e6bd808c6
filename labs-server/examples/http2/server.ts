/** HTTP/2 without TLS, which only programs speak: an event stream, a compressed answer and a WebSocket on one connection. */
import { createServer, type ServerHttp2Stream } from 'node:http2'
import { setTimeout as pause } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'

const PAUSE_MS = 40
const EVENTS = ['data: one\n\n', 'data: two\n\nda', 'ta: three\n\n']

export const server = createServer({ settings: { enableConnectProtocol: true } })

server.on('stream', async (stream: ServerHttp2Stream, headers) => {
  if (headers[':method'] === 'CONNECT') return talk(stream)
  if (headers[':path'] === '/list') {
    stream.respond({ ':status': 200, 'content-type': 'text/plain; charset=utf-8', 'content-encoding': 'gzip' })
    stream.end(gzipSync('A list that says the same in every line.\n'.repeat(20)))
    return
  }
  stream.respond({ ':status': 200, 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  for (const event of EVENTS) {
    stream.write(event)
    await pause(PAUSE_MS)
  }
  stream.end()
})

/** Answers RFC 8441's CONNECT, and then echoes the one frame it is sent: unmasked, as servers send (RFC 6455 section 5.1). */
function talk(stream: ServerHttp2Stream): void {
  stream.respond({ ':status': 200 })
  stream.once('data', () => stream.end(Buffer.from([0x81, 0x02, 0x68, 0x69, 0x88, 0x02, 0x03, 0xe8])))
}
