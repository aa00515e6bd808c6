/** The octets of the direction in which the selection lies, in hexadecimal and as text (WAI-ARIA grid pattern). */
import './octets.css'
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { numberAndHop } from '#wire/hop.ts'
import { duration, grouped } from './numbers.ts'
import { OctetRow } from './octet-row.tsx'
import { octetCells, rowCount, spokenCell } from './octet-rows.ts'
import { pageRows, type Spare } from './row-window.ts'
import { heightOf, useScroller } from './scroller.ts'
import { DIRECTION_WORDS } from './summary.ts'
import type { Stream, ViewState } from './view-state.ts'

/** Rows of octets are many elements each, so few are drawn that are not visible. */
const SPARE_ROWS: Spare = { whole: 16, overscan: 3, step: 3 }

export interface OctetsProps {
  readonly state: ViewState
  readonly id: string
  /** The grid, for those who put the focus there. */
  readonly grid: RefObject<HTMLTableElement>
  readonly toParts: () => void
}

export function Octets(props: OctetsProps) {
  const stream = props.state.stream
  return stream && <StreamOctets {...props} stream={stream} />
}

function StreamOctets({ state, id, grid, toParts, stream }: OctetsProps & { readonly stream: Stream }) {
  const perRow = useSignal(16)
  const { index } = state.detail.value
  const { connection, direction } = stream
  const { length } = stream.octets
  const count = rowCount(length, perRow.value)
  const scroller = useScroller(count, grid, SPARE_ROWS)
  const cursor = Math.min(state.cursor.value, Math.max(0, length - 1))
  const cursorRow = Math.floor(cursor / perRow.value)

  // The style sheet decides how many octets fit into a row.
  useLayoutEffect(() => {
    const frame = grid.current
    if (frame === null) return
    const observer = new ResizeObserver(() => {
      perRow.value = Number(getComputedStyle(frame).getPropertyValue('--octets-per-row')) || 16
    })
    observer.observe(frame)
    return () => observer.disconnect()
  }, [])

  const selected = state.selected.value
  const last = (selected?.ranges.at(-1)?.end ?? 1) - 1
  useLayoutEffect(() => {
    if (count === 0) return
    // As much of the selection as fits, its beginning or the cursor above all.
    if (cursorRow > 0) scroller.show(Math.min(Math.floor(last / perRow.value), count - 1))
    scroller.show(cursorRow)
  }, [state.model.selection.value, cursor, perRow.value])

  const drawn: number[] = []
  for (let place = scroller.window.first; place < scroller.window.end; place++) drawn.push(place)
  if (length > 0 && !drawn.includes(cursorRow)) drawn.push(cursorRow)

  function onKeyDown(event: KeyboardEvent) {
    const page = pageRows(scroller.viewport()) * perRow.value
    const rowStart = cursorRow * perRow.value
    const moves: Record<string, () => void> = {
      ArrowRight: () => go(cursor + 1),
      ArrowLeft: () => go(cursor - 1),
      ArrowDown: () => go(cursor + perRow.value),
      ArrowUp: () => go(cursor - perRow.value),
      PageDown: () => go(cursor + page),
      PageUp: () => go(cursor - page),
      Home: () => go(event.ctrlKey ? 0 : rowStart),
      End: () => go(event.ctrlKey ? length - 1 : rowStart + perRow.value - 1),
      Escape: toParts,
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey || event.metaKey) return
    event.preventDefault()
    move()
  }

  function go(offset: number) {
    state.selectOctet(Math.min(Math.max(0, offset), length - 1))
  }

  function hover(event: Event) {
    const offset = offsetAt(event)
    const range = { start: offset ?? 0, end: (offset ?? 0) + 1 }
    const units = offset === undefined ? [] : (index?.unitsIn(connection.id, direction, range) ?? [])
    const [cell] = octetCells(stream.octets.octets, range, units, [])
    const before = state.hover.peek()
    const segment = offset === undefined ? undefined : cell?.segment
    if (before?.row === segment?.row.key && before?.path.join() === segment?.path.join()) return
    state.hover.value = segment && { row: segment.row.key, path: segment.path }
  }

  return (
    <section
      class="wire-octets"
      aria-label={`Octets ${direction} on connection ${numberAndHop(connection)}`}
      data-direction={direction}
      data-whole={selected?.path.length === 0 || undefined}
    >
      <p class="wire-octets-head">
        Connection {numberAndHop(connection)}, <span class="wire-arrow">{DIRECTION_WORDS[direction].arrow}</span>{' '}
        {direction}: {grouped(length)} octets
      </p>
      <table
        class="wire-scroll wire-octets-grid"
        role="grid"
        aria-label="Octets"
        aria-rowcount={count}
        aria-activedescendant={length > 0 ? `${id}-octet-${cursor}` : undefined}
        tabIndex={0}
        ref={grid}
        onScroll={scroller.onScroll}
        onKeyDown={onKeyDown}
        onPointerOver={hover}
        onPointerLeave={hover}
        onClick={(event) => {
          const offset = offsetAt(event)
          if (offset !== undefined) go(offset)
        }}
      >
        <tbody class="wire-rows" ref={scroller.rows} style={heightOf(count)}>
          {drawn.map((place) => {
            const start = place * perRow.value
            const end = Math.min(start + perRow.value, length)
            const units = index?.unitsIn(connection.id, direction, { start, end }) ?? []
            const stamp = units
              .map((row) => `${row.key}${row.arriving ? row.logged.unit.ranges.at(-1)?.end : ''}`)
              .join()
            return (
              <OctetRow
                key={`${perRow.value}-${place}`}
                {...{ state, id, connection, direction, place, start, end, stamp }}
                perRow={perRow.value}
              />
            )
          })}
        </tbody>
      </table>
      <p class="wire-octet-place">{length > 0 && <OctetPlace state={state} stream={stream} offset={cursor} />}</p>
    </section>
  )
}

/** Where the cursor stands, and with which socket read or write its octet passed. */
function OctetPlace({ state, stream, offset }: { state: ViewState; stream: Stream; offset: number }) {
  const { connection, direction, octets } = stream
  const range = { start: offset, end: offset + 1 }
  const units = state.detail.value.index?.unitsIn(connection.id, direction, range) ?? []
  const [cell] = octetCells(octets.octets, range, units, [])
  const passage = connection.passageOf(direction, offset)
  const { observer } = state.model
  const how = observer !== 'server' ? 'seen' : direction === 'client-to-server' ? 'read' : 'written'
  return (
    <>
      {cell && spokenCell(cell)}
      {passage &&
        observer !== 'nobody' &&
        ` · ${how} at ${passage.at.toFixed(1)} ms with ${grouped(passage.end - passage.start)} octets at once`}
      {passage?.heldMs !== undefined && (
        <>
          {' '}
          · <span class="wire-mark wire-mark-emulated">emulated</span> held for {duration(passage.heldMs)}
        </>
      )}
    </>
  )
}

function offsetAt(event: Event): number | undefined {
  const offset = (event.target as Element).closest<HTMLElement>('[data-offset]')?.dataset.offset
  return offset === undefined ? undefined : Number(offset)
}
