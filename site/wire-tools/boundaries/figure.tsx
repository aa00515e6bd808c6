/** The lanes as a figure that can be zoomed, and walked through cell by cell (WAI-ARIA grid pattern). */
import { useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { BusySpans, LaneScale } from '#site/wire-view/lane-scale.ts'
import type { ViewState } from '#site/wire-view/view-state.ts'
import type { Boundaries, BoundaryScope } from '#wire/boundaries.ts'
import { type BoundaryCell, type BoundaryLane, timesOf } from '#wire/boundary-lane.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'
import { Drawing } from './drawing.tsx'
import { AXIS_HEIGHT, heightOf, LANE_GAP, LANE_HEIGHT, topOf } from './paths.ts'
import { nearestInTime, rangeShown, selectCell, selectedRanges } from './selected-cell.ts'
import { cellSentence, laneCounts, laneTitle } from './words.ts'
import { useZoom } from './zoom.ts'

export type FigureAxis = 'octets' | 'time'

export interface FigureProps {
  readonly state: ViewState
  readonly id: string
  readonly boundaries: Boundaries
  readonly scope: BoundaryScope
  readonly axis: FigureAxis
}

/** A cell that reaches beyond the screen has its border there. */
const BORDER = 8

/** Where the reader stands: a lane, and a cell of it. */
interface Place {
  readonly lane: string
  readonly cell: number
}

export function Figure({ state, id, boundaries, scope, axis }: FigureProps) {
  const { lanes } = boundaries
  const frame = useRef<HTMLDivElement>(null)
  const stands = useSignal<Place>({ lane: '', cell: 0 })
  const pointed = useSignal<ReturnType<typeof under>>(undefined)
  const zoom = useZoom(frame, axis === 'octets' ? boundaries.axis.length : undefined)
  const busy = useMemo(() => (axis === 'time' ? busyTimes(lanes) : []), [boundaries, axis])
  const scale = useMemo(() => LaneScale.over(busy, zoom.plotWidth), [busy, zoom.plotWidth])
  const height = heightOf(lanes.length)

  const laneAt = Math.max(
    0,
    lanes.findIndex((lane) => lane.id === stands.value.lane),
  )
  const lane = lanes[laneAt]
  const cellAt = Math.min(stands.value.cell, (lane?.length ?? 1) - 1)
  const cell = lane?.cell(cellAt)

  // A unit that is selected elsewhere is where the reader stands here, too.
  const selection = state.model.selection.value
  const own = useRef<object | undefined>(undefined)
  useEffect(() => {
    const now = state.model.selection.peek()
    if (now === undefined || now === own.current) return
    const row = state.row.peek()
    const place = row?.kind === 'unit' && row.key === now.unit ? placeOfUnit(boundaries, row.logged) : undefined
    if (place !== undefined) stands.value = place
  }, [selection, boundaries])

  // What is selected may have no octet in the lanes: then the reader stands in a cell that is not selected.
  const selected = boundaries.axis.place(selectedRanges(state, scope))
  const isSelected = cell !== undefined && selected.some(({ start, end }) => start < cell.end && end > cell.start)
  const window = zoom.window(boundaries.axis.length)
  const xOf = (at: number) => scale.x(at) - zoom.from
  const spanOf = ({ start, end, source }: BoundaryCell) => {
    if (axis === 'octets') return { start: window.x(start), end: window.x(end) }
    const { at } = timesOf(source)
    return { start: xOf(at), end: xOf(at) }
  }

  useLayoutEffect(() => {
    if (cell !== undefined && selection !== undefined) zoom.show(spanOf(cell))
  }, [stands.value, axis])

  function stand(to: BoundaryLane | undefined, place: number | undefined) {
    const next = place === undefined ? undefined : to?.cell(place)
    if (to === undefined || next === undefined) return
    selectCell(state, scope, next)
    own.current = state.model.selection.peek()
    stands.value = { lane: to.id, cell: place as number }
  }

  function step(by: 1 | -1) {
    // The lane's neighbour may have no cell here: then the next one that has.
    for (let at = laneAt + by; cell !== undefined && at >= 0 && at < lanes.length; at += by) {
      const place = lanes[at]?.placeAt(cell.start) ?? lanes[at]?.placeAt(cell.end - 1)
      if (place !== undefined) return stand(lanes[at], place)
    }
  }

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, () => void> = {
      ArrowRight: () => stand(lane, Math.min(cellAt + 1, (lane?.length ?? 1) - 1)),
      ArrowLeft: () => stand(lane, Math.max(0, cellAt - 1)),
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Home: () => stand(lane, 0),
      End: () => stand(lane, (lane?.length ?? 1) - 1),
      '+': () => zoom.by(2),
      '=': () => zoom.by(2),
      '-': () => zoom.by(0.5),
      '0': () => zoom.fit(),
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey || event.metaKey || event.ctrlKey) return
    event.preventDefault()
    move()
  }

  /** The cell under the pointer. */
  function under(event: MouseEvent): { readonly lane: BoundaryLane; readonly cell: number } | undefined {
    const box = frame.current?.getBoundingClientRect()
    if (box === undefined) return undefined
    const x = event.clientX - box.left
    const at = Math.floor((event.clientY - box.top - AXIS_HEIGHT + LANE_GAP / 2) / (LANE_HEIGHT + LANE_GAP))
    const there = lanes[at]
    const place = axis === 'octets' ? there?.placeAt(window.position(x)) : there && nearestInTime(there, xOf, x)
    return there && place !== undefined ? { lane: there, cell: place } : undefined
  }

  const told = pointed.value ?? (isSelected && lane ? { lane, cell: cellAt } : undefined)
  const toldCell = told?.lane.cell(told.cell)

  const cellOf = (of: BoundaryLane, at: number, place: number) => {
    const current = of.cell(at)
    if (current === undefined) return null
    const { start, end } = spanOf(current)
    const left = Math.max(start, -BORDER)
    return (
      <td
        role="gridcell"
        id={`${id}-cell-${place}`}
        class="boundaries-cell"
        aria-colindex={at + 1}
        aria-selected={of === lane && isSelected}
        aria-label={cellSentence(of, current, boundaries)}
        style={{
          left,
          top: topOf(place) - 2,
          width: Math.max(6, Math.min(end, zoom.width + BORDER) - left),
          height: LANE_HEIGHT + 4,
        }}
      />
    )
  }

  return (
    <figure class="boundaries-figure" aria-label="Boundary lanes" aria-describedby={`${id}-told`}>
      <div class="boundaries-zoom">
        <button type="button" onClick={() => zoom.by(0.5)} disabled={zoom.factor <= 1}>
          <span aria-hidden="true">−</span>
          <span class="wire-hidden">Zoom out</span>
        </button>
        <button type="button" onClick={() => zoom.by(2)} disabled={!zoom.canGrow}>
          <span aria-hidden="true">+</span>
          <span class="wire-hidden">Zoom in</span>
        </button>
        <button type="button" onClick={zoom.fit} disabled={zoom.factor <= 1}>
          Fit
        </button>
      </div>
      <div class="boundaries-plot" style={{ height }}>
        <div class="boundaries-names" aria-hidden="true">
          <p style={{ top: 0 }}>{axis === 'time' ? 'time' : scope.contentOnly ? 'octet of content' : 'octet'}</p>
          {lanes.map((each, place) => (
            <p key={each.id} style={{ top: topOf(place) }}>
              <b>{laneTitle(each)}</b>
              <Counts lane={each} />
            </p>
          ))}
        </div>
        <div class="boundaries-scroll" ref={frame} onScroll={zoom.onScroll}>
          <div style={{ width: zoom.plotWidth, height }}>
            <div class="boundaries-view" style={{ width: zoom.width, height }}>
              <Drawing
                {...{ boundaries, axis, scope, window, scale, height }}
                selected={rangeShown(selectedRanges(state, scope), boundaries, axis, window, xOf)}
                from={zoom.from}
              />
              <table
                class="boundaries-grid"
                role="grid"
                aria-label={`Boundaries. ${lanes.map((each) => `${laneTitle(each)}: ${laneCounts(each).join(', ')}`).join('. ')}`}
                aria-rowcount={lanes.length}
                aria-activedescendant={cell && `${id}-cell-${laneAt}`}
                tabIndex={0}
                onKeyDown={onKeyDown}
                onClick={(event) => {
                  const place = under(event)
                  if (place !== undefined) stand(place.lane, place.cell)
                }}
                onPointerMove={(event) => {
                  pointed.value = under(event)
                }}
                onPointerLeave={() => {
                  pointed.value = undefined
                }}
              >
                <tbody>
                  {lanes.map((each, place) => {
                    const here = each === lane ? cellAt : cell && each.placeAt(cell.start)
                    return (
                      <tr key={each.id} aria-rowindex={place + 1}>
                        <th scope="row" class="wire-hidden">
                          {laneTitle(each)}
                        </th>
                        {here !== undefined && cellOf(each, here, place)}
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </div>
          </div>
        </div>
      </div>
      <figcaption id={`${id}-told`}>
        {told && toldCell
          ? cellSentence(told.lane, toldCell, boundaries)
          : 'Point at a cell, or go through the lanes with the arrow keys: each cell is a unit, or what one call carried.'}
      </figcaption>
    </figure>
  )
}

function Counts({ lane }: { readonly lane: BoundaryLane }) {
  const [most, others] = laneCounts(lane)
  return (
    <>
      {most}
      {others && <i>, {others}</i>}
    </>
  )
}

function busyTimes(lanes: readonly BoundaryLane[]) {
  const spans = new BusySpans()
  for (const lane of lanes) {
    for (let place = 0; place < lane.length; place++) {
      spans.add(lane.startedAt(place))
      spans.add(lane.at(place))
    }
  }
  return spans.spans
}

/** Where a unit stands that is selected in another view. */
function placeOfUnit({ lanes, axis }: Boundaries, { unit }: LoggedUnit): Place | undefined {
  const [first] = axis.place(unit.ranges)
  if (first === undefined) return undefined
  for (const lane of lanes) {
    const cell = lane.kind === 'unit' ? lane.placeAt(first.start) : undefined
    const source = cell === undefined ? undefined : lane.source(cell)
    if (cell !== undefined && source?.kind === 'unit' && source.logged.unit.id === unit.id)
      return { lane: lane.id, cell }
  }
  return undefined
}
