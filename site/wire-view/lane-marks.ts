/** The marks of one lane as SVG paths: those that fall on the same pixels are drawn as one. */
import { faultyUnits } from '#wire/faulty-units.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { LaneScale } from './lane-scale.ts'
import type { UnitIndex, UnitRow } from './unit-index.ts'

/** Narrower marks could not be told apart by shape. */
const MIN_MARK_WIDTH = 9
const POINT_WIDTH = 4
/** Marks that begin this close to each other are drawn as one. */
const MERGE_WITHIN = 2

/** Where a direction's marks lie in the lane, in pixels from the top. */
export interface MarkBand {
  readonly top: number
  readonly height: number
}

interface Bin {
  start: number
  end: number
}

/** Units that carry a message's control data are drawn solid, its content lighter. */
const CONTROL_UNITS: ReadonlySet<string> = new Set(['request', 'response'])

/** Remembers what it has drawn, so that an update costs what is new; a new scale starts it anew. */
export class LaneMarks {
  readonly #connection: TracedConnection
  readonly #direction: Direction
  #scaleKey = ''
  #units = 0
  /** Where the last unit's last octet passed: units stand in the order of their octets, so none has to be looked up. */
  #walked = 0
  #passages = 0
  #control: Bin[] = []
  #content: Bin[] = []
  #faults: number[] = []
  #held: Bin[] = []
  /** Paths that are drawn, by band: the same until there is more to draw. */
  readonly #paths = new Map<string, string>()

  constructor(connection: TracedConnection, direction: Direction) {
    this.#connection = connection
    this.#direction = direction
  }

  update(index: UnitIndex, scale: LaneScale): void {
    const rows = index.complete(this.#connection.id, this.#direction)
    if (scale.key !== this.#scaleKey || this.#units < rows.length) this.#paths.clear()
    if (scale.key !== this.#scaleKey) {
      this.#scaleKey = scale.key
      this.#units = 0
      this.#walked = 0
      this.#passages = 0
      this.#control = []
      this.#content = []
      this.#faults = []
      this.#held = []
    }
    const faulty = faultyUnits(index.log)
    for (; this.#units < rows.length; this.#units++) {
      const row = rows[this.#units] as UnitRow
      const bin = this.#binOf(row, scale)
      merge(CONTROL_UNITS.has(row.logged.unit.name) ? this.#control : this.#content, bin)
      if (faulty.has(row.logged.unit) && bin.start - (this.#faults.at(-1) ?? -Infinity) > MERGE_WITHIN) {
        this.#faults.push(bin.start)
      }
    }
    const passages = this.#connection.passages[this.#direction]
    for (; this.#passages < passages.length; this.#passages++) {
      const passage = passages[this.#passages]
      if (passage?.heldMs === undefined) continue
      const { start, end } = heldSpan(this.#direction, passage.at, passage.heldMs)
      join(this.#held, { start: scale.x(start), end: scale.x(end) })
    }
  }

  /** The same as `binOf`, for rows one after another. */
  #binOf(row: UnitRow, scale: LaneScale): Bin {
    const { ranges } = row.logged.unit
    const first = ranges[0]?.start ?? 0
    const last = (ranges.at(-1)?.end ?? 0) - 1
    const passages = this.#connection.passages[this.#direction]
    while ((passages[this.#walked]?.end ?? Infinity) <= first) this.#walked += 1
    const began = passages[this.#walked]
    if (began === undefined || last < first) return binOf(row, scale)
    while ((passages[this.#walked]?.end ?? Infinity) <= last) this.#walked += 1
    const start = scale.x(began.at)
    const ended = passages[this.#walked]
    const end = ended === undefined || ended === began ? start : scale.x(ended.at)
    return { start, end: Math.max(end, start + MIN_MARK_WIDTH) }
  }

  control(band: MarkBand): string {
    return this.#path('control', band, () => this.#control.map((bin) => arrow(bin, band, this.#direction)))
  }

  content(band: MarkBand): string {
    return this.#path('content', band, () => this.#content.map((bin) => arrow(bin, band, this.#direction)))
  }

  faults(band: MarkBand): string {
    const { top, height } = band
    return this.#path('faults', band, () =>
      this.#faults.map((x) => `M${round(x + 4)} ${top - 1}l4 ${height / 2 + 2}h-8z`),
    )
  }

  #path(what: string, { top, height }: MarkBand, draw: () => readonly string[]): string {
    const key = `${what} ${top} ${height}`
    const path = this.#paths.get(key) ?? draw().join('')
    this.#paths.set(key, path)
    return path
  }

  /** Where the emulated path held octets. */
  get held(): readonly Readonly<Bin>[] {
    return this.#held
  }
}

/** The mark of one unit, for those drawn by themselves: selected, lit, arriving. */
export function unitMark(row: UnitRow, scale: LaneScale, band: MarkBand): string {
  return arrow(binOf(row, scale), band, row.direction)
}

/**
 * When the emulated path held octets: client octets are seen as they arrive and then held, server octets are held and
 * then seen as they are written.
 */
export function heldSpan(direction: Direction, at: number, heldMs: number): Bin {
  return direction === 'client-to-server' ? { start: at, end: at + heldMs } : { start: at - heldMs, end: at }
}

function binOf({ logged }: UnitRow, scale: LaneScale): Bin {
  const start = scale.x(logged.startedAt)
  return { start, end: Math.max(scale.x(logged.at), start + MIN_MARK_WIDTH) }
}

function merge(bins: Bin[], bin: Bin): void {
  const last = bins.at(-1)
  if (last === undefined || bin.start - last.start > MERGE_WITHIN) bins.push(bin)
  else last.end = Math.max(last.end, bin.end)
}

function join(bins: Bin[], bin: Bin): void {
  const last = bins.at(-1)
  if (last === undefined || bin.start > last.end + 1) bins.push(bin)
  else last.end = Math.max(last.end, bin.end)
}

/** An arrow that points to the right for the client's octets, to the left for the server's. */
function arrow({ start, end }: Bin, { top, height }: MarkBand, direction: Direction): string {
  const middle = height / 2
  const body = round(end - start - POINT_WIDTH)
  return direction === 'client-to-server'
    ? `M${round(start)} ${top}h${body}l${POINT_WIDTH} ${middle}l-${POINT_WIDTH} ${middle}h-${body}z`
    : `M${round(end)} ${top}h-${body}l-${POINT_WIDTH} ${middle}l${POINT_WIDTH} ${middle}h${body}z`
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}

/** How far from a mark a click may be, in pixels. */
const CLICK_WITHIN = 24

/** The unit of one direction whose mark is nearest to `x`, or undefined when none is near. */
export function nearestUnit(
  index: UnitIndex,
  connection: number,
  direction: Direction,
  scale: LaneScale,
  x: number,
): UnitRow | undefined {
  const arriving = index.arriving(connection, direction)
  const complete = index.complete(connection, direction)
  let nearest: UnitRow | undefined
  let distance = CLICK_WITHIN
  // Units follow each other in time: of those that begin before, only the last can reach as far.
  const first = firstFrom(complete, scale, x - CLICK_WITHIN - MIN_MARK_WIDTH)
  const end = firstFrom(complete, scale, x + CLICK_WITHIN)
  const near = complete.slice(Math.max(0, first - 1), end + 1)
  for (const row of arriving ? [...near, arriving] : near) {
    const { start, end } = binOf(row, scale)
    const away = Math.max(start - x, x - end, 0)
    // Of marks that lie on each other, the last one is on top.
    if (away > distance) continue
    nearest = row
    distance = away
  }
  return nearest
}

/** The place of the first row that begins at `x` or behind it. */
function firstFrom(rows: readonly UnitRow[], scale: LaneScale, x: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (scale.x((rows[middle] as UnitRow).at) < x) low = middle + 1
    else high = middle
  }
  return low
}
