/** The figures of the run, beside those of the run before. */
import type { Lab } from '#labs/lab.ts'
import { switchChanges } from '#labs/switch-changes.ts'
import { figureRows, type RunFigures } from './figures.ts'

interface WhatChangedProps {
  readonly lab: Lab
  readonly now: RunFigures | undefined
  readonly before: RunFigures | undefined
}

export function WhatChanged({ lab, now, before }: WhatChangedProps) {
  const changes = now === undefined || before === undefined ? [] : switchChanges(lab, now.switches, before.switches)
  return (
    <table class="lab-figures">
      <caption>
        {before === undefined ? 'Figures of this run' : 'What changed'}
        <span class="lab-changes">
          {now === undefined || before === undefined
            ? 'Run twice, and the two runs stand side by side.'
            : changes.length === 0
              ? 'The switches were the same in both runs.'
              : `${changes.join('; ')}.`}
        </span>
      </caption>
      <thead>
        <tr>
          <th scope="col">Counted from the octets</th>
          <th scope="col">This run</th>
          {before && <th scope="col">Run before</th>}
          {before && <th scope="col">Difference</th>}
        </tr>
      </thead>
      <tbody>
        {figureRows(now, before).map((row) => (
          <tr key={row.name}>
            <th scope="row">{row.name}</th>
            <td>{row.now}</td>
            {before && <td>{row.before}</td>}
            {before && <td>{row.difference}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
