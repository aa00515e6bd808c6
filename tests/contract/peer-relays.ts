/** A network between two peers of a page that falls silent when it is told to: a relay of UDP before each port that a peer names. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { UdpRelay } from './udp-relay.ts'

export class PeerRelays implements AsyncDisposable {
  readonly #all: Promise<UdpRelay>[] = []
  /** Those that carry, by the port that they relay to. */
  readonly #relays = new Map<string, Promise<UdpRelay>>()
  /** Tells a page the port of the relay to the port that its address asks for. */
  readonly #desk = createServer(async ({ url = '' }, response) => {
    const relay = await this.#relayTo(url.slice(1))
    response.setHeader('Access-Control-Allow-Origin', '*').end(String(relay.port))
  })

  static async start(): Promise<PeerRelays> {
    const relays = new PeerRelays()
    relays.#desk.listen(0, '127.0.0.1')
    await once(relays.#desk, 'listening')
    return relays
  }

  /** Where a page asks for relays: the port is to follow. */
  get address(): string {
    return `http://127.0.0.1:${(this.#desk.address() as AddressInfo).port}/`
  }

  /** Loses all that passes between the peers that have met, and tells nobody; those that meet later are carried faithfully. */
  async cut(): Promise<void> {
    this.#relays.clear()
    for (const relay of await Promise.all(this.#all)) relay.silence()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#desk.closeAllConnections()
    await new Promise((closed) => this.#desk.close(closed))
    for (const relay of await Promise.all(this.#all)) await relay[Symbol.asyncDispose]()
  }

  #relayTo(port: string): Promise<UdpRelay> {
    const known = this.#relays.get(port)
    if (known) return known
    const relay = UdpRelay.to(Number(port))
    this.#all.push(relay)
    this.#relays.set(port, relay)
    return relay
  }
}
