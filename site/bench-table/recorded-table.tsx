/** The table as it was measured once, for pages without a labs server: as sortable, and as much to be saved, as the reader's own. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import measured from '#labs/bench/measured-table.json'
import './bench-table.css'
import { Matrix } from './matrix.tsx'
import type { Results } from './pair.ts'
import { ResultsTable } from './results-table.tsx'
import { Share } from './share.tsx'

/** Saved by the page itself. */
const RECORDED = measured as unknown as Results

export default function RecordedTable() {
  const results = useSignal(RECORDED)
  const note = useSignal('')
  useEffect(() => {
    if (!location.hash.startsWith('#table=')) return
    const restored = import('./saved-results.ts').then(({ fromFragment }) => fromFragment(location.hash))
    restored.then(
      (linked) => {
        results.value = linked ?? RECORDED
        note.value = 'These figures came with the link: they were measured elsewhere.'
      },
      (error: Error) => {
        note.value = error.message
      },
    )
  }, [results, note])
  return (
    <section class="bench-table" aria-label="The table">
      {results.value === RECORDED && <Mark results={RECORDED} />}
      <p role="status">{note.value}</p>
      <Matrix results={results.value} />
      <ResultsTable results={results.value} />
      <Share results={results.value} />
    </section>
  )
}

function Mark({ results: { measuredAt, browser, server } }: { readonly results: Results }) {
  const day = new Date(measuredAt).toISOString().slice(0, 10)
  return (
    <span class="recorded-mark">
      <strong>Recorded</strong>
      <time dateTime={day}>{day}</time>, {browser}, {server}
    </span>
  )
}
