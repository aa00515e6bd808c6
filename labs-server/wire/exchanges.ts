/** Exchanges: each request of a trace with its responses, which connection carried it, and when. */

import type { TracedConnection } from './trace.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

export interface Exchange {
  readonly connection: TracedConnection
  /** Counted from 0 on its connection. */
  readonly index: number
  /** Complete units of the request, in order: the request itself, then its content. */
  readonly request: readonly LoggedUnit[]
  /** Complete units of the responses, in order: interim ones, the final one, then its content. */
  readonly response: readonly LoggedUnit[]
  /** When the first octet of the request passed, in milliseconds since the run started. */
  readonly startedAt: number
  /** When the last octet so far of the exchange passed. */
  readonly lastAt: number
}

/** All exchanges of the trace, in the order in which they started. */
export function exchangesOf(log: Pick<UnitLog, 'units'>): readonly Exchange[] {
  const found = new Map<
    string,
    { connection: TracedConnection; index: number; request: LoggedUnit[]; response: LoggedUnit[] }
  >()
  for (const logged of log.units) {
    const { exchange } = logged.unit
    if (exchange === undefined) continue
    const key = `${logged.connection.id}/${exchange}`
    let entry = found.get(key)
    if (entry === undefined) {
      entry = { connection: logged.connection, index: exchange, request: [], response: [] }
      found.set(key, entry)
    }
    entry[logged.unit.direction === 'client-to-server' ? 'request' : 'response'].push(logged)
  }
  return [...found.values()]
    .map((entry) => {
      const all = [...entry.request, ...entry.response]
      return {
        ...entry,
        // Folded, not spread: a stream has more units than a call may have arguments.
        startedAt: all.reduce((first, logged) => Math.min(first, logged.startedAt), Number.POSITIVE_INFINITY),
        lastAt: all.reduce((last, logged) => Math.max(last, logged.at), Number.NEGATIVE_INFINITY),
      }
    })
    .toSorted((one, other) => one.startedAt - other.startedAt)
}
