/** A relay on loopback that keeps the octets of one connection, in the order in which they passed. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { Direction } from '#wire/pdu.ts'
import type { Passage } from '../octet-page.ts'

export interface Relay extends AsyncDisposable {
  readonly port: number
  readonly passages: readonly Passage[]
  /** Settles when the connection has ended in both directions. */
  readonly closed: Promise<unknown>
}

/** Relays one connection to `port`, where a server listens. What one end causes passes after what caused it. */
export async function recordingRelay(port: number): Promise<Relay> {
  const passages: Passage[] = []
  const sockets: Socket[] = []
  const closed = Promise.withResolvers<void>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    sockets.push(client, upstream)
    const pump = (from: Socket, to: Socket, direction: Direction) => {
      from.on('data', (octets: Uint8Array) => {
        passages.push({ direction, octets: octets.slice() })
        to.write(octets)
      })
      from.on('end', () => to.end())
      // A reset ends the connection, and so the conversation: what it was about is in the octets.
      from.on('error', () => to.destroy())
    }
    pump(client, upstream, 'client-to-server')
    pump(upstream, client, 'server-to-client')
    Promise.all([client, upstream].map((socket) => new Promise((resolve) => socket.once('close', resolve)))).then(() =>
      closed.resolve(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    passages,
    closed: closed.promise,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
