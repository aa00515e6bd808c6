/** One row of the list of units. */
import { useComputed } from '@preact/signals'
import { isCarried } from '#wire/carried-units.ts'
import { hasFault } from '#wire/faulty-units.ts'
import { hopOf, numberAndHop } from '#wire/hop.ts'
import { sentenceOf } from '#wire/narration.ts'
import { counted, grouped } from './numbers.ts'
import { DIRECTION_WORDS, gapSentence, rowOctets, unitSummary, withoutSession } from './summary.ts'
import type { Row, UnitRow } from './unit-index.ts'
import type { ViewState } from './view-state.ts'

export interface UnitListRowProps {
  readonly row: Row
  /** Its place in the list, counted from 0. */
  readonly place: number
  readonly state: ViewState
  readonly id: string
}

/** Drawn anew only when its unit grows, its place changes, or it is selected or lit. */
export function UnitListRow({ row, place, state, id }: UnitListRowProps) {
  const isSelected = useComputed(() => state.row.value?.key === row.key)
  const isLit = useComputed(() => state.model.lit.value.includes(row.key))
  const { arrow, word } = DIRECTION_WORDS[row.direction]
  const mark = markOf(row)
  const carriedBy = row.kind === 'unit' && isCarried(row.logged) ? carriers(row, state) : undefined
  return (
    <tr
      id={`${id}-unit-${row.key}`}
      class="wire-unit-row"
      aria-label={carriedBy ? `${labelOf(row)}, ${carriedBy}` : labelOf(row)}
      aria-rowindex={place + 2}
      aria-selected={isSelected.value}
      data-direction={row.direction}
      data-kind={row.kind}
      data-carried={carriedBy && ''}
      data-lit={isLit.value || undefined}
      data-place={place}
      style={{ '--place': place }}
    >
      <td class="wire-unit-time">{row.at.toFixed(1)}</td>
      <td class="wire-unit-connection" title={hopOf(row.connection)}>
        {row.connection.id}
      </td>
      <td class="wire-unit-direction">
        <span class="wire-arrow">{arrow}</span> {word}
      </td>
      <td class="wire-unit-name">
        {row.kind === 'gap' ? 'gap' : row.logged.unit.name}
        {carriedBy && <span class="wire-unit-carrier">{carriedBy}</span>}
        {mark !== undefined && <span class={`wire-mark wire-mark-${mark.kind}`}>{mark.text}</span>}
      </td>
      <td class="wire-unit-text">{row.kind === 'gap' ? gapSentence(row) : unitSummary(row)}</td>
      <td class="wire-unit-octets">{grouped(rowOctets(row))}</td>
    </tr>
  )
}

/** What carries a unit: `in chunk`, `in 2 frames`. There is framing between its ranges, so each lies in a carrier of its own. */
function carriers({ connection, direction, logged }: UnitRow, { seen }: ViewState): string {
  const { ranges } = logged.unit
  const [first] = ranges
  const [carrier] = (first && seen.peek()?.index.unitsIn(connection.id, direction, first)) ?? []
  const name = carrier?.logged.unit.name ?? ''
  return ranges.length === 1
    ? `in ${name}`
    : `in ${counted(ranges.length, name === name.toUpperCase() ? `${name} frame` : name)}`
}

interface Mark {
  readonly kind: 'fault' | 'arriving' | 'cut'
  readonly text: string
}

function markOf(row: Row): Mark | undefined {
  if (row.kind === 'gap') return undefined
  if (hasFault(row.logged.unit)) return { kind: 'fault', text: 'fault' }
  if (row.arriving) return { kind: 'arriving', text: 'arriving' }
  return row.logged.unit.complete ? undefined : { kind: 'cut', text: 'cut short' }
}

function labelOf(row: Row): string {
  const sentence = row.kind === 'gap' ? gapSentence(row) : withoutSession(sentenceOf(row.logged.unit))
  return `Connection ${numberAndHop(row.connection)}: ${sentence}`
}
