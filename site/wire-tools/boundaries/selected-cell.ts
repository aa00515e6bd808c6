/** How a cell is selected in the whole view, and how what is selected there is shown in the lanes. */
import type { ViewState } from '#site/wire-view/view-state.ts'
import type { Boundaries, BoundaryScope } from '#wire/boundaries.ts'
import { type BoundaryCell, type BoundaryLane, timesOf } from '#wire/boundary-lane.ts'
import type { OctetRange } from '#wire/octets.ts'
import type { Window } from './paths.ts'

/** How far from a mark on the time axis the pointer may be, in pixels. */
const POINT_WITHIN = 12

/** A unit is selected as such, what a socket or the script got as octets: those need not be those of any unit. */
export function selectCell(state: ViewState, { connection, direction }: BoundaryScope, { source }: BoundaryCell): void {
  const row = source.kind === 'unit' ? state.seen.peek()?.index.row(source.logged.key) : undefined
  if (row !== undefined) {
    state.selectRow(row)
    return
  }
  const start = source.ranges[0]?.start ?? 0
  const end = source.ranges.at(-1)?.end ?? start
  state.model.selection.value = { connection: connection.id, direction, range: { start, end }, part: [] }
}

/** The octets that are selected, if they are among those that the lanes rule. */
export function selectedRanges(
  { model, row }: ViewState,
  { connection, direction }: BoundaryScope,
): readonly OctetRange[] {
  const selection = model.selection.value
  if (selection === undefined || selection.connection !== connection.id || selection.direction !== direction) return []
  const selected = row.value
  return selection.unit !== undefined && selected?.kind === 'unit' ? selected.logged.unit.ranges : [selection.range]
}

/** Where they are drawn, in pixels. */
export function rangeShown(
  ranges: readonly OctetRange[],
  { axis, lanes }: Boundaries,
  kind: 'octets' | 'time',
  window: Window,
  xOf: (at: number) => number,
): readonly OctetRange[] {
  const placed = axis.place(ranges)
  if (kind === 'octets') return placed.map(({ start, end }) => ({ start: window.x(start), end: window.x(end) }))
  const first = placed[0]
  const last = placed.at(-1)
  const socket = lanes.at(-1)
  const begun = first && socket?.source(socket.placeAt(first.start) ?? -1)
  const ended = last && socket?.source(socket.placeAt(last.end - 1) ?? -1)
  if (begun === undefined || ended === undefined) return []
  const start = xOf(timesOf(begun).at)
  return [{ start, end: Math.max(start + 2, xOf(timesOf(ended).at)) }]
}

/** The cell whose mark is nearest to `x`; of those that lie on each other, the first. */
export function nearestInTime(lane: BoundaryLane, xOf: (at: number) => number, x: number): number | undefined {
  let nearest: number | undefined
  let distance = POINT_WITHIN
  for (let place = 0; place < lane.length; place++) {
    const away = Math.abs(xOf(lane.at(place)) - x)
    if (away >= distance) continue
    nearest = place
    distance = away
  }
  return nearest
}
