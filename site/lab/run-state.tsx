/** How far the run is, what became of it, and who started it. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { IS_RECORDED_TWIN } from '#site/twin.ts'
import type { LabRunner } from './lab-runner.ts'

/** From here on a run says how long it has been going, in milliseconds. */
const WORTH_TELLING_MS = 1000
const TICK_MS = 200

export function RunState({ runner }: { runner: LabRunner }) {
  return (
    <div class="lab-state">
      <p role="status" class={runner.error.value ? 'lab-error' : undefined}>
        {sentenceOf(runner)}
      </p>
      <p>{runner.running.value ? <Progress runner={runner} /> : startedBySentence(runner)}</p>
    </div>
  )
}

function Progress({ runner }: { runner: LabRunner }) {
  const elapsedMs = useSignal(0)
  useEffect(() => {
    const startedAt = performance.now()
    const ticking = setInterval(() => {
      elapsedMs.value = performance.now() - startedAt
    }, TICK_MS)
    return () => clearInterval(ticking)
  }, [elapsedMs])
  if (elapsedMs.value < WORTH_TELLING_MS) return null
  const exchanges = runner.figures.value?.facts.exchanges ?? 0
  return (
    <span class="lab-progress">
      {(elapsedMs.value / 1000).toFixed(1)} s, {exchanges} {exchanges === 1 ? 'request' : 'requests'} so far
    </span>
  )
}

function sentenceOf(runner: LabRunner): string {
  const error = runner.error.value
  // The state of the connection, at the top of the panel, says what to do about it.
  if (error?.code === 'LAB_UNREACHABLE') return 'The run could not start: the labs server does not answer.'
  if (error !== undefined) return error.message
  switch (runner.phase.value) {
    case 'idle':
      return runner.figures.value === undefined ? 'Not run yet.' : ''
    case 'starting':
    case 'running':
      return 'Running …'
    case 'finished':
      return `Finished. ${differs(runner) ? 'You have changed switches since: press Run to see what they do.' : ''}`
    case 'stopped':
      return 'Stopped: the script has aborted its requests.'
    case 'failed':
      return 'The script could not finish; what it saw last says why.'
  }
}

/** Whether the switches are not those of the run shown any more. */
function differs(runner: LabRunner): boolean {
  const run = runner.figures.value?.switches
  return run !== undefined && Object.entries(runner.switches.value).some(([name, value]) => run[name] !== value)
}

function startedBySentence(runner: LabRunner): string {
  switch (runner.startedBy.value) {
    case 'page':
      if (IS_RECORDED_TWIN)
        return 'This page played the recording once by itself. With Run, this page’s own script takes part.'
      return 'This page ran the lab once by itself, so that you see your own octets. The next run is yours.'
    case 'another-client':
      return 'This run was started by another client of your session, such as curl or a second tab.'
    case 'earlier':
      return 'This is the latest run of your session; it was made before this page was loaded.'
    default:
      return ''
  }
}
