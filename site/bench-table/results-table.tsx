/** All figures of all pairs, sorted by any of them. */
import { useSignal } from '@preact/signals'
import { COLUMNS, sorted } from './columns.ts'
import { labelOf, type Results } from './pair.ts'

/** What scrolls has to be within reach of the keyboard. */
const SCROLLS = { tabIndex: 0 }

export function ResultsTable({ results }: { results: Results }) {
  const by = useSignal<string | undefined>(undefined)
  const descending = useSignal(false)
  const column = COLUMNS.find(({ id }) => id === by.value)
  const sort = (id: string) => {
    descending.value = by.value === id && !descending.value
    by.value = id
  }
  return (
    <section class="bench-scroll" aria-label="All figures" {...SCROLLS}>
      <table class="bench-figures">
        <caption>
          {results.rows.length} pairs, measured {new Date(results.measuredAt).toLocaleString('en-GB')} by{' '}
          {results.browser}, {results.server}
        </caption>
        <thead>
          <tr>
            <th scope="col">Way down</th>
            <th scope="col">Way up</th>
            {COLUMNS.map(({ id, title }) => (
              <th
                scope="col"
                key={id}
                aria-sort={by.value === id ? (descending.value ? 'descending' : 'ascending') : undefined}
              >
                <button type="button" onClick={() => sort(id)}>
                  {title}
                  <span aria-hidden="true">{by.value === id ? (descending.value ? ' ↓' : ' ↑') : ''}</span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(results.rows, column, descending.value).map((row) => (
            <tr key={`${row.down} ${row.up}`}>
              <th scope="row">{labelOf(row.down)}</th>
              <td>{row.down === row.up ? 'the same' : labelOf(row.up)}</td>
              {row.plain.kind === 'failed' ? (
                <td colSpan={COLUMNS.length} class="bench-failed">
                  {row.plain.reason}
                </td>
              ) : (
                COLUMNS.map((each) => <td key={each.id}>{each.text(row)}</td>)
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
