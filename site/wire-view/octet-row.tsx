/** One row of the octets: offset, hexadecimal and text, one grid cell and one element an octet, since there are many. */
import { useComputed } from '@preact/signals'
import { glyphOf, hexOf } from './octet-names.ts'
import { isDelimiter, MARK, marksText, octetCells, spokenCell } from './octet-rows.ts'
import type { Stream, ViewState } from './view-state.ts'

export interface OctetRowProps {
  readonly state: ViewState
  readonly id: string
  readonly connection: Stream['connection']
  readonly direction: Stream['direction']
  /** The row's place in the grid, counted from 0. */
  readonly place: number
  readonly start: number
  readonly end: number
  /** How many octets a whole row has; constant for one row. */
  readonly perRow: number
  /** Changes when the units in the row do, so that the row is drawn anew; rows of other octets are drawn into the same elements. */
  readonly stamp: string
}

export function OctetRow({ state, id, connection, direction, place, start, end, perRow }: OctetRowProps) {
  const range = { start, end }
  const whole = { start, end: start + perRow }
  const marks = useComputed(() => marksText(whole, state.marks.value, state.cursor.value)).value
  const units = state.detail.peek().index?.unitsIn(connection.id, direction, range) ?? []
  const cells = octetCells(connection.streams[direction].octets, range, units, connection.passages[direction])
  return (
    <tr class="wire-octet-row" aria-rowindex={place + 1} style={{ '--place': place }}>
      <th class="wire-offset" scope="row">
        {start}
      </th>
      {cells.map((cell, index) => {
        const flags = marks.charCodeAt(index)
        const glyph = glyphOf(cell.octet)
        return (
          <td
            key={cell.offset}
            id={`${id}-octet-${cell.offset}`}
            class="wire-octet"
            role="gridcell"
            aria-label={spokenCell(cell)}
            aria-selected={(flags & MARK.selected) !== 0}
            data-offset={cell.offset}
            data-edge={cell.edge}
            data-in={flags & MARK.selected ? 'selected' : flags & MARK.unit ? 'unit' : undefined}
            data-hovered={(flags & MARK.hovered) !== 0 || undefined}
            data-lit={(flags & MARK.lit) !== 0 || undefined}
            data-cursor={(flags & MARK.cursor) !== 0 || undefined}
            data-faint={isDelimiter(cell) || undefined}
            data-fault={cell.segment?.part.fault !== undefined || undefined}
            data-ends={cell.endsPassage || undefined}
            data-glyph={glyph.kind}
            data-text={glyph.text}
            style={{ '--column': index }}
          >
            {hexOf(cell.octet)}
          </td>
        )
      })}
    </tr>
  )
}
