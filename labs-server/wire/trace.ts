/** A trace: connections, and their octets with direction and time. Everything else on screen is computed from it. */
import { OctetStream } from './octets.ts'
import type { Direction } from './pdu.ts'

/** What one press of Run was: which lab, with which switches, when, and who answered. */
export interface RunInfo {
  readonly id: string
  readonly lab: string
  readonly switches: Readonly<Record<string, string | number | boolean>>
  /** Milliseconds since 1970 UTC on the labs server's clock; all times of the trace count from here. */
  readonly startedAt: number
  /** What answered, with versions: `Node.js 26.10.0, Express 5.3.0`. */
  readonly server: string
}

/** Where a connection was seen: at the middlebox, which the client talks to; or at the server, which the middlebox talks to. */
export type SeenAt = 'middlebox' | 'server'

/**
 * One thing that was observed. `at` is in milliseconds since the run started, with microseconds behind the point.
 * A user-space tap sees reads and writes, never packets.
 */
export type TraceRecord =
  | {
      readonly kind: 'open'
      readonly connection: number
      readonly at: number
      /** The layer it starts with, where that is known beforehand (by port, by ALPN) and is not HTTP/1.1: `http2`. */
      readonly protocol?: string
      /** Who is at its ends, where that was observed: `127.0.0.1:52044` and `127.0.0.1:4322`. */
      readonly client?: string
      readonly server?: string
      /** The version of TLS around it, where its octets are those inside: `TLS 1.3`, or `TLS` where a file does not say which. */
      readonly tls?: string
      /** With a middlebox between client and server: which of its two sides this connection is on. */
      readonly seenAt?: SeenAt
    }
  | {
      readonly kind: 'octets'
      readonly connection: number
      readonly at: number
      readonly direction: Direction
      /** One socket read or one socket write. */
      readonly octets: Uint8Array
      /** The lengths of the pieces the server handed over together as this one write; absent when it was one. */
      readonly pieces?: readonly number[]
      /** How long the emulated path held these octets, in milliseconds; absent when it did not. */
      readonly heldMs?: number
    }
  /** The sender in `direction` said that no more will come (FIN). */
  | {
      readonly kind: 'end'
      readonly connection: number
      readonly at: number
      readonly direction: Direction
      /** Set when the sender did not say so: the emulated path did, in its name. */
      readonly by?: 'path'
    }
  | {
      readonly kind: 'close'
      readonly connection: number
      readonly at: number
      readonly how: 'closed' | 'reset'
      /** Set when neither end closed the connection: the emulated path lost it. */
      readonly by?: 'path'
    }
  /** Octets that passed and were not kept, because of a limit. Nothing is dropped silently. */
  | {
      readonly kind: 'gap'
      readonly connection: number
      readonly at: number
      readonly direction: Direction
      /** How many octets this record stands for. */
      readonly octets: number
      /** The name of the limit that cut them: `maxOctetsPerRun`. */
      readonly limit: string
    }

/** One socket read or write: the octets `[start, end)` of its direction, and when. */
export interface Passage {
  readonly at: number
  readonly start: number
  readonly end: number
  readonly pieces?: readonly number[]
  readonly heldMs?: number
}

/** Octets that were not kept in one direction of a connection: always its tail. */
export interface Gap {
  readonly at: number
  readonly octets: number
  readonly limit: string
}

/** The octets of one direction of a connection, laid out before they are appended. */
export interface Store {
  readonly connection: number
  readonly direction: Direction
  readonly octets: Uint8Array
}

/** One connection of a trace. */
export class TracedConnection {
  readonly id: number
  /** When it was accepted, in milliseconds since the run started; negative when it was open before. */
  readonly openedAt: number
  /** The layer it starts with, where that was told. */
  readonly protocol: string | undefined
  /** Addresses with ports, where they were observed. */
  readonly client: string | undefined
  readonly server: string | undefined
  /** The version of TLS around it, where its octets are those inside: `TLS 1.3`, or `TLS` where a file does not say which. */
  readonly tls: string | undefined
  /** Which side of a middlebox it is on, where there is one. */
  readonly seenAt: SeenAt | undefined
  closedAt: number | undefined
  closedHow: 'closed' | 'reset' | undefined
  /** Neither end closed it: the emulated path did. */
  closedByPath = false
  readonly streams: Readonly<Record<Direction, OctetStream>> = {
    'client-to-server': new OctetStream(),
    'server-to-client': new OctetStream(),
  }
  readonly passages: Readonly<Record<Direction, Passage[]>> = { 'client-to-server': [], 'server-to-client': [] }
  readonly endedAt: Record<Direction, number | undefined> = {
    'client-to-server': undefined,
    'server-to-client': undefined,
  }
  /** Whether it was not the sender that ended a direction, but the emulated path. */
  readonly endedByPath: Record<Direction, boolean> = { 'client-to-server': false, 'server-to-client': false }
  /** The longest that the emulated path held any of its octets, in milliseconds; 0 where it did not. */
  longestHeldMs = 0
  readonly gaps: Record<Direction, Gap | undefined> = { 'client-to-server': undefined, 'server-to-client': undefined }

  constructor(record: TraceRecord) {
    this.id = record.connection
    this.openedAt = record.at
    const told = record.kind === 'open' ? record : undefined
    this.protocol = told?.protocol
    this.client = told?.client
    this.server = told?.server
    this.tls = told?.tls
    this.seenAt = told?.seenAt
  }

  /** Where the last look-up of each direction ended: most ask for what lies there, or next to it. */
  readonly #lookedAt: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 }

  /** The read or write that carried the octet at `offset`, found by bisection; undefined when it was not seen. */
  passageOf(direction: Direction, offset: number): Passage | undefined {
    const passages = this.passages[direction]
    for (let place = this.#lookedAt[direction]; place <= this.#lookedAt[direction] + 1; place++) {
      const passage = passages[place]
      if (passage === undefined || offset < passage.start || offset >= passage.end) continue
      this.#lookedAt[direction] = place
      return passage
    }
    let low = 0
    let high = passages.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const passage = passages[middle]
      if (passage === undefined) return undefined
      if (offset < passage.start) high = middle
      else if (offset >= passage.end) low = middle + 1
      else {
        this.#lookedAt[direction] = middle
        return passage
      }
    }
    return undefined
  }
}

/** Connections and octets, in the order in which they were observed. Append-only. */
export class Trace {
  readonly run: RunInfo
  readonly #connections = new Map<number, TracedConnection>()
  /** Octets that are laid out already, by connection. */
  #stores: ReadonlyMap<number, readonly Store[]> = new Map()
  #lastAt = 0
  #records = 0

  constructor(run: RunInfo) {
    this.run = run
  }

  /** In the order in which they were opened. */
  get connections(): readonly TracedConnection[] {
    return [...this.#connections.values()]
  }

  /** How many records have been appended. */
  get length(): number {
    return this.#records
  }

  /** The time of the latest record, in milliseconds since the run started. */
  get lastAt(): number {
    return this.#lastAt
  }

  connection(id: number): TracedConnection | undefined {
    return this.#connections.get(id)
  }

  /** Takes `stores` over: octets of connections to come that are appended from them, in order, are not copied. */
  adopt(stores: readonly Store[]): void {
    this.#stores = Map.groupBy(stores, ({ connection }) => connection)
  }

  /** Takes in one record and returns the connection it belongs to. */
  append(record: TraceRecord): TracedConnection {
    this.#records += 1
    this.#lastAt = Math.max(this.#lastAt, record.at)
    let connection = this.#connections.get(record.connection)
    if (connection === undefined) {
      connection = new TracedConnection(record)
      this.#connections.set(record.connection, connection)
      for (const { direction, octets } of this.#stores.get(record.connection) ?? []) {
        connection.streams[direction].adopt(octets)
      }
    }
    switch (record.kind) {
      case 'open':
        break
      case 'octets': {
        const { at, direction, pieces, heldMs } = record
        const stream = connection.streams[direction]
        const start = stream.length
        stream.append(record.octets)
        const end = stream.length
        if (heldMs !== undefined) connection.longestHeldMs = Math.max(connection.longestHeldMs, heldMs)
        // Spelt out for most of them, since there are as many as reads and writes.
        connection.passages[direction].push(
          pieces === undefined && heldMs === undefined
            ? { at, start, end }
            : { at, start, end, ...(pieces && { pieces }), ...(heldMs !== undefined && { heldMs }) },
        )
        break
      }
      case 'end':
        connection.endedAt[record.direction] = record.at
        connection.endedByPath[record.direction] = record.by === 'path'
        break
      case 'close':
        connection.closedAt = record.at
        connection.closedHow = record.how
        connection.closedByPath = record.by === 'path'
        break
      case 'gap': {
        const before = connection.gaps[record.direction]
        connection.gaps[record.direction] = {
          at: before?.at ?? record.at,
          octets: (before?.octets ?? 0) + record.octets,
          limit: record.limit,
        }
        break
      }
    }
    return connection
  }
}
