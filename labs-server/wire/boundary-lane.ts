/** One ruling of an axis of octets: the cells between the boundaries of one kind. */
import type { RecordedEvent } from './formats/recording.ts'
import type { OctetAxis } from './octet-axis.ts'
import type { OctetRange } from './octets.ts'
import type { Passage } from './trace.ts'
import type { LoggedUnit } from './unit-log.ts'

/** What ruled the octets: an event of the script, a unit, or a read or write of a socket; a piece of a capture, where that is all there is. */
export type CellSource = { readonly ranges: readonly OctetRange[] } & (
  | { readonly kind: 'script'; readonly event: RecordedEvent }
  | { readonly kind: 'unit'; readonly logged: LoggedUnit }
  | { readonly kind: 'socket'; readonly passage: Passage; readonly how: 'read' | 'write' | 'piece' }
)

/** A stretch of the axis between two boundaries. Positions and octets count on the axis. */
export interface BoundaryCell extends OctetRange {
  readonly source: CellSource
  /** `chunk`, `event`, `read()`, `write`. */
  readonly name: string
  /** Counted from 1 among the lane's cells of this name. */
  readonly ordinal: number
  /** Its octets, in order: more than one piece where octets lie between that are not its own. */
  readonly pieces: readonly OctetRange[]
}

/** The cells of one lane, in order of their first octets. They are many, so each is put together when it is asked for. */
export class BoundaryLane {
  readonly kind: CellSource['kind']
  /** Unique among lanes: `script`, the layer of units that are carried, `framing` for the units that carry, `socket`. */
  readonly id: string
  readonly #axis: OctetAxis
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #ordinals: number[] = []
  readonly #sources: CellSource[] = []
  readonly #counts = new Map<string, number>()
  /** By cell: when its first octet passed, then when its last did. Worked out when times are first asked for. */
  #times: Float64Array | undefined

  constructor(kind: CellSource['kind'], id: string, axis: OctetAxis) {
    this.kind = kind
    this.id = id
    this.#axis = axis
  }

  /** How many cells it has. */
  get length(): number {
    return this.#sources.length
  }

  /** How many cells of each name, in order of their first. */
  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  start(place: number): number {
    return this.#starts[place] ?? 0
  }

  /** Behind the cell's last octet; octets that are not its own may lie between. */
  end(place: number): number {
    return this.#ends[place] ?? 0
  }

  /** When the cell's first octet passed, or when the script heard of it; in milliseconds since the run started. */
  startedAt(place: number): number {
    return this.#timed()[2 * place] ?? 0
  }

  /** When the cell's last octet passed. */
  at(place: number): number {
    return this.#timed()[2 * place + 1] ?? 0
  }

  #timed(): Float64Array {
    if (this.#times === undefined) {
      this.#times = new Float64Array(2 * this.#sources.length)
      for (const [place, source] of this.#sources.entries()) {
        const { startedAt, at } = timesOf(source)
        this.#times[2 * place] = startedAt
        this.#times[2 * place + 1] = at
      }
    }
    return this.#times
  }

  source(place: number): CellSource | undefined {
    return this.#sources[place]
  }

  cell(place: number): BoundaryCell | undefined {
    const source = this.#sources[place]
    return (
      source && {
        source,
        name: nameOf(source),
        ordinal: this.#ordinals[place] as number,
        start: this.start(place),
        end: this.end(place),
        pieces: this.#axis.place(source.ranges),
      }
    )
  }

  /** The place of the last cell that begins at `position` or before it; -1 when there is none. */
  placeBefore(position: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#starts[middle] as number) <= position) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** The place of the cell that has the octet at `position`, among the `MAX_INTERLEAVED` before it; undefined when none has. */
  placeAt(position: number): number | undefined {
    const last = this.placeBefore(position)
    for (let place = last; place >= 0 && place > last - MAX_INTERLEAVED; place--) {
      if (position >= this.end(place)) continue
      const pieces = this.cell(place)?.pieces ?? []
      if (pieces.some(({ start, end }) => position >= start && position < end)) return place
    }
    return undefined
  }

  /** Whether a cell begins or ends at `position`. */
  isBoundary(position: number): boolean {
    const before = this.placeBefore(position)
    if (before >= 0 && this.start(before) === position) return true
    for (let place = before; place >= 0 && place > before - MAX_INTERLEAVED; place--) {
      if (this.end(place) === position) return true
      if (this.end(place) > position) continue
      // Most lanes have one cell behind the other.
      if (this.start(place) < position) break
    }
    return false
  }

  /** Adds a cell, unless none of its octets are on the axis. */
  add(source: CellSource): void {
    const pieces = this.#axis.place(source.ranges)
    const first = pieces[0]
    if (first === undefined) return
    const name = nameOf(source)
    const ordinal = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, ordinal)
    // Streams of HTTP/2 take turns, so what begins first need not end first.
    let place = this.#sources.length
    while (place > 0 && this.start(place - 1) > first.start) place -= 1
    if (place === this.#sources.length) {
      this.#starts.push(first.start)
      this.#ends.push((pieces.at(-1) as OctetRange).end)
      this.#ordinals.push(ordinal)
      this.#sources.push(source)
    } else {
      this.#starts.splice(place, 0, first.start)
      this.#ends.splice(place, 0, (pieces.at(-1) as OctetRange).end)
      this.#ordinals.splice(place, 0, ordinal)
      this.#sources.splice(place, 0, source)
    }
  }
}

/** How many streams may take turns and still be told apart under a pointer: as many as Chromium opens on one connection. */
const MAX_INTERLEAVED = 256

/** When the first and the last octet passed, or when the script heard of it; in milliseconds since the run started. */
export function timesOf(source: CellSource): { readonly startedAt: number; readonly at: number } {
  switch (source.kind) {
    case 'script':
      return { startedAt: source.event.at, at: source.event.at }
    case 'unit':
      return source.logged
    case 'socket':
      return { startedAt: source.passage.at, at: source.passage.at }
  }
}

function nameOf(source: CellSource): string {
  switch (source.kind) {
    case 'script':
      return source.event.what
    case 'unit':
      return source.logged.unit.name
    case 'socket':
      return source.how
  }
}
