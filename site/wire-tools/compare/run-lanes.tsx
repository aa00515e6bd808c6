/** The connections of one run as lanes, drawn on a time axis that two runs share. */
import { useMemo } from 'preact/hooks'
import { LaneMarks, nearestUnit } from '#site/wire-view/lane-marks.ts'
import type { LaneScale } from '#site/wire-view/lane-scale.ts'
import { counted, grouped } from '#site/wire-view/numbers.ts'
import { connectionState } from '#site/wire-view/summary.ts'
import type { UnitIndex, UnitRow } from '#site/wire-view/unit-index.ts'
import { hopOf } from '#wire/hop.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'

/** More lanes of one run are counted, not drawn. */
const MAX_LANES = 24

/** A lane and its marks, in CSS pixels. */
const LANE = 30
const BANDS = { 'client-to-server': { top: 2, height: 10 }, 'server-to-client': { top: 18, height: 10 } } as const
const MIDDLE = LANE / 2

export interface RunLanesProps {
  readonly title: string
  readonly index: UnitIndex
  readonly scale: LaneScale
  /** For the pattern of the emulated path. */
  readonly id: string
  /** Selects a unit that is clicked; without it nothing is selected. */
  readonly select?: (row: UnitRow) => void
}

export function RunLanes({ title, index, scale, id, select }: RunLanesProps) {
  const connections = index.log.trace.connections
  return (
    <>
      <h4>{title}</h4>
      <ul class="compare-lanes" aria-label={`Connections of ${title.toLowerCase()}`}>
        {connections.slice(0, MAX_LANES).map((connection) => (
          <RunLane key={connection.id} {...{ connection, index, scale, id }} {...(select && { select })} />
        ))}
      </ul>
      {connections.length > MAX_LANES && (
        <p class="compare-more">{grouped(connections.length - MAX_LANES)} more connections are not drawn.</p>
      )}
    </>
  )
}

type RunLaneProps = Omit<RunLanesProps, 'title'> & { readonly connection: TracedConnection }

function RunLane({ connection, index, scale, id, select }: RunLaneProps) {
  const marks = useMemo(
    () => DIRECTIONS.map((direction) => ({ direction, marks: new LaneMarks(connection, direction) })),
    [connection],
  )
  const opened = scale.x(Math.max(0, connection.openedAt))
  const closed = connection.closedAt === undefined ? scale.width : scale.x(connection.closedAt)

  function onClick(event: MouseEvent) {
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const isAbove = event.clientY - box.top < MIDDLE
    const sides: readonly Direction[] = isAbove ? DIRECTIONS : DIRECTIONS.toReversed()
    for (const direction of sides) {
      const row = nearestUnit(index, connection.id, direction, scale, event.clientX - box.left)
      if (row !== undefined) return select?.(row)
    }
  }

  return (
    <li>
      <span class="compare-name">
        <b>{connection.id}</b> <span class="wire-hidden">{hopOf(connection)} </span>
        <span class="compare-exchanges">{counted(index.exchanges(connection.id), 'exchange')}</span>
        <span class="wire-hidden">, {connectionState(connection)}</span>
      </span>
      <svg
        class="wire-drawing"
        height={LANE}
        width={scale.width}
        aria-hidden="true"
        data-selects={select !== undefined || undefined}
        onClick={onClick}
      >
        <path
          class="wire-lane-line"
          data-open={connection.closedAt === undefined || undefined}
          d={`M${opened} ${MIDDLE}H${closed}`}
        />
        {scale.folds.map(({ x, width }) => (
          <path class="wire-fold" key={x} d={`M${x + width / 2 - 4} ${LANE - 3}l5 ${6 - LANE}m4 0l-5 ${LANE - 6}`} />
        ))}
        {marks.map(({ direction, marks: lane }) => {
          lane.update(index, scale)
          const band = BANDS[direction]
          return (
            <g key={direction} data-direction={direction}>
              {lane.held.map(({ start, end }) => (
                <rect
                  key={start}
                  x={start}
                  y={band.top - 1}
                  width={end - start}
                  height={band.height + 2}
                  fill={`url(#${id}-hatch)`}
                />
              ))}
              <path class="wire-content-mark" d={lane.content(band)} />
              <path class="wire-control-mark" d={lane.control(band)} />
              <path class="wire-fault-mark" d={lane.faults(band)} />
            </g>
          )
        })}
        {connection.openedAt >= 0 && <circle class="wire-opened" cx={opened} cy={MIDDLE} r="3" />}
        {connection.closedAt !== undefined && <path class="wire-closed" d={`M${closed} ${MIDDLE - 6}v12`} />}
      </svg>
    </li>
  )
}
