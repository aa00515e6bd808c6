/** What the marks mean. */
import { useSignal } from '@preact/signals'
import { onDemand } from './on-demand.tsx'

const Entries = onDemand('The legend', () => import('../wire-tools/legend/entries.tsx'))

export function Legend() {
  // Drawn when it is first wanted: neither the page's HTML nor its script need carry it.
  const isOpen = useSignal(false)
  return (
    <details
      class="wire-legend"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open
      }}
    >
      <summary>What the marks mean</summary>
      {isOpen.value && <Entries />}
    </details>
  )
}
