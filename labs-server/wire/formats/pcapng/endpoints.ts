/** Which addresses and ports the packets of a connection get: those that were observed, where tools can tell them apart. */
import type { TracedConnection } from '../../trace.ts'
import type { Endpoint } from '../packets/tcp-packet.ts'

/** The ends of one connection. */
export interface Endpoints {
  readonly client: Endpoint
  readonly server: Endpoint
}

/** RFC 5737: 192.0.2.0/24 is for documentation. Client and server differ, so that tools show two hosts. */
const DOCUMENTATION = [192, 0, 2]
const FIRST_CLIENT = 1
const SERVER = 80
/** RFC 6335 section 6: dynamic ports. */
const FIRST_PORT = 49152
const PORTS = 65536 - FIRST_PORT

/** Wireshark looks for HTTP/2 without TLS at its HTTP ports only. */
const HTTP_PORT = 80
const HTTP_PORTS = [80, 631, 1900, 2710, 2869, 3128, 3132, 3689, 5985, 8080, 8088, 11371]

const IPV4_END = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3}):(\d{1,5})$/
const LOOPBACK = 127

/** Gives every connection ends of its own. */
export class EndpointBook {
  /** Every address that stands for one that was not observed, or not fit. */
  readonly names = new Map<readonly number[], 'client' | 'server'>()
  readonly #taken = new Set<string>()
  readonly #clients: (readonly number[])[] = []
  readonly #server: Endpoint = { address: [...DOCUMENTATION, SERVER], port: HTTP_PORT }
  #next = 0

  endpointsOf({ client, server }: TracedConnection): Endpoints {
    const [from, to] = [readEnd(client), readEnd(server)]
    if (from !== undefined && to !== undefined && areTold(from, to)) {
      const port = HTTP_PORTS.includes(to.port) ? to.port : HTTP_PORT
      if (this.#take(from)) return { client: from, server: { ...to, port } }
    }
    return { client: this.#standIn(from?.port), server: this.#named(this.#server, 'server') }
  }

  /** A client with the port that was observed, if that can be. */
  #standIn(port: number | undefined): Endpoint {
    if (port !== undefined) {
      const observed = { address: this.#client(0), port }
      if (this.#take(observed)) return this.#named(observed, 'client')
    }
    for (;;) {
      const number = this.#next++
      const end = { address: this.#client(Math.floor(number / PORTS)), port: FIRST_PORT + (number % PORTS) }
      if (this.#take(end)) return this.#named(end, 'client')
    }
  }

  #client(number: number): readonly number[] {
    this.#clients[number] ??= [...DOCUMENTATION, FIRST_CLIENT + number]
    return this.#clients[number]
  }

  #take({ address, port }: Endpoint): boolean {
    const key = `${address.join('.')}:${port}`
    if (this.#taken.has(key)) return false
    this.#taken.add(key)
    return true
  }

  #named(end: Endpoint, name: 'client' | 'server'): Endpoint {
    this.names.set(end.address, name)
    return end
  }
}

/** Undefined for what is no IPv4 address with a port. */
function readEnd(text: string | undefined): Endpoint | undefined {
  const numbers = IPV4_END.exec(text ?? '')
    ?.slice(1)
    .map(Number)
  const port = numbers?.pop()
  if (numbers === undefined || port === undefined || port > 0xffff || numbers.some((octet) => octet > 255))
    return undefined
  return { address: numbers, port }
}

/** Whether these are two hosts. */
function areTold(one: Endpoint, other: Endpoint): boolean {
  const isLoopback = one.address[0] === LOOPBACK && other.address[0] === LOOPBACK
  return !isLoopback && one.address.join('.') !== other.address.join('.')
}
