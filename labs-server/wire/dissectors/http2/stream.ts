/** One stream: RFC 9113 section 5.1, seen from outside, so each direction has its own half. */
import type { CarriedOctets } from '../../carried-octets.ts'
import { type Direction, opposite } from '../../pdu.ts'

/** The names of RFC 9113 section 5.1, from the client's point of view: `local` is the client. */
export type StreamState =
  | 'idle'
  | 'reserved (remote)'
  | 'open'
  | 'half-closed (local)'
  | 'half-closed (remote)'
  | 'closed'

/** What one endpoint has sent on the stream. */
export interface Half {
  /** Which part of the message comes next; interim responses leave it at `head`. */
  phase: 'head' | 'content' | 'trailers'
  /** END_STREAM has come. */
  ended: boolean
  /** RST_STREAM has come. */
  reset: boolean
  /** What Content-Length says, where it binds. */
  declared: number | undefined
  /** Octets of DATA so far, without padding. */
  received: number
  /** What WINDOW_UPDATE has given so far, less what DATA has used; the window is as much above the initial window size. */
  credit: number
  /** Where the content goes, if another layer reads it. */
  content: CarriedOctets | undefined
}

function newHalf(): Half {
  return { phase: 'head', ended: false, reset: false, declared: undefined, received: 0, credit: 0, content: undefined }
}

/** What a CONNECT request has asked for. */
export interface TunnelRequest {
  readonly protocol: string
  readonly fields: ReadonlyMap<string, string>
}

export class Stream {
  readonly id: number
  /** Whether the server promised it. */
  readonly isPromised: boolean
  readonly halves: Readonly<Record<Direction, Half>> = {
    'client-to-server': newHalf(),
    'server-to-client': newHalf(),
  }
  /** Of the request, where it was seen. */
  method: string | undefined
  tunnel: TunnelRequest | undefined
  /** Whether it counts against what the server allows to be open at once. */
  countsAsOpen = false

  constructor(id: number, isPromised = false) {
    this.id = id
    this.isPromised = isPromised
    // A promised request has been made already, by the server in the client's place.
    if (isPromised) this.halves['client-to-server'].ended = true
  }

  get state(): StreamState {
    const { 'client-to-server': client, 'server-to-client': server } = this.halves
    if (client.reset || server.reset || (client.ended && server.ended)) return 'closed'
    if (this.isPromised && server.phase === 'head') return 'reserved (remote)'
    if (client.ended) return 'half-closed (local)'
    return server.ended ? 'half-closed (remote)' : 'open'
  }

  /** Whether neither end can send on it any more; one that was only told to stop may not have heard of it. */
  get isOver(): boolean {
    const { 'client-to-server': client, 'server-to-client': server } = this.halves
    return (client.ended || client.reset) && (server.ended || server.reset)
  }

  half(direction: Direction): Half {
    return this.halves[direction]
  }

  otherHalf(direction: Direction): Half {
    return this.halves[opposite(direction)]
  }
}

/** The streams of a connection. One that is over is forgotten, but for its identifier. */
export class Streams {
  readonly #streams = new Map<number, Stream>()
  /** Identifiers that were opened, in ascending order, by who opened them. */
  readonly #opened: Readonly<Record<Direction, number[]>> = { 'client-to-server': [], 'server-to-client': [] }
  /** How many streams of the client are neither closed nor only implied. */
  openOfClient = 0

  get(id: number): Stream | undefined {
    return this.#streams.get(id)
  }

  /** The highest identifier that was opened; streams above it are idle. */
  highest(opener: Direction): number {
    return this.#opened[opener].at(-1) ?? 0
  }

  /** Whether this very identifier was opened: those that were skipped are closed, but never were open. */
  wasOpened(id: number): boolean {
    const opened = this.#opened[openerOf(id)]
    let low = 0
    let high = opened.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((opened[middle] as number) < id) low = middle + 1
      else high = middle
    }
    return opened[low] === id
  }

  /** Opens a stream above all others of its opener. */
  open(id: number): Stream {
    const opener = openerOf(id)
    this.#opened[opener].push(id)
    const stream = this.#streams.get(id) ?? this.imply(id)
    if (opener === 'client-to-server' && stream.state !== 'closed') {
      stream.countsAsOpen = true
      this.openOfClient += 1
    }
    return stream
  }

  /** Takes note of a stream whose opening was not seen. */
  imply(id: number): Stream {
    const stream = new Stream(id, openerOf(id) === 'server-to-client')
    this.#streams.set(id, stream)
    return stream
  }

  /** A frame on it has been read: it may be closed now, or over. */
  settle(stream: Stream): void {
    if (stream.countsAsOpen && stream.state === 'closed') {
      stream.countsAsOpen = false
      this.openOfClient -= 1
    }
    if (stream.isOver) this.#streams.delete(stream.id)
  }

  [Symbol.iterator](): Iterator<Stream> {
    return this.#streams.values()
  }
}

/** RFC 9113 section 5.1.1: "Streams initiated by a client MUST use odd-numbered stream identifiers". */
export function openerOf(id: number): Direction {
  return id % 2 === 1 ? 'client-to-server' : 'server-to-client'
}

/**
 * The exchange of a stream: the streams that a client may open are its exchanges, counted from `first`. So a stream tells
 * it, whatever else was seen; a client that skips identifiers skips exchanges. What the server pushes answers no request of
 * the client, and has none.
 */
export function exchangeOf(id: number, first: number): number | undefined {
  return openerOf(id) === 'client-to-server' ? first + (id - 1) / 2 : undefined
}
