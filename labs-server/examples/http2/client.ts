/** Node's client: browsers speak HTTP/2 over TLS only. Three requests at once; over the third a WebSocket frame by hand. */
import { once } from 'node:events'
import { type ClientHttp2Stream, connect } from 'node:http2'
import type { Socket } from 'node:net'

const OVER = { ':scheme': 'http', ':authority': 'localhost' }

export async function run(socket: Socket): Promise<void> {
  const session = connect('http://localhost', { createConnection: () => socket })
  await once(session, 'remoteSettings')
  const events = session.request({ ...OVER, ':path': '/events', accept: 'text/event-stream' })
  const list = session.request({ ...OVER, ':path': '/list', 'accept-encoding': 'gzip' })
  const chat = session.request({
    ...OVER,
    ':method': 'CONNECT',
    ':protocol': 'websocket',
    ':path': '/chat',
    'sec-websocket-version': '13',
    origin: 'http://localhost',
  })
  // "hi", masked with 37 fa 21 3d.
  chat.write(Buffer.from([0x81, 0x82, 0x37, 0xfa, 0x21, 0x3d, 0x5f, 0x93]))
  await Promise.all([events, list, chat].map(readToEnd))
  // Close with 1000, under the same key.
  chat.end(Buffer.from([0x88, 0x82, 0x37, 0xfa, 0x21, 0x3d, 0x34, 0x12]))
  session.close()
  await once(socket, 'close')
}

async function readToEnd(stream: ClientHttp2Stream): Promise<void> {
  stream.resume()
  await once(stream, 'end')
}
