/** TCP for a page, which has none: a WebSocket for each connection to a port of this machine. It stands where readers have the console. */
import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'

/** Close codes of the bridge's own (RFC 6455 section 7.4.2): the connection was broken off. */
export const BROKEN = 4000

export class TcpBridge implements AsyncDisposable {
  readonly #server = new WebSocketServer({ port: 0, host: '127.0.0.1' })

  static async start(): Promise<TcpBridge> {
    const bridge = new TcpBridge()
    bridge.#server.on('connection', (page, { url = '' }) => carry(page, Number(url.slice(1))))
    await once(bridge.#server, 'listening')
    return bridge
  }

  /** Where a page gets a connection to this port. */
  addressOf(port: number): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}/${port}`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const page of this.#server.clients) page.terminate()
    await new Promise((closed) => this.#server.close(closed))
  }
}

function carry(page: WebSocket, port: number): void {
  const socket = connect({ port, host: 'localhost', noDelay: true })
  socket.on('data', (octets) => {
    socket.pause()
    page.send(octets, () => socket.resume())
  })
  socket.on('end', () => page.close(1000))
  socket.on('error', () => page.close(BROKEN))
  page.on('message', (octets: Buffer) => socket.write(octets))
  page.on('close', () => socket.destroySoon())
}
