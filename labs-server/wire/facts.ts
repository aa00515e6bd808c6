/**
 * The figures of a run: counted from the octets of the wire that its client is on, the same for the panel, the lessons' prose and
 * the comparison.
 */
import { faultyUnits } from './faulty-units.ts'
import { DIRECTIONS, type Direction } from './pdu.ts'
import type { TracedConnection } from './trace.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

export interface RunFacts {
  /** Connections that carried at least one octet: a browser may open one that it never uses. */
  readonly connections: number
  /** Exchanges whose request is complete. */
  readonly exchanges: number
  /** Chunks of chunked coding, the last one not counted. */
  readonly chunks: number
  /** Units that carry a fault, or have a part that does. */
  readonly faults: number
  /** Octets in each direction, those that were not kept included. */
  readonly octets: Readonly<Record<Direction, number>>
  /** From the first octet of the run to the last, in milliseconds. */
  readonly durationMs: number
  /** From the first octet of the first request to the first octet of its response, in milliseconds. */
  readonly firstResponseMs: number | undefined
}

export function factsOf(log: UnitLog): RunFacts {
  const tally = tallyOf(log)
  const used = log.trace.connections.filter(
    (connection) => isClients(connection) && DIRECTIONS.some((direction) => connection.streams[direction].length > 0),
  )
  const octets: Record<Direction, number> = { 'client-to-server': 0, 'server-to-client': 0 }
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const connection of used) {
    for (const direction of DIRECTIONS) {
      octets[direction] += connection.streams[direction].length + (connection.gaps[direction]?.octets ?? 0)
      const passages = connection.passages[direction]
      first = Math.min(first, passages[0]?.at ?? first)
      last = Math.max(last, passages.at(-1)?.at ?? last)
    }
  }
  return {
    connections: used.length,
    chunks: tally.chunks,
    faults: faultyUnits(log).size,
    octets,
    durationMs: last > first ? last - first : 0,
    ...exchangeFacts(tally),
  }
}

/** Whether the client is at its end: behind a middlebox the same messages pass again, and are not counted twice. */
function isClients({ seenAt }: TracedConnection): boolean {
  return seenAt !== 'server'
}

/** What has been counted of a log's units so far: they only grow in number. */
interface Tally {
  units: number
  chunks: number
  /** By connection, in order of its exchanges. */
  readonly exchanges: Map<TracedConnection, ExchangeTally[]>
}

interface ExchangeTally {
  /** When the first octet of its first unit passed. */
  readonly startedAt: number
  isAsked: boolean
  answeredAt: number | undefined
}

const tallies = new WeakMap<UnitLog, Tally>()

function tallyOf(log: UnitLog): Readonly<Tally> {
  const tally = tallies.get(log) ?? { units: 0, chunks: 0, exchanges: new Map() }
  tallies.set(log, tally)
  const { units } = log
  for (; tally.units < units.length; tally.units++) {
    const logged = units[tally.units] as LoggedUnit
    if (!isClients(logged.connection)) continue
    if (logged.unit.name === 'chunk') tally.chunks += 1
    if (logged.unit.exchange !== undefined) countExchange(tally.exchanges, logged, logged.unit.exchange)
  }
  return tally
}

function countExchange(exchanges: Tally['exchanges'], logged: LoggedUnit, place: number): void {
  let ofConnection = exchanges.get(logged.connection)
  if (ofConnection === undefined) {
    ofConnection = []
    exchanges.set(logged.connection, ofConnection)
  }
  let exchange = ofConnection[place]
  if (exchange === undefined) {
    exchange = { startedAt: logged.startedAt, isAsked: false, answeredAt: undefined }
    ofConnection[place] = exchange
  }
  if (logged.unit.direction === 'client-to-server') exchange.isAsked = true
  else exchange.answeredAt ??= logged.startedAt
}

/** Exchanges whose request is complete, and the time that the first of them to start waited for its response, if it has come. */
function exchangeFacts(tally: Tally): Pick<RunFacts, 'exchanges' | 'firstResponseMs'> {
  let exchanges = 0
  let first: ExchangeTally | undefined
  for (const ofConnection of tally.exchanges.values()) {
    // Places that nothing was counted for are holes, which forEach leaves out.
    ofConnection.forEach((exchange) => {
      if (!exchange.isAsked) return
      exchanges += 1
      if (exchange.answeredAt !== undefined && exchange.startedAt < (first?.startedAt ?? Infinity)) first = exchange
    })
  }
  return { exchanges, firstResponseMs: first?.answeredAt && first.answeredAt - first.startedAt }
}
