/** Run, Stop, Reset. */
import type { LabRunner } from './lab-runner.ts'

export function RunBar({ runner, reset }: { runner: LabRunner; reset(): void }) {
  const running = runner.running.value
  return (
    <div class="lab-buttons">
      {/* aria-disabled, not disabled: a button that vanished from under the keyboard would lose the reader's place. */}
      <button type="button" class="lab-primary" aria-disabled={running} onClick={() => runner.start()}>
        Run
      </button>
      <button type="button" aria-disabled={!running} onClick={() => running && runner.stop()}>
        Stop
      </button>
      <button type="button" onClick={reset}>
        Reset
      </button>
    </div>
  )
}
