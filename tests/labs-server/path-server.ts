/** An HTTP server whose connections go over an emulated path, and the records of their tap. */
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import net, { type AddressInfo } from 'node:net'
import { BARE_PATH, type PathOptions } from '#labs/path-options.ts'
import { LIMITS, type Limits } from '#labs-server/limits.ts'
import { Cut } from '#labs-server/path/cut.ts'
import { EmulatedPath } from '#labs-server/path/emulated-path.ts'
import { TappedSocket } from '#labs-server/tap/tapped-socket.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { Waiting } from './waiting.ts'

export interface PathServer extends AsyncDisposable {
  readonly port: number
  readonly records: readonly TraceRecord[]
  /** Waits for a record that makes `isSo` true. */
  until(isSo: () => boolean): Promise<void>
}

/** Answers with `answer` over a path that differs from a bare one in `options`. */
export async function pathServer(
  options: Partial<PathOptions>,
  answer: RequestListener,
  limits: Partial<Limits> = {},
): Promise<PathServer> {
  const path = { ...BARE_PATH, ...options }
  const cut = path.cut && new Cut(path.cut)
  const records: TraceRecord[] = []
  const happenings = new Waiting()
  const server = createServer(answer)
  let connections = 0
  const sockets = new Set<net.Socket>()
  const listener = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket)
    connections += 1
    const connection = connections
    const openedAt = performance.now()
    const note = (record: TraceRecord) => {
      records.push(record)
      happenings.happened()
    }
    note({ kind: 'open', connection, at: openedAt })
    const tap = new TappedSocket(socket, {
      pathOf: () => new EmulatedPath(path, { openedAt, limits: { ...LIMITS, ...limits }, ...(cut && { cut }) }),
      octets: (direction, octets, at, pieces, heldMs) =>
        note({
          kind: 'octets',
          connection,
          at,
          direction,
          octets: Uint8Array.from(octets),
          ...(pieces && { pieces }),
          ...(heldMs !== undefined && { heldMs }),
        }),
      ended: (direction, at, by) => note({ kind: 'end', connection, at, direction, ...(by && { by }) }),
      closed: (how, at, by) => note({ kind: 'close', connection, at, how, ...(by && { by }) }),
    })
    server.emit('connection', tap)
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    port: (listener.address() as AddressInfo).port,
    records,
    until: (isSo) => happenings.until(isSo),
    async [Symbol.asyncDispose]() {
      cut?.close()
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}
