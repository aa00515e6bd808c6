/** Load as simple as can be: kept-alive connections, each with one request under way, raw octets. */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export class HttpLoad implements Disposable {
  readonly #sockets: readonly Socket[]
  readonly #request: Buffer
  /** Every response has the same length, which the first one told. */
  #responseOctets = 0

  private constructor(sockets: readonly Socket[], url: URL) {
    this.#sockets = sockets
    this.#request = Buffer.from(`GET ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
  }

  static async open(url: URL, connections: number): Promise<HttpLoad> {
    const sockets = Array.from({ length: connections }, () =>
      connect({ port: Number(url.port), host: '127.0.0.1', noDelay: true }),
    )
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const load = new HttpLoad(sockets, url)
    for (const socket of sockets) load.#responseOctets = await load.#first(socket)
    return load
  }

  async #first(socket: Socket): Promise<number> {
    socket.write(this.#request)
    let text = ''
    for (;;) {
      const [octets] = await once(socket, 'data')
      text += octets.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      const length = /Content-Length: (\d+)/.exec(text)?.[1]
      if (end >= 0 && length !== undefined && text.length >= end + 4 + Number(length)) return text.length
    }
  }

  /** Makes `requests` on each connection, one after another, and resolves when all are answered. */
  async run(requests: number): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => this.#runOn(socket, requests)))
  }

  #runOn(socket: Socket, requests: number): Promise<void> {
    return new Promise((resolve, reject) => {
      let left = requests
      let octets = 0
      const take = (data: Buffer) => {
        octets += data.length
        if (octets < this.#responseOctets) return
        octets = 0
        left -= 1
        if (left > 0) {
          socket.write(this.#request)
          return
        }
        socket.off('data', take).off('close', reject)
        resolve()
      }
      socket.on('data', take).once('close', reject)
      socket.write(this.#request)
    })
  }

  [Symbol.dispose](): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}
