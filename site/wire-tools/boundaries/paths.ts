/** The lanes as SVG paths: only what is on screen is drawn, and what falls on the same pixels is drawn as one. */

import { type Boundaries, pieceBoundaries } from '#wire/boundaries.ts'
import type { BoundaryCell, BoundaryLane } from '#wire/boundary-lane.ts'
import { contentRanges } from '#wire/content-ranges.ts'
import { cellName } from './words.ts'

/** Height of a lane's cells, and of the gap between lanes in which boundaries join; in CSS pixels. */
export const LANE_HEIGHT = 30
export const LANE_GAP = 18
/** Room for the axis above the lanes. */
export const AXIS_HEIGHT = 22

/** Narrower cells are not told apart, but drawn as one stretch. */
const MIN_CELL = 3
/** Marks on the time axis are at least so wide; those that begin closer together are drawn as one. */
const MARK_WIDTH = 7
const MERGE_WITHIN = 4
/** Boundaries that are closer together than this, on average, are not drawn. */
const MIN_BOUNDARY_GAP = 4
const STUB = 5
/** What a character of a label takes, at the most. */
const CHARACTER_WIDTH = 7
/** Streams that take turns: so many cells before the first visible one may reach into what is visible. */
const LOOK_BACK = 64
/** With more cells than this on each pixel, they are not looked at one by one. */
const MOST_ON_A_PIXEL = 4
/** Links from one cell of the script, or of an event, are drawn to so many cells beneath it. */
const MAX_LINKS = 64

/** What is visible of the axis. */
export interface Window {
  /** Pixels from the start of the axis. */
  readonly from: number
  readonly to: number
  /** Where a position of the axis is drawn, and which position a pixel shows. */
  x(position: number): number
  position(x: number): number
}

export interface Label {
  readonly x: number
  readonly text: string
}

export interface LaneDrawing {
  /** Cells, by turns in two shades, so that each is seen by itself. */
  readonly even: string
  readonly odd: string
  /** Content inside cells that have more than content. */
  readonly content: string
  /** Cells that are too narrow to be told apart. */
  readonly dense: string
  /** What joins the pieces of a cell that others cut. */
  readonly joints: string
  /** Boundaries inside a write. */
  readonly inner: string
  readonly labels: readonly Label[]
}

export function topOf(place: number): number {
  return AXIS_HEIGHT + place * (LANE_HEIGHT + LANE_GAP)
}

export function heightOf(lanes: number): number {
  return topOf(lanes) - LANE_GAP + 4
}

/** One lane on the axis of octets. */
export function drawLane(lane: BoundaryLane, top: number, { axis }: Boundaries, window: Window): LaneDrawing {
  const paths = { even: '', odd: '', content: '', dense: '', joints: '', inner: '' }
  const labels: Label[] = []
  let dense: { start: number; end: number } | undefined
  const flush = () => {
    if (dense !== undefined) paths.dense += box(dense.start, dense.end, top, LANE_HEIGHT)
    dense = undefined
  }
  for (const place of visible(lane, window)) {
    const [start, end] = [window.x(lane.start(place)), window.x(lane.end(place))]
    if (end - start < MIN_CELL) {
      if (dense === undefined || start - dense.end > 1) {
        flush()
        dense = { start, end }
      } else dense.end = Math.max(dense.end, end)
      continue
    }
    flush()
    const cell = lane.cell(place) as BoundaryCell
    const shade = place % 2 === 0 ? 'even' : 'odd'
    for (const piece of cell.pieces) {
      paths[shade] += box(window.x(piece.start), window.x(piece.end), top, LANE_HEIGHT)
    }
    if (cell.pieces.length > 1) paths.joints += `M${round(start)} ${top + LANE_HEIGHT / 2}H${round(end)}`
    if (lane.id === 'framing' && cell.source.kind === 'unit') {
      for (const { start, end } of axis.place(contentRanges(cell.source.logged.unit))) {
        paths.content += box(window.x(start), window.x(end), top, LANE_HEIGHT)
      }
    }
    for (const bound of pieceBoundaries(cell, axis))
      paths.inner += `M${round(window.x(bound))} ${top + 2}v${LANE_HEIGHT - 4}`
    // The label stands in the middle of what is visible of the cell, or of its longest piece where it is cut.
    const room = longest(cell)
    const label = labelFor(cell, Math.max(window.x(room.start), window.from), Math.min(window.x(room.end), window.to))
    if (label !== undefined) labels.push(label)
  }
  flush()
  return { ...paths, labels }
}

function longest({ pieces }: BoundaryCell) {
  return pieces.reduce((most, piece) => (piece.end - piece.start > most.end - most.start ? piece : most))
}

function labelFor(cell: BoundaryCell, start: number, end: number): Label | undefined {
  const octets = cell.pieces.reduce((sum, piece) => sum + piece.end - piece.start, 0)
  const name = cellName(cell)
  for (const text of [`${name} · ${octets}`, name, `${cell.ordinal}`]) {
    if (text.length * CHARACTER_WIDTH + 6 <= end - start) return { x: round((start + end) / 2), text }
  }
  return undefined
}

/** The cells that have something on screen, in order; where many fall on one pixel, the last of them stands for all. */
function* visible(lane: BoundaryLane, window: Window): Iterable<number> {
  const from = window.position(window.from)
  const to = window.position(window.to)
  const [first, last] = [lane.placeBefore(from), lane.placeBefore(to)]
  if (last - first > MOST_ON_A_PIXEL * (window.to - window.from)) {
    let before = -1
    for (let x = window.from; x <= window.to; x++) {
      const place = lane.placeBefore(window.position(x))
      if (place > before) yield place
      before = place
    }
    return
  }
  for (let place = Math.max(0, first - LOOK_BACK); place <= last; place++) {
    if (lane.end(place) >= from) yield place
  }
}

export interface Joins {
  /** From lane to lane, where both have a boundary. */
  readonly shared: string
  /** Through lanes that have none there, between lanes that have. */
  readonly through: string
  /** Where only one lane has a boundary: stubs that end. */
  readonly lone: string
}

/** How boundaries of the lanes meet in the gaps between them. A lane with more on screen than can be told apart is left out. */
export function drawJoins(lanes: readonly BoundaryLane[], window: Window): Joins {
  const joins = { shared: '', through: '', lone: '' }
  const drawn = new Set<number>()
  for (const lane of lanes) {
    for (const bound of boundsOnScreen(lane, window)) {
      if (drawn.has(bound)) continue
      drawn.add(bound)
      joinAt(bound, round(window.x(bound)), lanes, joins)
    }
  }
  return joins
}

function joinAt(
  bound: number,
  x: number,
  lanes: readonly BoundaryLane[],
  joins: { -readonly [Path in keyof Joins]: string },
): void {
  const has = lanes.map((lane) => lane.isBoundary(bound))
  const [first, last] = [has.indexOf(true), has.lastIndexOf(true)]
  for (let place = 0; place + 1 < lanes.length; place++) {
    const gap = topOf(place) + LANE_HEIGHT
    const isBetween = place >= first && place < last
    if (has[place] && has[place + 1]) joins.shared += `M${x} ${gap}v${LANE_GAP}`
    else if (isBetween) joins.through += `M${x} ${gap}v${LANE_GAP}`
    else if (has[place]) joins.lone += `M${x} ${gap}v${STUB}`
    else if (has[place + 1]) joins.lone += `M${x} ${gap + LANE_GAP}v-${STUB}`
    if (isBetween && place > first && !has[place]) joins.through += `M${x} ${topOf(place)}v${LANE_HEIGHT}`
  }
}

/** Positions on screen at which the lane's cells begin or end; none when they are too many to be drawn. */
function boundsOnScreen(lane: BoundaryLane, window: Window): readonly number[] {
  const count = lane.placeBefore(window.position(window.to)) - lane.placeBefore(window.position(window.from))
  if (count * MIN_BOUNDARY_GAP > window.to - window.from) return []
  const bounds: number[] = []
  for (const place of visible(lane, window)) {
    for (const bound of [lane.start(place), lane.end(place)]) {
      const x = window.x(bound)
      // Where the axis begins and ends, every lane does.
      if (x > window.from && x < window.to - 1) bounds.push(bound)
    }
  }
  return bounds
}

export interface TimeDrawing {
  /** Where cells were complete. */
  readonly marks: string
  /** From the first octet of a cell to its last. */
  readonly leads: string
  readonly labels: readonly Label[]
}

/** One lane on the axis of time: a mark where each cell was complete, and how many were drawn as one. */
export function drawTimes(lane: BoundaryLane, top: number, x: (at: number) => number, window: Window): TimeDrawing {
  let [marks, leads] = ['', '']
  const labels: Label[] = []
  let bin: { readonly start: number; count: number } | undefined
  const flush = (next: number) => {
    if (bin === undefined) return
    const middle = bin.start
    marks += box(middle - MARK_WIDTH / 2, middle + MARK_WIDTH / 2, top, LANE_HEIGHT)
    const text = `×${bin.count}`
    const after = middle + MARK_WIDTH / 2 + 3
    if (bin.count > 1 && next - after > text.length * CHARACTER_WIDTH) labels.push({ x: round(after), text })
  }
  let lead = Number.NEGATIVE_INFINITY
  for (let place = 0; place < lane.length; place++) {
    const [start, end] = [x(lane.startedAt(place)), x(lane.at(place))]
    if (end + MARK_WIDTH < window.from || start > window.to) continue
    if (end - start > MARK_WIDTH && end > lead) {
      leads += `M${round(Math.max(start, lead))} ${top + LANE_HEIGHT / 2}H${round(end)}`
      lead = end
    }
    if (bin !== undefined && end - bin.start <= MERGE_WITHIN) {
      bin.count += 1
      continue
    }
    flush(end)
    bin = { start: end, count: 1 }
  }
  flush(Number.POSITIVE_INFINITY)
  return { marks, leads, labels }
}

/** From each cell of a lane to the cells of the next that brought its octets: how late it came, and how many came together. */
export function drawLinks(
  upper: BoundaryLane,
  lower: BoundaryLane,
  top: number,
  x: (at: number) => number,
  window: Window,
): string {
  const gap = top + LANE_HEIGHT
  let links = ''
  let [latestTo, latestFrom] = [Number.NaN, Number.NaN]
  for (let place = 0; place < upper.length; place++) {
    const to = Math.round(x(upper.at(place)))
    if (to < window.from || to > window.to) continue
    const first = Math.max(0, lower.placeBefore(upper.start(place)))
    for (let under = first; under < lower.length && under < first + MAX_LINKS; under++) {
      if (lower.start(under) >= upper.end(place)) break
      if (lower.end(under) <= upper.start(place)) continue
      const from = Math.round(x(lower.at(under)))
      // Most of those that fall on the same pixels come one behind the other.
      if (to === latestTo && from === latestFrom) continue
      links += `M${to} ${gap}L${from} ${gap + LANE_GAP}`
      latestTo = to
      latestFrom = from
    }
  }
  return links
}

function box(start: number, end: number, top: number, height: number): string {
  // A hair's breadth apart, so that a boundary is seen even between cells of one shade.
  const width = Math.max(0.5, end - start - 1)
  return `M${round(start + 0.5)} ${top}h${round(width)}v${height}h-${round(width)}z`
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10
}
