/** A network that falls silent when it is told to: a relay of UDP between browsers and one port of this machine. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { Direction } from '#wire/pdu.ts'
import { Waiting } from '../labs-server/waiting.ts'

const HOST = '127.0.0.1'

/** Packets to and from one port of a client: to the server it has a port of its own. */
interface Flow {
  readonly server: Socket
  /** What is cut stays so: nothing goes on it in either direction, and no end is told. */
  cut: boolean
}

export class UdpRelay implements AsyncDisposable {
  readonly #socket = createSocket('udp4')
  readonly #flows = new Map<number, Flow>()
  readonly #waiting = new Waiting()
  #losing: Direction | undefined
  #lost = 0
  #isSilent = false

  /** Relays to this port of this machine. */
  static async to(port: number): Promise<UdpRelay> {
    const relay = new UdpRelay()
    relay.#socket.on('message', (packet, client) => {
      const flow = relay.#flowOf(client.port)
      if (relay.#passes('client-to-server', flow)) flow.server.send(packet, port, HOST)
    })
    relay.#socket.bind(0, HOST)
    await once(relay.#socket, 'listening')
    return relay
  }

  get port(): number {
    return this.#socket.address().port
  }

  /** From now on, what goes in this direction is lost. Resolves once something has been. */
  lose(direction: Direction): Promise<void> {
    this.#losing = direction
    this.#lost = 0
    return this.#waiting.until(() => this.#lost > 0)
  }

  /** Loses all that comes from a port which has sent before, or goes there, and tells nobody; others are carried faithfully. */
  cut(): void {
    this.#losing = undefined
    for (const flow of this.#flows.values()) flow.cut = true
  }

  /** Loses all that comes from now on, whoever sends it, and tells nobody. */
  silence(): void {
    this.#isSilent = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const sockets = [this.#socket, ...[...this.#flows.values()].map(({ server }) => server)]
    await Promise.all(sockets.map((socket) => new Promise<void>((closed) => socket.close(closed))))
  }

  #flowOf(clientPort: number): Flow {
    const known = this.#flows.get(clientPort)
    if (known) return known
    const flow = { server: createSocket('udp4'), cut: false }
    flow.server.on('message', (packet) => {
      if (this.#passes('server-to-client', flow)) this.#socket.send(packet, clientPort, HOST)
    })
    this.#flows.set(clientPort, flow)
    return flow
  }

  #passes(direction: Direction, flow: Flow): boolean {
    if (this.#losing === direction) {
      this.#lost += 1
      this.#waiting.happened()
      return false
    }
    return !flow.cut && !this.#isSilent
  }
}
