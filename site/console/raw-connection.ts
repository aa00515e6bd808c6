/**
 * A TCP connection to the labs, which the labs server's console makes for the page: browsers have none to give. One connection
 * of Socket.IO each, so that nothing of one is in the way of another. Loaded when a reader first opens one.
 */
import { io, type Socket } from 'socket.io-client'
import type {
  ConsoleAuth,
  ConsoleClosedHow,
  ConsoleCommands,
  ConsoleEvents,
  ConsoleNamespace,
  MaxEventOctets,
} from '#labs-server/console/console-events.ts'
import { CLOSED, SILENT } from '../lab/feed-link.ts'
import { FEED_PATH } from '../lab/web-socket-link.ts'

/** What happens on it. Times are milliseconds since it was there, on the labs server's clock. */
export interface RawConnectionEvents {
  octets(octets: Uint8Array, at: number): void
  /** The labs have said that no more will come. */
  ended(at: number): void
  /** It is gone; nothing follows. `why` is a sentence, where there is more to say than how. */
  closed(how: ConsoleClosedHow | 'lost', at: number, why: string | undefined): void
}

export interface RawConnection {
  /** Its ends: `127.0.0.1:52044`, `127.0.0.1:4322`. */
  readonly client: string
  readonly server: string
  /** Sends octets after those before; resolves with the time at which they were written, or undefined when it is gone. */
  send(octets: Uint8Array): Promise<number | undefined>
  /** Says that no more will come (FIN); resolves with the time, or undefined when it is gone. */
  end(): Promise<number | undefined>
  /** Breaks it off (RST). */
  reset(): void
  close(): void
}

const NAMESPACE: ConsoleNamespace = '/console'
const MAX_EVENT_OCTETS: MaxEventOctets = 8192
const NOT_THERE = 'The labs server does not answer. Start it with "npm start" in the project’s folder, and try again.'

/** Opens one. Rejects with a sentence when it cannot be had. */
export function openRawConnection(
  origin: string,
  auth: ConsoleAuth,
  events: RawConnectionEvents,
): Promise<RawConnection> {
  const { promise, resolve, reject } = Promise.withResolvers<RawConnection>()
  const socket: Socket<ConsoleEvents, ConsoleCommands> = io(new URL(NAMESPACE, origin).href, {
    path: FEED_PATH,
    auth: { ...auth },
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnection: false,
    forceNew: true,
  })
  const gone = Promise.withResolvers<undefined>()
  let openedAt: number | undefined
  let sent: Promise<number | undefined> = Promise.resolve(undefined)

  const over = (how: ConsoleClosedHow | 'lost', at: number, why?: string) => {
    socket.off()
    socket.disconnect()
    gone.resolve(undefined)
    if (openedAt === undefined) reject(new Error(why ?? CLOSED))
    else events.closed(how, at, why)
  }
  const write = async (octets: Uint8Array) => {
    let at: number | undefined
    for (let from = 0; from < octets.length; from += MAX_EVENT_OCTETS) {
      const written = new Promise<number>((told) => {
        socket.emit('octets', octets.slice(from, from + MAX_EVENT_OCTETS), told)
      })
      const writtenAt = await Promise.race([written, gone.promise])
      at ??= writtenAt
      if (writtenAt === undefined) return undefined
    }
    return at
  }

  socket.on('opened', (ends) => {
    openedAt = performance.now()
    resolve({
      ...ends,
      send(octets) {
        sent = sent.then(() => write(octets))
        return sent
      },
      end() {
        const said = () => new Promise<number>((told) => socket.emit('end', told))
        return sent.then(() => Promise.race([said(), gone.promise]))
      },
      reset: () => void socket.emit('reset'),
      close: () => void socket.emit('close'),
    })
  })
  socket.on('octets', (octets, at, received) => {
    events.octets(new Uint8Array(octets), at)
    received()
  })
  socket.on('ended', events.ended)
  socket.on('closed', (how, at, problem) => over(how, at, problem?.detail))
  socket.on('disconnect', (reason) =>
    over('lost', performance.now() - (openedAt ?? 0), reason === 'ping timeout' ? SILENT : CLOSED),
  )
  // An error with a description is the transport's; without one, the server's refusal.
  socket.on('connect_error', (error) => over('lost', 0, 'description' in error ? NOT_THERE : error.message))
  return promise
}
