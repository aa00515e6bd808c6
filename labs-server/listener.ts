/** Listens on one port of several addresses, and hands every accepted socket to one server. */
import { type AddressInfo, createServer, isIPv6, type Server, type Socket } from 'node:net'

/** How many ports are tried when any will do and the first is taken on the second address. */
const MAX_TRIES = 20

/** Addresses of this machine alone, as browsers look up `localhost`. */
export const LOOPBACK = ['127.0.0.1', '::1'] as const

export interface ListenOptions {
  /** 0 for any that is free. */
  readonly port: number
  /** Addresses; one of them at least must exist on this machine. */
  readonly hosts: readonly string[]
  /** Connections open at once on one address; further ones are dropped. */
  readonly maxConnections?: number
  /** Given every accepted socket: half-open is allowed, Nagle's algorithm is off. */
  readonly accept: (socket: Socket) => void
}

/** A port that another process listens on. */
export class PortTakenError extends Error {
  override readonly name = 'PortTakenError'
  readonly port: number

  constructor(port: number, cause: unknown) {
    super(`Failed to listen: port ${port} is taken.`, { cause })
    this.port = port
  }
}

export class Listener implements AsyncDisposable {
  readonly port: number
  /** The first address it listens on: `127.0.0.1`. */
  readonly host: string
  readonly #servers: readonly Server[]
  readonly #sockets: ReadonlySet<Socket>

  private constructor(servers: readonly Server[], sockets: ReadonlySet<Socket>) {
    this.#servers = servers
    this.#sockets = sockets
    this.port = portOf(servers)
    this.host = addressOf(servers)?.address ?? ''
  }

  /**
   * Listens on every address that this machine has.
   *
   * @throws PortTakenError when the port is taken on one of them; the system's error when none can be listened on.
   */
  static async open(options: ListenOptions): Promise<Listener> {
    for (let tries = 1; ; tries++) {
      const sockets = new Set<Socket>()
      const servers: Server[] = []
      try {
        let missing: unknown
        for (const host of options.hosts) {
          try {
            servers.push(await listen(host, servers.length > 0 ? portOf(servers) : options.port, options, sockets))
          } catch (error) {
            if (!isMissingAddress(error)) throw error
            missing = error
          }
        }
        if (servers.length === 0) throw missing
        return new Listener(servers, sockets)
      } catch (error) {
        for (const server of servers) server.close()
        if (codeOf(error) !== 'EADDRINUSE') throw error
        if (options.port !== 0 || tries === MAX_TRIES) throw new PortTakenError(options.port, error)
      }
    }
  }

  /** Stops listening and closes every socket. */
  async close(): Promise<void> {
    const closed = this.#servers.map((server) => new Promise((resolve) => server.close(resolve)))
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(closed)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function listen(host: string, port: number, options: ListenOptions, sockets: Set<Socket>): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    options.accept(socket)
  })
  if (options.maxConnections !== undefined) server.maxConnections = options.maxConnections
  const { promise, resolve, reject } = Promise.withResolvers<Server>()
  server.once('error', reject)
  // An IPv6 address beside an IPv4 one stands for itself alone; alone, "::" stands for both.
  server.listen({ host, port, ipv6Only: isIPv6(host) && options.hosts.length > 1 }, () => {
    server.off('error', reject)
    resolve(server)
  })
  return promise
}

function portOf(servers: readonly Server[]): number {
  return addressOf(servers)?.port ?? 0
}

function addressOf(servers: readonly Server[]): AddressInfo | undefined {
  const address = servers[0]?.address()
  return typeof address === 'object' && address !== null ? address : undefined
}

function isMissingAddress(error: unknown): boolean {
  return ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
