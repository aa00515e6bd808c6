/** Real conversations of Node over loopback, as the labs server's own tap sees them. */
import type { EventEmitter } from 'node:events'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { TappedSocket } from '#labs-server/tap/tapped-socket.ts'
import type { TraceRecord } from '#wire/trace.ts'

/** Runs `dialogue` against `server`, which gets the port to connect to, until all its connections are closed. */
export async function tapped(
  server: EventEmitter,
  dialogue: (port: number) => Promise<void>,
): Promise<readonly TraceRecord[]> {
  const records: TraceRecord[] = []
  const closed: Promise<void>[] = []
  const startedAt = performance.now()
  const since = (at: number) => Math.round((at - startedAt) * 1000) / 1000
  const listener = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    const connection = closed.length + 1
    const { promise, resolve } = Promise.withResolvers<void>()
    closed.push(promise)
    const client = `${socket.remoteAddress}:${socket.remotePort}`
    const own = `${socket.localAddress}:${socket.localPort}`
    records.push({ kind: 'open', connection, at: since(performance.now()), client, server: own })
    const tap = new TappedSocket(socket, {
      pathOf: () => null,
      octets: (direction, octets, at, pieces) =>
        records.push({
          kind: 'octets',
          connection,
          at: since(at),
          direction,
          octets: Uint8Array.from(octets),
          ...(pieces && { pieces }),
        }),
      ended: (direction, at) => records.push({ kind: 'end', connection, at: since(at), direction }),
      closed: (how, at) => {
        records.push({ kind: 'close', connection, at: since(at), how })
        resolve()
      },
    })
    server.emit('connection', tap)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  await dialogue((listener.address() as AddressInfo).port)
  await Promise.all(closed)
  listener.close()
  return records
}
