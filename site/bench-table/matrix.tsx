/** One figure of every pair at a glance: ways down by ways up, darker where there is more of it. */
import { useSignal } from '@preact/signals'
import { COLUMNS } from './columns.ts'
import { labelOf, type PairResult, type Results } from './pair.ts'

/** Shades between the least and the most of a figure. */
const SHADES = 5
/** What is shown first. */
const FIRST = 'overhead'

/** What scrolls has to be within reach of the keyboard. */
const SCROLLS = { tabIndex: 0 }

export function Matrix({ results }: { results: Results }) {
  const shown = useSignal(FIRST)
  const choices = COLUMNS.filter(({ id }) => id !== 'cut')
  const column = choices.find(({ id }) => id === shown.value) ?? choices[0]
  if (column === undefined) return null
  const downs = [...new Set(results.rows.map(({ down }) => down))]
  const ups = [...new Set(results.rows.map(({ up }) => up))]
  const values = results.rows.flatMap((row) => column.value(row) ?? [])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  /** By ratio, not by difference: a few pairs cost a hundred times as much as the others. */
  const shade = (row: PairResult) => {
    const value = column.value(row)
    if (value === undefined || most <= least) return undefined
    const share = Math.log1p(value - least) / Math.log1p(most - least)
    return Math.min(SHADES - 1, Math.floor(share * SHADES))
  }
  return (
    <div class="bench-matrix">
      <label>
        Shown:{' '}
        <select value={column.id} onChange={(event) => (shown.value = event.currentTarget.value)}>
          {choices.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <section class="bench-scroll" aria-label={`${column.title}, every pair`} {...SCROLLS}>
        <table>
          <caption>{column.title}: ways down from top to bottom, ways up from left to right</caption>
          <thead>
            <tr>
              <th scope="col">Way down</th>
              {ups.map((up) => (
                <th scope="col" key={up}>
                  {labelOf(up)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {downs.map((down) => (
              <tr key={down}>
                <th scope="row">{labelOf(down)}</th>
                {ups.map((up) => {
                  const row = results.rows.find((each) => each.down === down && each.up === up)
                  return (
                    <td key={up} data-shade={row && shade(row)}>
                      {row && column.text(row)}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
