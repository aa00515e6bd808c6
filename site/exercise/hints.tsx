/** Hints, opened one by one; what is open stays open. */
import type { Signal } from '@preact/signals'

interface HintsProps {
  readonly hints: readonly string[]
  /** How many are open. */
  readonly opened: Signal<number>
}

export function Hints({ hints, opened }: HintsProps) {
  const next = opened.value + 1
  return (
    <div class="exercise-hints">
      <ol aria-live="polite">
        {hints.slice(0, opened.value).map((hint) => (
          <li key={hint}>{hint}</li>
        ))}
      </ol>
      <button
        type="button"
        class="exercise-quiet"
        aria-disabled={next > hints.length}
        onClick={() => {
          opened.value = Math.min(next, hints.length)
        }}
      >
        {next > hints.length ? 'No more hints' : `Hint ${next} of ${hints.length}`}
      </button>
    </div>
  )
}
