/** The units of a log in the order in which they began, kept up to date while the log grows. */
import { isCarried } from '#wire/carried-units.ts'
import type { OctetRange } from '#wire/octets.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { Gap, TracedConnection } from '#wire/trace.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'

interface RowPlace {
  /** Unique in the trace; a unit's is the `key` of its `LoggedUnit`. */
  readonly key: string
  /** When its first octet passed, in milliseconds since the run started. */
  readonly at: number
  readonly connection: TracedConnection
  readonly direction: Direction
}

/** There are as many as units, so all but the unit itself is looked up in it. */
export class UnitRow implements RowPlace {
  readonly logged: LoggedUnit
  /** True while more of its octets are to come. */
  readonly arriving: boolean

  constructor(logged: LoggedUnit, arriving: boolean) {
    this.logged = logged
    this.arriving = arriving
  }

  get kind(): 'unit' {
    return 'unit'
  }

  get key(): string {
    return this.logged.key
  }

  get at(): number {
    return this.logged.startedAt
  }

  get connection(): TracedConnection {
    return this.logged.connection
  }

  get direction(): Direction {
    return this.logged.unit.direction
  }
}

/** Octets that passed and were not kept. */
export interface GapRow extends RowPlace {
  readonly kind: 'gap'
  readonly gap: Gap
}

export type Row = UnitRow | GapRow

/** The units of one direction of one connection that tile its octets, in their order: none that other units carry. */
interface StreamUnits {
  readonly complete: UnitRow[]
  arriving: UnitRow | undefined
}

const NOTHING: readonly UnitRow[] = []

/** How many keys are remembered with their rows: those that are selected, lit or under the pointer. */
const MAX_KEYS_REMEMBERED = 64

/**
 * Rows never change places: a unit's row is where its first octet passed, and stays there when the unit is complete.
 * An update costs what is new, not what is there.
 */
export class UnitIndex {
  readonly log: UnitLog
  readonly #rows: Row[] = []
  /** When the last row's first octet passed. */
  #lastAt = Number.NEGATIVE_INFINITY
  /** Rows that may change: of units that are arriving, and of gaps. */
  readonly #changing = new Map<string, Row>()
  readonly #looked = new Map<string, { readonly row: Row | undefined; readonly among: number }>()
  readonly #streams = new Map<number, Readonly<Record<Direction, StreamUnits>>>()
  readonly #exchanges = new Map<number, number>()
  #seen = 0

  constructor(log: UnitLog) {
    this.log = log
  }

  /** In the order in which their first octets passed. */
  get rows(): readonly Row[] {
    return this.#rows
  }

  /** Rows of units that are arriving and of gaps: all others never change. */
  get changing(): readonly Row[] {
    return [...this.#changing.values()]
  }

  /** Takes in what the log has got since the last call. */
  update(): void {
    const { units } = this.log
    for (; this.#seen < units.length; this.#seen++) this.#complete(units[this.#seen] as LoggedUnit)
    this.#takeArriving(this.log.pending())
    for (const connection of this.log.trace.connections) {
      for (const direction of DIRECTIONS) this.#takeGap(connection, direction)
    }
  }

  /** The row of a key; the few that are asked for again and again are remembered. */
  row(key: string): Row | undefined {
    const changing = this.#changing.get(key)
    if (changing !== undefined) return changing
    const known = this.#looked.get(key)
    if (known !== undefined && (known.row !== undefined || known.among === this.#rows.length)) return known.row
    if (this.#looked.size === MAX_KEYS_REMEMBERED) this.#looked.clear()
    const row = this.#find(key)
    this.#looked.set(key, { row, among: this.#rows.length })
    return row
  }

  #find(key: string): Row | undefined {
    // Ids end with the place of the first octet on the wire, which tells the time, and so about where the row is.
    const [, id, side, offset] = /^(\d+)\/(c2s|s2c)-(?:.*-)?(\d+)$/.exec(key) ?? []
    const direction = side === 'c2s' ? 'client-to-server' : 'server-to-client'
    const at = this.log.trace.connection(Number(id))?.passageOf(direction, Number(offset))?.at
    if (at !== undefined) {
      for (let place = this.#firstAfter(at, false); this.#rows[place]?.at === at; place++) {
        if (this.#rows[place]?.key === key) return this.#rows[place]
      }
    }
    const connection = Number.parseInt(key, 10)
    return this.#rows.find((row) => row.connection.id === connection && row.key === key)
  }

  /** The row's place in `rows`, found by bisection; -1 when it is not there. */
  placeOf(row: Row): number {
    for (let place = this.#firstAfter(row.at, false); place < this.#rows.length; place++) {
      const there = this.#rows[place]
      if (there?.key === row.key) return place
      if (there === undefined || there.at > row.at) break
    }
    return -1
  }

  /** How many exchanges have begun on the connection. */
  exchanges(connection: number): number {
    return this.#exchanges.get(connection) ?? 0
  }

  /** Complete units of one direction that tile its octets, in their order: none that other units carry. Grows. */
  complete(connection: number, direction: Direction): readonly UnitRow[] {
    return this.#streams.get(connection)?.[direction].complete ?? NOTHING
  }

  /** The unit of those that tile the octets which has begun and is not complete in one direction. */
  arriving(connection: number, direction: Direction): UnitRow | undefined {
    return this.#streams.get(connection)?.[direction].arriving
  }

  /** The units of one direction that have octets in `range`, in order. */
  unitsIn(connection: number, direction: Direction, range: OctetRange): readonly UnitRow[] {
    const stream = this.#streams.get(connection)?.[direction]
    if (stream === undefined) return NOTHING
    const { complete, arriving } = stream
    const found: UnitRow[] = []
    for (let place = firstEndingAfter(complete, range.start); place < complete.length; place++) {
      const row = complete[place] as UnitRow
      if (startOf(row) >= range.end) return found
      found.push(row)
    }
    if (arriving && startOf(arriving) < range.end && endOf(arriving) > range.start) found.push(arriving)
    return found
  }

  #complete(logged: LoggedUnit): void {
    const row = new UnitRow(logged, false)
    if (this.#changing.size === 0) this.#insert(row)
    else {
      this.#put(row)
      this.#changing.delete(row.key)
    }
    if (!isCarried(logged)) this.#stream(row).complete.push(row)
    const { exchange, direction } = logged.unit
    if (exchange === undefined || direction !== 'client-to-server') return
    const { id } = row.connection
    if (exchange >= this.exchanges(id)) this.#exchanges.set(id, exchange + 1)
  }

  #takeArriving(pending: readonly LoggedUnit[]): void {
    const before = new Set<string>()
    for (const [key, row] of this.#changing) if (row.kind === 'unit') before.add(key)
    for (const streams of this.#streams.values()) for (const side of DIRECTIONS) streams[side].arriving = undefined
    for (const logged of pending) {
      const { key } = logged
      const known = this.#changing.get(key)
      const grown = known?.kind !== 'unit' || endOf(known) !== logged.unit.ranges.at(-1)?.end
      const row = grown ? new UnitRow(logged, true) : known
      if (grown) {
        this.#put(row)
        this.#changing.set(key, row)
      }
      if (!isCarried(logged)) this.#stream(row).arriving = row
      before.delete(key)
    }
    for (const key of before) this.#drop(key)
  }

  #takeGap(connection: TracedConnection, direction: Direction): void {
    const gap = connection.gaps[direction]
    if (gap === undefined) return
    const key = `${connection.id}/gap-${direction}`
    const known = this.#changing.get(key)
    if (known?.kind === 'gap' && known.gap === gap) return
    const row: GapRow = { kind: 'gap', key, at: gap.at, connection, direction, gap }
    this.#put(row)
    this.#changing.set(key, row)
  }

  /** Puts a row where it stood before, or where it belongs. */
  #put(row: Row): void {
    const known = this.#changing.get(row.key)
    if (known === undefined) this.#insert(row)
    else this.#rows[this.placeOf(known)] = row
    this.#looked.delete(row.key)
  }

  #insert(row: Row): void {
    const { at } = row
    // Nearly every new row is the last one.
    if (at >= this.#lastAt) {
      this.#lastAt = at
      this.#rows.push(row)
    } else this.#rows.splice(this.#firstAfter(at, true), 0, row)
  }

  /** A reading that had begun turned out to be something else. */
  #drop(key: string): void {
    const row = this.#changing.get(key)
    if (row === undefined) return
    this.#rows.splice(this.placeOf(row), 1)
    this.#changing.delete(key)
    this.#looked.delete(key)
  }

  #stream({ connection, direction }: RowPlace): StreamUnits {
    let streams = this.#streams.get(connection.id)
    if (streams === undefined) {
      streams = {
        'client-to-server': { complete: [], arriving: undefined },
        'server-to-client': { complete: [], arriving: undefined },
      }
      this.#streams.set(connection.id, streams)
    }
    return streams[direction]
  }

  /** The place of the first row later than `at`, or with `orEqual` false: not earlier than it. */
  #firstAfter(at: number, orEqual: boolean): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const there = (this.#rows[middle] as Row).at
      if (orEqual ? there <= at : there < at) low = middle + 1
      else high = middle
    }
    return low
  }
}

function startOf(row: UnitRow): number {
  return row.logged.unit.ranges[0]?.start ?? 0
}

function endOf(row: UnitRow): number {
  return row.logged.unit.ranges.at(-1)?.end ?? 0
}

function firstEndingAfter(rows: readonly UnitRow[], offset: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (endOf(rows[middle] as UnitRow) <= offset) low = middle + 1
    else high = middle
  }
  return low
}
