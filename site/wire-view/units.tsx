/** The list of units: one row each as it arrives, in order of time across connections (WAI-ARIA grid pattern). */
import './units.css'
import { useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useLayoutEffect } from 'preact/hooks'
import { grouped } from './numbers.ts'
import { pageRows } from './row-window.ts'
import { heightOf, useScroller } from './scroller.ts'
import { UnitListRow } from './unit-row.tsx'
import type { ViewState } from './view-state.ts'

const COLUMNS = ['ms', 'On', 'Direction', 'Unit', 'What it says', 'Octets'] as const

export interface UnitsProps {
  readonly state: ViewState
  /** Prefix of element ids. */
  readonly id: string
  /** The grid, for those who put the focus there. */
  readonly grid: RefObject<HTMLTableElement>
  /** Puts the focus on the parts of the selected unit. */
  readonly toParts: () => void
}

export function Units({ state, id, grid, toParts }: UnitsProps) {
  const list = state.filtered.value ?? state.seen.value?.index
  const rows = list?.rows ?? []
  const scroller = useScroller(rows.length, grid)
  // Only what comes while it is watched is followed: a file is read from its beginning.
  const isFile = /^(file|rebuilt)$/.test(state.model.origin.value)
  const following = useSignal(!isFile)
  const countWhenLeft = useSignal(0)

  const selected = state.row.value
  const place = selected === undefined ? -1 : (list?.placeOf(selected) ?? -1)
  const { first, end } = scroller.window
  const drawn = rows.slice(first, end).map((row, index) => ({ row, place: first + index }))
  // The active descendant has to be in the document, wherever the list is scrolled to.
  if (selected !== undefined && place >= 0 && (place < first || place >= end)) drawn.push({ row: selected, place })

  const follow = () => {
    following.value = !isFile
    scroller.scrollToTail()
    scroller.onScroll()
  }
  useLayoutEffect(() => {
    if (following.peek()) follow()
  }, [rows.length])

  // A new run is followed from its beginning.
  const index = state.seen.value?.index
  useLayoutEffect(() => {
    if (!isFile) return follow()
    following.value = false
    scroller.show(0)
  }, [index])

  // Whoever selects a unit, here or in another view, wants to see it; growing units do not scroll.
  const selection = state.model.selection.value
  useLayoutEffect(() => {
    if (selection === undefined || place < 0) return
    scroller.show(place)
    leaveOrFollow()
  }, [selection])

  function leaveOrFollow() {
    const atTail = scroller.atTail()
    if (following.peek() && !atTail) countWhenLeft.value = rows.length
    following.value = atTail && !isFile
  }

  function select(index: number) {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)]
    if (row !== undefined) state.selectRow(row)
  }

  function onKeyDown(event: KeyboardEvent) {
    const page = pageRows(scroller.viewport())
    const moves: Record<string, () => void> = {
      ArrowDown: () => select(place + 1),
      ArrowUp: () => select(place - 1),
      PageDown: () => select(place + page),
      PageUp: () => select(place - page),
      Home: () => select(0),
      End: () => select(rows.length - 1),
      Enter: toParts,
      ArrowRight: toParts,
    }
    const move = moves[event.key]
    if (move === undefined || event.altKey || event.metaKey) return
    event.preventDefault()
    move()
  }

  const below = rows.length - countWhenLeft.value
  return (
    <section class="wire-units" aria-label="Units, in order of time">
      <table
        class="wire-scroll wire-units-grid"
        role="grid"
        aria-label="Units"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={selected && place >= 0 ? `${id}-unit-${selected.key}` : undefined}
        tabIndex={0}
        ref={grid}
        onScroll={() => {
          scroller.onScroll()
          leaveOrFollow()
        }}
        onKeyDown={onKeyDown}
        onClick={(event) => {
          const at = (event.target as Element).closest<HTMLElement>('[data-place]')?.dataset.place
          if (at !== undefined) select(Number(at))
        }}
      >
        <thead>
          <tr class="wire-unit-row" aria-rowindex={1}>
            {COLUMNS.map((column) => (
              <th scope="col" key={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody class="wire-rows" ref={scroller.rows} style={heightOf(rows.length)}>
          {drawn.map(({ row, place }) => (
            <UnitListRow key={row.key} row={row} place={place} state={state} id={id} />
          ))}
        </tbody>
      </table>
      <p class="wire-follow">
        {following.value ? (
          <span>Following: new units come in at the end.</span>
        ) : (
          <button type="button" onClick={follow}>
            {isFile ? 'Go to the end' : below > 0 ? `${grouped(below)} new below` : 'Go to the end and follow'}{' '}
            <span aria-hidden="true">↓</span>
          </button>
        )}
      </p>
    </section>
  )
}
