/** Every unit of a trace, in the order in which it was complete: what lists, lanes, checks and exports read. */
import { ConnectionDissector } from './connection-dissector.ts'
import { DecodingRoom } from './decoding-room.ts'
import type { EndedBy } from './dissector.ts'
import './dissectors/index.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'
import type { RunInfo, TracedConnection, TraceRecord } from './trace.ts'
import { Trace } from './trace.ts'

/** A unit with its place in the trace. There are as many as units, so key and times are worked out when they are asked for. */
export class LoggedUnit {
  readonly connection: TracedConnection
  readonly unit: Pdu

  constructor(connection: TracedConnection, unit: Pdu) {
    this.connection = connection
    this.unit = unit
  }

  /** Unique in the trace: connection and unit id, `3/s2c-4`. */
  get key(): string {
    return `${this.connection.id}/${this.unit.id}`
  }

  /** When its first octet passed, in milliseconds since the run started. */
  get startedAt(): number {
    const first = this.unit.ranges[0]
    // A unit that is cut short before its first octet has an empty range: it began where the octets ended.
    const isEmpty = first !== undefined && first.end === first.start
    return isEmpty ? this.at : passedAt(this.connection, this.unit.direction, first?.start)
  }

  /** When its last octet passed. */
  get at(): number {
    const last = this.unit.ranges.at(-1)
    return passedAt(this.connection, this.unit.direction, last === undefined ? undefined : last.end - 1)
  }
}

/** A trace together with what it means. Append records; read `units`, `pending` and `trace`. */
export class UnitLog {
  readonly trace: Trace
  readonly #units: LoggedUnit[] = []
  readonly #dissectors = new Map<TracedConnection, ConnectionDissector>()
  readonly #protocol: string
  readonly #room = new DecodingRoom()

  /** `protocol` is the layer of connections that do not say which they start with. */
  constructor(run: RunInfo, protocol = 'http1', trace = new Trace(run)) {
    this.trace = trace
    this.#protocol = protocol
  }

  /** Whether more would have been read if a layer that is expected had been there: add it, and read the trace anew. */
  get lacksLayers(): boolean {
    return [...this.#dissectors.values()].some((dissector) => dissector.lacksLayers)
  }

  /** Complete units, in the order in which they were completed. Grows; units in it never change. */
  get units(): readonly LoggedUnit[] {
    return this.#units
  }

  append(record: TraceRecord): void {
    const connection = this.trace.append(record)
    const dissector = this.#dissectorOf(connection)
    switch (record.kind) {
      case 'octets':
        this.#log(connection, dissector.advance(record.direction))
        break
      case 'end':
        this.#end(connection, dissector, record.direction, 'end')
        break
      case 'close':
        for (const direction of DIRECTIONS) {
          if (connection.endedAt[direction] === undefined) {
            this.#end(connection, dissector, direction, record.how === 'reset' ? 'reset' : 'end')
          }
        }
        break
    }
  }

  /** The same trace, read by the layers that are there now: a new log, which takes over the trace and goes on from here. */
  reread(): UnitLog {
    const log = new UnitLog(this.trace.run, this.#protocol, this.trace)
    for (const connection of this.trace.connections) {
      const dissector = log.#dissectorOf(connection)
      for (const direction of DIRECTIONS) log.#log(connection, dissector.advance(direction))
      for (const direction of DIRECTIONS) {
        const isOver = connection.endedAt[direction] !== undefined || connection.closedAt !== undefined
        if (isOver) log.#end(connection, dissector, direction, connection.closedHow === 'reset' ? 'reset' : 'end')
      }
    }
    // Units came by connection, and in the order of their ends within one: so they are put in order of time as it passed.
    const timed = log.#units.map((logged) => ({ logged, at: logged.at }))
    timed.sort((one, other) => one.at - other.at)
    for (const [place, { logged }] of timed.entries()) log.#units[place] = logged
    return log
  }

  /** The units that have begun and are not complete yet, a connection's in turn. Computed anew at each call. */
  pending(): readonly LoggedUnit[] {
    const pending: LoggedUnit[] = []
    for (const [connection, dissector] of this.#dissectors) {
      for (const direction of DIRECTIONS) {
        for (const unit of dissector.pending(direction)) pending.push(new LoggedUnit(connection, unit))
      }
    }
    return pending
  }

  #dissectorOf(connection: TracedConnection): ConnectionDissector {
    let dissector = this.#dissectors.get(connection)
    if (dissector === undefined) {
      dissector = new ConnectionDissector(connection.streams, connection.protocol ?? this.#protocol, this.#room)
      this.#dissectors.set(connection, dissector)
    }
    return dissector
  }

  /** Where octets were not kept, we do not know the end, and must not call a unit incomplete: it stays pending. */
  #end(connection: TracedConnection, dissector: ConnectionDissector, direction: Direction, by: EndedBy): void {
    if (connection.gaps[direction] === undefined) this.#log(connection, dissector.end(direction, by))
  }

  #log(connection: TracedConnection, units: readonly Pdu[]): void {
    for (const unit of units) this.#units.push(new LoggedUnit(connection, unit))
  }
}

function passedAt(connection: TracedConnection, direction: Direction, offset: number | undefined): number {
  if (offset === undefined) return connection.openedAt
  return connection.passageOf(direction, offset)?.at ?? connection.openedAt
}
