/** Finds octets in a whole trace: on the wire, in content that chunks cut, and in what was decoded. */
import { indexOfNeedle, type Needle } from './octet-search.ts'
import type { OctetRange, OctetStream } from './octets.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'
import type { TracedConnection } from './trace.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

/** Where something was found. */
export interface Found {
  readonly connection: TracedConnection
  readonly direction: Direction
  /** Its octets, in order; several where a layer cuts it; for what was decoded, those it was decoded of. */
  readonly ranges: readonly OctetRange[]
  /** `wire`: as the octets stand. `content`: over the border of chunks. `decoded`: in what a unit says, unmasked or decompressed. */
  readonly where: 'wire' | 'content' | 'decoded'
  /** When its first octet passed, in milliseconds since the run started. */
  readonly at: number
}

/** More places are not kept; the search then stops and says so. */
export const MAX_FOUND = 10_000

/** Octets searched between two looks at the clock. */
const OCTETS_A_STEP = 65_536
/** The same for units, whose parts have to be read. */
const UNITS_A_STEP = 64

/** Parts that hold content as it is, piece by piece. */
const CONTENT_PARTS: ReadonlySet<string> = new Set(['chunk-data'])

/** Goes on where it stopped, so that it can be done in slices, and again when a trace has grown. */
export class Search {
  readonly needle: Needle
  readonly #log: UnitLog
  readonly #found: Found[] = []
  /** How far each direction of each connection is searched. */
  readonly #searched = new Map<OctetStream, number>()
  readonly #tails = new Map<OctetStream, ContentTail>()
  #units = 0

  constructor(log: UnitLog, needle: Needle) {
    this.#log = log
    this.needle = needle
  }

  /** In order of time. Grows while the search goes on. */
  get found(): readonly Found[] {
    return this.#found
  }

  /** Whether there was more than is kept. */
  get isFull(): boolean {
    return this.#found.length >= MAX_FOUND
  }

  /** How much is searched, between 0 and 1. */
  get share(): number {
    let searched = this.#units
    let all = this.#log.units.length
    for (const { streams } of this.#log.trace.connections) {
      for (const direction of DIRECTIONS) {
        searched += this.#searched.get(streams[direction]) ?? 0
        all += streams[direction].length
      }
    }
    return all === 0 ? 1 : Math.min(1, searched / all)
  }

  /** Searches on until `isOver` says so; true when nothing is left for now. */
  advance(isOver: () => boolean): boolean {
    for (const connection of this.#log.trace.connections) {
      for (const direction of DIRECTIONS) {
        while (this.#searchWire(connection, direction)) if (this.isFull || isOver()) return this.isFull
      }
    }
    const { units } = this.#log
    while (this.#units < units.length) {
      const end = Math.min(units.length, this.#units + UNITS_A_STEP)
      for (; this.#units < end; this.#units++) this.#searchUnit(units[this.#units] as LoggedUnit)
      if (this.isFull || isOver()) return this.isFull
    }
    return true
  }

  /** Searches a piece of a stream; false when it is searched to its end. */
  #searchWire(connection: TracedConnection, direction: Direction): boolean {
    const stream = connection.streams[direction]
    const from = this.#searched.get(stream) ?? 0
    const { length } = this.needle.octets
    if (from + length > stream.length) return false
    const to = Math.min(stream.length, from + OCTETS_A_STEP + length - 1)
    const octets = stream.slice({ start: from, end: to })
    let next = 0
    for (let at = indexOfNeedle(octets, this.needle); at !== -1; at = indexOfNeedle(octets, this.needle, next)) {
      this.#add(connection, direction, [{ start: from + at, end: from + at + length }], 'wire')
      next = at + length
    }
    // What may begin in the last octets is looked for again with those that follow.
    this.#searched.set(stream, Math.max(from + next, to - length + 1))
    return true
  }

  #searchUnit({ connection, unit }: LoggedUnit): void {
    const { direction } = unit
    const stream = connection.streams[direction]
    for (const range of contentOf(unit)) {
      let tail = this.#tails.get(stream)
      if (tail === undefined || tail.exchange !== unit.exchange) {
        tail = new ContentTail(stream, unit.exchange)
        this.#tails.set(stream, tail)
      }
      for (const ranges of tail.continue(range, this.needle)) this.#add(connection, direction, ranges, 'content')
    }
    for (const computed of unit.computed ?? []) {
      if (computed.kind === 'octets' && indexOfNeedle(computed.octets, this.needle) !== -1) {
        this.#add(connection, direction, unit.ranges, 'decoded')
      }
    }
  }

  #add(connection: TracedConnection, direction: Direction, ranges: readonly OctetRange[], where: Found['where']): void {
    const start = ranges[0]?.start
    if (start === undefined || this.isFull) return
    const at = connection.passageOf(direction, start)?.at ?? connection.openedAt
    const found: Found = { connection, direction, ranges, where, at }
    let place = 0
    let end = this.#found.length
    while (place < end) {
      const middle = (place + end) >>> 1
      if (isLater(this.#found[middle] as Found, found)) end = middle
      else place = middle + 1
    }
    this.#found.splice(place, 0, found)
  }
}

function isLater(one: Found, other: Found): boolean {
  if (one.at !== other.at) return one.at > other.at
  if (one.connection !== other.connection) return one.connection.id > other.connection.id
  return one.direction === other.direction ? startOf(one) > startOf(other) : one.direction > other.direction
}

function startOf({ ranges }: Found): number {
  return ranges[0]?.start ?? 0
}

function contentOf({ parts }: Pdu): readonly OctetRange[] {
  return parts?.filter(({ name }) => CONTENT_PARTS.has(name)).flatMap(({ ranges }) => ranges) ?? []
}

/** The last octets of content seen, one fewer than the needle has: with the next ones they may make it up. */
class ContentTail {
  readonly exchange: number | undefined
  readonly #stream: OctetStream
  /** Where they lie. */
  #offsets: number[] = []

  constructor(stream: OctetStream, exchange: number | undefined) {
    this.#stream = stream
    this.exchange = exchange
  }

  /** The places over the border between what was there and `range`, and takes the end of `range` in. */
  continue(range: OctetRange, needle: Needle): readonly (readonly OctetRange[])[] {
    const reach = needle.octets.length - 1
    const border = this.#offsets.length
    const offsets = [...this.#offsets]
    for (let at = range.start; at < Math.min(range.end, range.start + reach); at++) offsets.push(at)
    const octets = this.#stream.octets
    const window = Uint8Array.from(offsets, (offset) => octets[offset] as number)
    const places: (readonly OctetRange[])[] = []
    for (let at = indexOfNeedle(window, needle); at !== -1; at = indexOfNeedle(window, needle, at + 1)) {
      const end = at + needle.octets.length
      if (at < border && end > border) places.push(rangesOf(offsets.slice(at, end)))
    }
    for (let at = Math.max(range.start + reach, range.end - reach); at < range.end; at++) offsets.push(at)
    this.#offsets = reach === 0 ? [] : offsets.slice(-reach)
    return places
  }
}

/** Offsets as ranges: those that follow each other are one. */
function rangesOf(offsets: readonly number[]): readonly OctetRange[] {
  const ranges: { start: number; end: number }[] = []
  for (const offset of offsets) {
    const last = ranges.at(-1)
    if (last?.end === offset) last.end = offset + 1
    else ranges.push({ start: offset, end: offset + 1 })
  }
  return ranges
}
