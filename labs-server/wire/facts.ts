/** The figures of a run: counted from its octets, the same for the panel, the lessons' prose and the comparison. */
import { exchangesOf } from './exchanges.ts'
import { DIRECTIONS, type Direction } from './pdu.ts'
import type { UnitLog } from './unit-log.ts'

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
  const { chunks, faults } = tallyOf(log)
  const used = log.trace.connections.filter((connection) =>
    DIRECTIONS.some((direction) => connection.streams[direction].length > 0),
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
  const exchanges = exchangesOf(log)
  const answered = exchanges.find((exchange) => exchange.request.length > 0 && exchange.response[0] !== undefined)
  return {
    connections: used.length,
    exchanges: exchanges.filter((exchange) => exchange.request.length > 0).length,
    chunks,
    faults,
    octets,
    durationMs: last > first ? last - first : 0,
    firstResponseMs: answered?.response[0] && answered.response[0].startedAt - answered.startedAt,
  }
}

/** What has been counted of a log's units so far: they only grow in number, and looking for faults builds their parts. */
interface Tally {
  units: number
  chunks: number
  faults: number
}

const tallies = new WeakMap<UnitLog, Tally>()

function tallyOf(log: UnitLog): Readonly<Tally> {
  const tally = tallies.get(log) ?? { units: 0, chunks: 0, faults: 0 }
  tallies.set(log, tally)
  for (; tally.units < log.units.length; tally.units++) {
    const unit = log.units[tally.units]?.unit
    if (unit?.name === 'chunk') tally.chunks += 1
    if (unit !== undefined && hasFault(unit)) tally.faults += 1
  }
  return tally
}

function hasFault(part: { readonly fault?: unknown; readonly parts?: readonly object[] }): boolean {
  return part.fault !== undefined || (part.parts?.some(hasFault) ?? false)
}
