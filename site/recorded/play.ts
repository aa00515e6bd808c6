/**
 * Plays a recording in place of a run. In the recorded twin the lab's own client half runs as ever, against answers from the
 * recording; where nobody can answer it, and on a live page whose labs server is gone, what its script saw then is played too.
 */
import type { LabClient } from '#labs/lab-client.ts'
import { type RecordedEvent, type Recording, recordsOf } from '#wire/formats/recording.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { PlayClock } from './play-clock.ts'

/** Where a recording is played. */
export interface Stage {
  /** It begins. `now` tells milliseconds since then. */
  begin(run: RunInfo, now: () => number): void
  observed(records: readonly TraceRecord[]): void
  saw(event: RecordedEvent): void
}

let plays = 0

/**
 * Resolves when the script has ended; as in a live run, connections may be closed after that. With `loadScript`, the script runs
 * now.
 *
 * @throws whatever the script throws, or threw; the signal's reason when it is aborted.
 */
export async function play(
  recording: Recording,
  stage: Stage,
  signal: AbortSignal,
  loadScript?: () => Promise<LabClient<never>>,
): Promise<void> {
  plays += 1
  const run = { ...recording.run, id: `${recording.run.id}, played for the ${plays}. time` }
  const records = recordsOf(recording)
  // Spelt out, so that the bundler of the live twin sees that it never comes to this.
  if (import.meta.env.RECORDED_TWIN && loadScript !== undefined) {
    const { playWithScript } = await import('./play-with-script.ts')
    return playWithScript(recording, run, stage, signal, await loadScript())
  }
  const clock = new PlayClock()
  stage.begin(run, () => clock.now())
  const played = inTime(records, clock, signal, (due) => stage.observed(due))
  played.catch(() => {}) // It was stopped.
  await inTime(recording.script, clock, signal, (due) => {
    for (const event of due) {
      if (event.what === 'rejected') throw rejectionOf(event)
      stage.saw(event)
    }
  })
}

/** What the script failed with then: `TypeError: Failed to fetch`. */
function rejectionOf({ detail = 'Error' }: RecordedEvent): Error {
  const [, name = 'Error', message = ''] = /^(\w+)(?:: (.*))?$/s.exec(detail) ?? [undefined, 'Error', detail]
  return Object.assign(new Error(message), { name })
}

/** Hands on what has a time when it is due: all that is due at once together, in its order. */
export async function inTime<Timed extends { readonly at: number }>(
  timed: readonly Timed[],
  clock: PlayClock,
  signal: AbortSignal,
  take: (due: readonly Timed[]) => void,
): Promise<void> {
  let place = 0
  while (place < timed.length) {
    await clock.reached(timed[place]?.at ?? 0, signal)
    const now = clock.now()
    const from = place
    while ((timed[place]?.at ?? Number.POSITIVE_INFINITY) <= now || place === from) place += 1
    take(timed.slice(from, place))
  }
}
