/** The server half, through `ws`: a binary message for every message, and a Ping where nothing has to be said. */
import { once } from 'node:events'
import { WebSocketServer } from 'ws'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import type { TakeSocket } from '../transport-server.ts'

const LIMITS = { noServer: true, maxPayload: 2 ** 21, clientTracking: false } as const
const plain = new WebSocketServer(LIMITS)
const compressing = new WebSocketServer({ ...LIMITS, perMessageDeflate: { threshold: 0 } })

export const takeSocket: TakeSocket = (request, socket, head, mailbox: Mailbox) => {
  const { gzip, heartbeat } = mailbox.options
  const after = Number(URL.parse(request.url ?? '', 'ws://localhost')?.searchParams.get('after') ?? 0)
  const server = gzip ? compressing : plain
  server.handleUpgrade(request, socket, head, async (webSocket) => {
    const gone = new AbortController()
    const beat = heartbeat > 0 ? setInterval(() => webSocket.ping(), heartbeat) : undefined
    webSocket.on('message', (data: Buffer) => mailbox.receive(new Uint8Array(data)))
    webSocket.on('error', () => {}) // Wrong octets are told by the frames: `ws` closes, with the reason.
    webSocket.on('close', () => {
      clearInterval(beat)
      gone.abort()
    })
    try {
      for await (const { message } of mailbox.messages(after, gone.signal)) {
        webSocket.send(message)
        if (socket.writableNeedDrain) await once(socket, 'drain', { signal: gone.signal }).catch(() => {})
      }
      webSocket.close(1000)
    } catch (error) {
      // RFC 6455 section 7.4.1: what it asks for is no longer kept. A reason has 123 octets at most.
      webSocket.close(1011, String((error as Error).message).slice(0, 120))
    }
  })
}
