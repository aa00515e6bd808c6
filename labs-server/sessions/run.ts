/** A run: one press of Run, and the bounded log of what was observed on its connections. */
import { randomBytes } from 'node:crypto'
import { isEmulated, type PathOptions } from '#labs/path-options.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import type { Limits } from '../limits.ts'
import { Cut } from '../path/cut.ts'
import { EmulatedPath } from '../path/emulated-path.ts'
import { RecordLog } from './record-log.ts'

/** What is known of a connection beforehand: what it starts with, what it is inside of, and which side of a middlebox it is on. */
export type ConnectionFacts = Pick<Extract<TraceRecord, { readonly kind: 'open' }>, 'protocol' | 'tls' | 'seenAt'>

/** Octets kept by all runs of all sessions together. */
export interface OctetBudget {
  /** Asks to keep `octets` more; false when that is too much. */
  take(octets: number): boolean
  give(octets: number): void
}

/** What of one direction of one connection has not been kept, and how much of that the log has not told yet. */
interface Loss {
  total: number
  untold: number
  readonly limit: keyof Limits
}

export class Run {
  readonly info: RunInfo
  /** What lies between client and server. */
  readonly path: PathOptions
  readonly #cut: Cut | undefined
  readonly #limits: Limits
  readonly #budget: OctetBudget
  readonly #originMs: number
  readonly #log = new RecordLog()
  readonly #losses = new Map<number, Loss>()
  readonly #watchers = new Set<() => void>()
  #connections = 0
  #octets = 0
  #kept = 0
  readonly #over = new AbortController()

  /** The run starts at `originMs` on the clock of `performance.now()`. */
  constructor(
    about: Omit<RunInfo, 'id' | 'startedAt'>,
    path: PathOptions,
    originMs: number,
    limits: Limits,
    budget: OctetBudget,
  ) {
    this.info = { ...about, id: randomBytes(9).toString('base64url'), startedAt: performance.timeOrigin + originMs }
    this.path = path
    this.#cut = path.cut && new Cut(path.cut)
    this.#originMs = originMs
    this.#limits = limits
    this.#budget = budget
  }

  /** How many records there are so far. */
  get length(): number {
    return this.#log.length
  }

  /** Records from the place `from` on: at most `maxRecords`, and `maxOctets` or the first record alone. */
  read(from: number, maxRecords: number, maxOctets: number): readonly TraceRecord[] {
    return this.#log.read(from, maxRecords, maxOctets)
  }

  /** Aborted when the run is forgotten. */
  get over(): AbortSignal {
    return this.#over.signal
  }

  /** Milliseconds since it started. */
  now(): number {
    return performance.now() - this.#originMs
  }

  /** Octets kept. */
  get octets(): number {
    return this.#octets
  }

  /** Whether another connection would be numbered. */
  get full(): boolean {
    return this.#connections >= this.#limits.maxConnectionsPerRun
  }

  /**
   * Numbers a connection, from 1. Those beyond the limit share the number after the last, which gets a gap and nothing
   * else.
   */
  open(at: number, facts: ConnectionFacts = {}): number {
    if (this.full) return this.#limits.maxConnectionsPerRun + 1
    this.#connections += 1
    this.#append({ kind: 'open', connection: this.#connections, at: this.#since(at), ...facts })
    return this.#connections
  }

  /** Notes one read or write of `connection`. */
  note(
    connection: number,
    direction: Direction,
    octets: Uint8Array,
    at: number,
    pieces: readonly number[] | undefined,
    heldMs: number | undefined,
  ): void {
    if (this.#over.signal.aborted) return
    const limit = this.#refusal(connection, direction, octets.length)
    if (limit !== undefined) {
      this.#lose(connection, direction, octets.length, at, limit)
      return
    }
    this.#kept += 1
    this.#octets += octets.length
    const more = pieces === undefined && heldMs === undefined ? undefined : moreOf(pieces, heldMs)
    this.#log.appendOctets(connection, direction, octets, this.#since(at), more)
    this.#tellWatchers()
  }

  /** The emulated path of a connection that was opened at `openedAt`; null without one. */
  emulatedPath(openedAt: number): EmulatedPath | null {
    if (!isEmulated(this.path)) return null
    return new EmulatedPath(this.path, { openedAt, limits: this.#limits, ...(this.#cut && { cut: this.#cut }) })
  }

  end(connection: number, direction: Direction, at: number, by?: 'path'): void {
    if (this.#isBeyond(connection)) return
    this.#tell(connection, direction, at)
    this.#append({ kind: 'end', connection, at: this.#since(at), direction, ...(by && { by }) })
  }

  close(connection: number, how: 'closed' | 'reset', at: number, by?: 'path'): void {
    if (this.#isBeyond(connection)) return
    for (const direction of DIRECTIONS) this.#tell(connection, direction, at)
    this.#append({ kind: 'close', connection, at: this.#since(at), how, ...(by && { by }) })
  }

  /** Calls `grown` after every record from now on; returns what ends that. */
  watch(grown: () => void): () => void {
    this.#watchers.add(grown)
    return () => this.#watchers.delete(grown)
  }

  /** Gives back what the run keeps: it is no longer anyone's. Connections that still belong to it note nothing more. */
  forget(): void {
    this.#cut?.close()
    this.#over.abort(new DOMException('The run is over.', 'AbortError'))
    this.#budget.give(this.#octets)
    this.#octets = 0
    this.#log.clear()
    this.#watchers.clear()
  }

  #isBeyond(connection: number): boolean {
    return connection > this.#limits.maxConnectionsPerRun
  }

  /** The limit that keeps these octets out, if one does. A gap is always the tail of its direction. */
  #refusal(connection: number, direction: Direction, octets: number): keyof Limits | undefined {
    if (this.#losses.size > 0) {
      const before = this.#losses.get(lossKey(connection, direction))
      if (before !== undefined) return before.limit
    }
    if (this.#isBeyond(connection)) return 'maxConnectionsPerRun'
    if (this.#kept >= this.#limits.maxRecordsPerRun) return 'maxRecordsPerRun'
    if (this.#octets + octets > this.#limits.maxOctetsPerRun) return 'maxOctetsPerRun'
    return this.#budget.take(octets) ? undefined : 'maxOctetsKept'
  }

  #lose(connection: number, direction: Direction, octets: number, at: number, limit: keyof Limits): void {
    const key = lossKey(connection, direction)
    const loss = this.#losses.get(key) ?? { total: 0, untold: 0, limit }
    loss.total += octets
    loss.untold += octets
    this.#losses.set(key, loss)
    // Told each time the loss has doubled, and at the end: so the gaps of a direction are few however much is lost.
    if (loss.untold * 2 >= loss.total) this.#tell(connection, direction, at)
  }

  #tell(connection: number, direction: Direction, at: number): void {
    const loss = this.#losses.get(lossKey(connection, direction))
    if (loss === undefined || loss.untold === 0) return
    const { untold: octets, limit } = loss
    loss.untold = 0
    this.#append({ kind: 'gap', connection, at: this.#since(at), direction, octets, limit })
  }

  #append(record: Exclude<TraceRecord, { kind: 'octets' }>): void {
    if (this.#over.signal.aborted) return
    this.#log.append(record)
    this.#tellWatchers()
  }

  #tellWatchers(): void {
    if (this.#watchers.size > 0) for (const grown of this.#watchers) grown()
  }

  #since(at: number): number {
    return micros(at - this.#originMs)
  }
}

function lossKey(connection: number, direction: Direction): number {
  return connection * 2 + (direction === 'client-to-server' ? 0 : 1)
}

function moreOf(pieces: readonly number[] | undefined, heldMs: number | undefined) {
  return { ...(pieces && { pieces }), ...(heldMs !== undefined && { heldMs: micros(heldMs) }) }
}

/** Milliseconds with no more than microseconds behind the point. */
function micros(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
