/** A network that fails when it is told to: a relay between a browser and one origin of the labs, over IPv4 and IPv6. */
import { connect, type Socket } from 'node:net'
import { Listener, LOOPBACK } from '#labs-server/listener.ts'
import type { Direction } from '#wire/pdu.ts'
import { Waiting } from '../labs-server/waiting.ts'

interface Pair {
  readonly client: Socket
  readonly server: Socket
}

export class UnsteadyRelay implements AsyncDisposable {
  readonly #pairs = new Set<Pair>()
  readonly #waiting = new Waiting()
  #listener: Listener | undefined
  #losing: Direction | undefined
  #lost = 0
  #stopped = false

  /** Relays to this port of this machine. */
  static async to(port: number): Promise<UnsteadyRelay> {
    const relay = new UnsteadyRelay()
    relay.#listener = await Listener.open({ port: 0, hosts: LOOPBACK, accept: (client) => relay.#accept(client, port) })
    return relay
  }

  get port(): number {
    return this.#listener?.port ?? 0
  }

  /** From now on, what goes in this direction is read and lost. Resolves once something has been. */
  lose(direction: Direction): Promise<void> {
    this.#losing = direction
    this.#lost = 0
    return this.#waiting.until(() => this.#lost > 0)
  }

  /** Ends every connection at both ends, with a FIN or with a RST; those that follow are carried faithfully. */
  cut(how: 'close' | 'reset'): void {
    this.#losing = undefined
    for (const { client, server } of this.#pairs) {
      if (how === 'reset') client.resetAndDestroy()
      else client.end(() => client.destroy())
      if (how === 'reset') server.resetAndDestroy()
      else server.destroy()
    }
  }

  /** From now on, nothing that the server writes is read: it meets a slow reader whatever the browser does. */
  stopReading(): void {
    this.#stopped = true
    for (const { server } of this.#pairs) server.pause()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { client, server } of this.#pairs) {
      client.destroy()
      server.destroy()
    }
    await this.#listener?.close()
  }

  #accept(client: Socket, port: number): void {
    const server = connect({ port, host: 'localhost', allowHalfOpen: true, noDelay: true })
    const pair = { client, server }
    this.#pairs.add(pair)
    this.#pass('client-to-server', client, server)
    this.#pass('server-to-client', server, client)
    server.on('close', () => this.#pairs.delete(pair))
    if (this.#stopped) server.pause()
  }

  #pass(direction: Direction, from: Socket, to: Socket): void {
    from.on('data', (octets) => {
      if (this.#losing === direction) {
        this.#lost += octets.length
        this.#waiting.happened()
      } else if (!to.write(octets)) {
        from.pause()
      }
    })
    to.on('drain', () => {
      if (!this.#stopped || direction === 'client-to-server') from.resume()
    })
    from.on('end', () => to.end())
    from.on('error', () => to.resetAndDestroy())
    from.on('close', () => to.destroySoon())
  }
}
