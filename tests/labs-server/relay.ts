/** An independent witness: a plain relay between a client and the labs, which keeps every octet it passes on. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Relayed {
  readonly 'client-to-server': Buffer[]
  readonly 'server-to-client': Buffer[]
}

export class Relay implements Disposable {
  readonly connections: Relayed[] = []
  readonly #server
  readonly #sockets = new Set<Socket>()

  private constructor(toPort: number) {
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
      const seen: Relayed = { 'client-to-server': [], 'server-to-client': [] }
      this.connections.push(seen)
      const server = connect({ port: toPort, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
      this.#pass(client, server, seen['client-to-server'])
      this.#pass(server, client, seen['server-to-client'])
    }).listen(0, '127.0.0.1')
  }

  static async to(port: number): Promise<Relay> {
    const relay = new Relay(port)
    await once(relay.#server, 'listening')
    return relay
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  #pass(from: Socket, to: Socket, seen: Buffer[]): void {
    this.#sockets.add(from)
    from.on('data', (octets: Buffer) => {
      seen.push(octets)
      if (!to.write(octets)) from.pause()
    })
    to.on('drain', () => from.resume())
    from.on('end', () => to.end())
    from.on('error', () => to.resetAndDestroy())
    from.on('close', () => {
      this.#sockets.delete(from)
      to.destroySoon()
    })
  }

  [Symbol.dispose](): void {
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}
