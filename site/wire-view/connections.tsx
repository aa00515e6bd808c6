/** The connections as lanes over one time axis. */
import './connections.css'
import { effect, useSignal } from '@preact/signals'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { Passage, TracedConnection } from '#wire/trace.ts'
import type { IdleNotes } from '../wire-tools/idle/idle-notes.tsx'
import { Lane } from './lane.tsx'
import { heldSpan } from './lane-marks.ts'
import { BusySpans, LaneScale } from './lane-scale.ts'
import { rowWindow, type Spare, scrollToShow } from './row-window.ts'
import type { Seen, ViewState } from './view-state.ts'

/** Before the browser has laid anything out. */
const UNMEASURED_WIDTH = 640

/** The lowest lane, its rule included, and the highest, in CSS pixels: few lanes share the room that is kept anyway. */
const LOW_LANE = 28
const TALL_LANE = 84
const RULE = 1
/**
 * There is room for so many low lanes from the beginning. With one more there is room for as many as a browser opens to
 * one host, all at once, so that what stands below moves once at most; it does not move back. Beyond that, lanes scroll.
 */
const LANES_AT_FIRST = 3
const LANES_AT_MOST = 6
/** A capture may have thousands of connections: of so many, only the lanes on screen are drawn. */
const SPARE_LANES: Spare = { whole: 60, overscan: 6, step: 6 }

export function Connections({ state, id }: { readonly state: ViewState; readonly id: string }) {
  const axis = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(UNMEASURED_WIDTH)
  useLayoutEffect(() => {
    if (axis.current === null) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(axis.current)
    return () => observer.disconnect()
  }, [])

  const scale = useScale(state, width)
  const notes = useIdleNotes(state, scale)
  const connections = state.seen.value?.index.log.trace.connections ?? []
  const lanesKept = useRef(LANES_AT_FIRST)
  if (connections.length > LANES_AT_FIRST) lanesKept.current = LANES_AT_MOST
  const room = lanesKept.current * LOW_LANE
  const shared = Math.floor(room / Math.max(1, connections.length))
  const height = Math.min(TALL_LANE, Math.max(LOW_LANE, shared)) - RULE
  const selected = state.row.value?.connection
  const entry = selected ?? connections[0]

  const lanes = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  const lane = height + RULE
  const drawn = rowWindow(connections.length, { top, height: room, rowHeight: lane }, SPARE_LANES)
  useLayoutEffect(() => {
    const box = lanes.current
    if (box === null || selected === undefined || state.model.selection.peek() === undefined) return
    const viewport = { top: box.scrollTop, height: box.clientHeight, rowHeight: lane }
    box.scrollTop = scrollToShow(connections.indexOf(selected), viewport)
  }, [state.model.selection.value])

  // A lane that is stepped to may have to be scrolled to, and drawn, before it can have the focus.
  const steppedTo = useRef<TracedConnection | undefined>(undefined)
  const focusStepped = () => {
    if (steppedTo.current === undefined) return
    const place = connections.indexOf(steppedTo.current) - drawn.first
    const button = lanes.current?.children[place]?.querySelector('button')
    if (!button) return
    steppedTo.current = undefined
    button.focus({ preventScroll: true })
  }
  useLayoutEffect(focusStepped)

  function step(from: TracedConnection, by: 1 | -1) {
    const to = connections[connections.indexOf(from) + by]
    if (to === undefined) return
    steppedTo.current = to
    state.selectConnection(to)
    focusStepped()
  }

  return (
    <section class="wire-connections" aria-label="Connections over time">
      <div class="wire-axis">
        <div ref={axis}>
          <svg aria-hidden="true" width={width} height={22}>
            <defs>
              <pattern
                id={`${id}-hatch`}
                width="6"
                height="6"
                patternUnits="userSpaceOnUse"
                patternTransform="rotate(45)"
              >
                <rect class="wire-hatch" width="1.5" height="6" />
              </pattern>
            </defs>
            {scale.ticks.map(({ x, label }) => (
              <g key={label} transform={`translate(${x} 0)`}>
                <path class="wire-tick" d="M0 16v6" />
                <text class="wire-tick-label" x="0" y="12" text-anchor={x < 20 ? 'start' : 'middle'}>
                  {label}
                </text>
              </g>
            ))}
            {scale.folds.map(({ x, width: wide, label }) => (
              <text class="wire-fold-label" key={x} x={x + wide / 2} y="12" text-anchor="middle">
                {label}
              </text>
            ))}
          </svg>
        </div>
      </div>
      <ul
        class="wire-scroll wire-lanes"
        aria-label="Connections"
        ref={lanes}
        style={{
          height: room,
          paddingBlock: `${drawn.first * lane}px ${(connections.length - drawn.end) * lane}px`,
        }}
        onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      >
        {connections.slice(drawn.first, drawn.end).map((connection) => (
          <Lane
            key={connection.id}
            {...{ state, id, connection, scale, height, step }}
            isEntry={connection === entry}
            stamp={stampOf(connection)}
            notes={notes.get(connection)}
          />
        ))}
      </ul>
    </section>
  )
}

type Notes = ReadonlyMap<TracedConnection, IdleNotes>

/**
 * What is noted at the lanes: it may wait, so it is worked out when the run has settled; and loaded only for a reader who has done
 * anything at all on this page, such as pressing Run, or when there is a fold to explain.
 */
function useIdleNotes(state: ViewState, { folds }: LaneScale): Notes {
  const notes = useSignal<Notes>(new Map())
  useEffect(
    () =>
      effect(() => {
        state.model.settled.value
        state.model.selection.value
        const log = state.seen.peek()?.index.log
        if (log === undefined || !(folds.length > 0 || navigator.userActivation.hasBeenActive)) return
        // When it cannot be loaded, as when the server is gone, lanes stay without notes; the next octets ask again.
        import('../wire-tools/idle/idle-notes.tsx').then(
          ({ idleNotes }) => {
            notes.value = new Map(log.trace.connections.map((each) => [each, idleNotes(log, each, folds)]))
          },
          () => undefined,
        )
      }),
    [state, folds],
  )
  return notes.value
}

/** Says when a lane has to be drawn anew. */
function stampOf({ streams, endedAt, closedAt, gaps }: TracedConnection): string {
  const sides = DIRECTIONS.map((direction) => [streams[direction].length, endedAt[direction], gaps[direction]?.octets])
  return [...sides, closedAt].join()
}

/** The time axis over everything that has happened; the same object until it has to change. */
function useScale(state: ViewState, width: number): LaneScale {
  const scale = useRef<LaneScale | undefined>(undefined)
  const activity = useMemo(() => new Activity(), [])
  scale.current = LaneScale.over(activity.busy(state.seen.value), width, scale.current)
  return scale.current
}

/** Follows a log and keeps the times at which anything happened. */
class Activity {
  #index: Seen['index'] | undefined
  #spans = new BusySpans()
  #passages = new Map<string, number>()

  busy(seen: Seen | undefined) {
    if (seen?.index !== this.#index) {
      this.#index = seen?.index
      this.#spans = new BusySpans()
      this.#passages = new Map()
    }
    for (const connection of seen?.index.log.trace.connections ?? []) {
      this.#spans.add(Math.max(0, connection.openedAt))
      if (connection.closedAt !== undefined) this.#spans.add(connection.closedAt)
      for (const direction of DIRECTIONS) {
        const ended = connection.endedAt[direction]
        if (ended !== undefined) this.#spans.add(ended)
        const passages = connection.passages[direction]
        const key = `${connection.id}/${direction}`
        for (let place = this.#passages.get(key) ?? 0; place < passages.length; place++) {
          const { at, heldMs } = passages[place] as Passage
          if (heldMs === undefined) this.#spans.add(at)
          else {
            const { start, end } = heldSpan(direction, at, heldMs)
            this.#spans.add(start, end)
          }
        }
        this.#passages.set(key, passages.length)
      }
    }
    return this.#spans.spans
  }
}
