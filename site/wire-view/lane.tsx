/** One connection's lane: opened, units in both directions, idle, closed. */
import { useComputed } from '@preact/signals'
import { useMemo, useRef } from 'preact/hooks'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { IdleNotes } from '../wire-tools/idle/idle-notes.tsx'
import { LaneMarks, type MarkBand, nearestUnit, unitMark } from './lane-marks.ts'
import type { Fold, LaneScale } from './lane-scale.ts'
import { counted } from './numbers.ts'
import { connectionSentence, connectionState } from './summary.ts'
import type { ViewState } from './view-state.ts'

/** How wide what the path did is hatched, in CSS pixels. */
const LOST_WIDTH = 14

export interface LaneProps {
  readonly state: ViewState
  readonly id: string
  readonly connection: TracedConnection
  readonly scale: LaneScale
  readonly height: number
  /** Who may speak, and why it was idle; undefined until it has been worked out. */
  readonly notes: IdleNotes | undefined
  /** Changes when there may be more to draw. */
  readonly stamp: string
  /** Whether the Tab key stops at this lane; the arrow keys go on from there. */
  readonly isEntry: boolean
  /** Goes to the lane below, or with -1 above. */
  readonly step: (from: TracedConnection, by: 1 | -1) => void
}

export function Lane({ state, id, connection, scale, height, isEntry, step, notes }: LaneProps) {
  const marks = useMemo(
    () => ({
      'client-to-server': new LaneMarks(connection, 'client-to-server'),
      'server-to-client': new LaneMarks(connection, 'server-to-client'),
    }),
    [connection],
  )
  const selectedKey = useComputed(() => {
    const row = state.row.value
    return row?.connection === connection ? row.key : ''
  }).value
  const litKeys = useComputed(() =>
    state.model.lit.value.filter((key) => key.startsWith(`${connection.id}/`)).join(' '),
  ).value

  const name = useRef<HTMLButtonElement>(null)
  // There is no room for both; the exchanges are in the sentence, and drawn.
  const side = connection.seenAt && `to ${connection.seenAt}`

  const index = state.seen.value?.index
  if (index === undefined) return null
  const middle = height / 2
  const bands = bandsOf(height)
  const exchanges = index.exchanges(connection.id)
  const opened = scale.x(Math.max(0, connection.openedAt))
  const closed = connection.closedAt === undefined ? scale.width : scale.x(connection.closedAt)
  const unitAt = (key: string) => {
    const row = key === '' ? undefined : index.row(key)
    return row?.kind === 'unit' ? row : undefined
  }
  const lit = litKeys
    .split(' ')
    .map(unitAt)
    .filter((row) => row !== undefined)
  const selected = unitAt(selectedKey)

  function select(event: MouseEvent) {
    name.current?.focus({ preventScroll: true })
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const up = event.clientY - box.top < middle
    const [side, other]: [Direction, Direction] = up ? [...DIRECTIONS] : ['server-to-client', 'client-to-server']
    const x = event.clientX - box.left
    const row =
      index && (nearestUnit(index, connection.id, side, scale, x) ?? nearestUnit(index, connection.id, other, scale, x))
    if (row !== undefined) state.selectRow(row)
  }

  function onKeyDown(event: KeyboardEvent) {
    const moves: Record<string, () => void> = {
      ArrowDown: () => step(connection, 1),
      ArrowUp: () => step(connection, -1),
      ArrowRight: () => state.selectNeighbour(1),
      ArrowLeft: () => state.selectNeighbour(-1),
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey || event.metaKey) return
    event.preventDefault()
    move()
  }

  return (
    <li class="wire-lane" data-selected={selectedKey !== '' || undefined}>
      <button
        type="button"
        class="wire-lane-name"
        ref={name}
        tabIndex={isEntry ? 0 : -1}
        aria-current={selectedKey !== ''}
        onClick={() => state.selectConnection(connection)}
        onKeyDown={onKeyDown}
      >
        <span class="wire-hidden">
          {connectionSentence(connection, exchanges)}
          {notes && `. ${notes.sentence}`}
        </span>
        <span aria-hidden="true">
          <b>{connection.id}</b> <span class="wire-turn">{notes?.arrow}</span>
          {connection.tls && <span class="wire-lane-tls">TLS </span>}
          {side ?? <span class="wire-lane-exchanges">{counted(exchanges, 'exchange')}</span>}
          <span class="wire-lane-state"> · {notes?.turn || connectionState(connection)}</span>
        </span>
      </button>
      <svg class="wire-drawing wire-lane-marks" height={height} width={scale.width} aria-hidden="true" onClick={select}>
        <path
          class="wire-lane-line"
          data-open={connection.closedAt === undefined || undefined}
          d={`M${opened} ${middle}H${closed}`}
        />
        {scale.folds.map((fold, place) => (
          <g key={fold.x}>
            <path class="wire-fold" d={foldPath(fold, height)} />
            {fold.hasRoom && notes?.drawnReason(place, fold.x + fold.width / 2, middle + 4)}
          </g>
        ))}
        {DIRECTIONS.map((direction) => {
          const band = bands[direction]
          const lane = marks[direction]
          lane.update(index, scale)
          const arriving = index.arriving(connection.id, direction)
          const ended = connection.endedAt[direction]
          return (
            <g key={direction} data-direction={direction}>
              {lane.held.map(({ start, end }) => (
                <g key={start}>
                  <rect
                    x={start}
                    y={band.top - 1}
                    width={end - start}
                    height={band.height + 2}
                    fill={`url(#${id}-hatch)`}
                  />
                </g>
              ))}
              <path class="wire-content-mark" d={lane.content(band)} />
              {arriving && <path class="wire-arriving-mark" d={unitMark(arriving, scale, band)} />}
              <path class="wire-control-mark" d={lane.control(band)} />
              <path class="wire-fault-mark" d={lane.faults(band)} />
              {connection.gaps[direction] && (
                <path
                  class="wire-gap-mark"
                  d={`M${scale.x(connection.gaps[direction].at)} ${band.top}v${band.height}`}
                />
              )}
              {ended !== undefined && <path class="wire-end-mark" d={endPath(scale.x(ended), middle, direction)} />}
            </g>
          )
        })}
        {lit.map((row) => (
          <path class="wire-lit-mark" key={row.key} d={unitMark(row, scale, bands[row.direction])} />
        ))}
        {selected && <path class="wire-selected-mark" d={unitMark(selected, scale, bands[selected.direction])} />}
        {lostAt(connection).map((at) => (
          <rect
            key={at}
            x={scale.x(at) - LOST_WIDTH / 2}
            width={LOST_WIDTH}
            height={height}
            fill={`url(#${id}-hatch)`}
          />
        ))}
        {connection.openedAt >= 0 && <circle class="wire-opened" cx={opened} cy={middle} r="3.5" />}
        {connection.closedAt !== undefined && (
          <path
            class={connection.closedHow === 'reset' ? 'wire-reset' : 'wire-closed'}
            d={
              connection.closedHow === 'reset'
                ? `M${closed - 4} ${middle - 4}l8 8m0-8l-8 8`
                : `M${closed} ${middle - 7}v14`
            }
          />
        )}
      </svg>
    </li>
  )
}

/** When the emulated path ended the connection, or a direction of it. */
function lostAt({ closedAt, closedByPath, endedAt, endedByPath }: TracedConnection): readonly number[] {
  const ends = DIRECTIONS.map((direction) => (endedByPath[direction] ? endedAt[direction] : undefined))
  return [...new Set([closedByPath ? closedAt : undefined, ...ends])].filter((at) => at !== undefined)
}

/** Client-to-server above the line, server-to-client below it. */
function bandsOf(height: number): Readonly<Record<Direction, MarkBand>> {
  const tall = Math.min(24, height / 2 - 5)
  return {
    'client-to-server': { top: height / 2 - 3 - tall, height: tall },
    'server-to-client': { top: height / 2 + 3, height: tall },
  }
}

/** Two strokes across the lane: time is missing here. Where there is room, its reason stands between them. */
function foldPath({ x, width, hasRoom }: Fold, height: number): string {
  const apart = hasRoom ? width / 2 - 4 : 3
  return [-apart, apart].map((by) => `M${x + width / 2 + by - 2.5} ${height - 3}l5 ${6 - height}`).join('')
}

/** The sender of this direction says that no more will come. */
function endPath(x: number, middle: number, direction: Direction): string {
  return `M${x - 3} ${middle}h6v${direction === 'client-to-server' ? -6 : 6}`
}
