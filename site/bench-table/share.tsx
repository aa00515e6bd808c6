/** The table for others: as a file, or as a link that holds the figures themselves. */
import { useSignal } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { copyText } from '#site/lab/copy.ts'
import type { Results } from './pair.ts'

export function Share({ results }: { results: Results }) {
  const told = useSignal('')
  const link = useSignal('')
  const shown = useRef<HTMLElement>(null)

  async function save(kind: 'csv' | 'json') {
    const { toCsv } = await import('./saved-results.ts')
    const text = kind === 'csv' ? toCsv(results) : `${JSON.stringify(results, null, 1)}\n`
    const name = `two-way-web-table-${new Date(results.measuredAt).toISOString().slice(0, 10)}.${kind}`
    const url = URL.createObjectURL(new Blob([text], { type: kind === 'csv' ? 'text/csv' : 'application/json' }))
    Object.assign(document.createElement('a'), { href: url, download: name }).click()
    setTimeout(() => URL.revokeObjectURL(url), 60_000)
    told.value = `Saved as ${name}.`
  }

  async function makeLink() {
    const { toFragment } = await import('./saved-results.ts')
    link.value = `${location.origin}${location.pathname}${await toFragment(results)}`
    // The element has to be there before it can be copied from.
    requestAnimationFrame(async () => {
      if (shown.current === null) return
      told.value = (await copyText(shown.current))
        ? 'The link is copied.'
        : 'The link is selected: copy it with your own keys.'
    })
  }

  return (
    <div class="bench-share">
      <button type="button" onClick={() => save('csv')}>
        Save as CSV
      </button>
      <button type="button" onClick={() => save('json')}>
        Save as JSON
      </button>
      <button type="button" onClick={makeLink}>
        Copy a link to these figures
      </button>
      <span role="status">{told.value}</span>
      {link.value !== '' && <code ref={shown}>{link.value}</code>}
    </div>
  )
}
