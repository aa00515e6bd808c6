/** A recording with the lab's client half at work in it: its requests are answered from the recording. In the recorded twin only. */
import '#wire/dissectors/all.ts'
import type { LabClient } from '#labs/lab-client.ts'
import { logOf, type Recording, recordsOf } from '#wire/formats/recording.ts'
import type { RunInfo } from '#wire/trace.ts'
import { Answers } from './answers.ts'
import { inTime, type Stage } from './play.ts'
import { answerFrom, Played, recordedAddress } from './recorded-labs.ts'

/** How long the script may go on when all has been played, in milliseconds: then what it waits for is not in the recording. */
const LAST_WORDS_MS = 8000

export async function playWithScript(
  recording: Recording,
  run: RunInfo,
  stage: Stage,
  signal: AbortSignal,
  script: LabClient<never>,
): Promise<void> {
  const over = new AbortController()
  const ended = AbortSignal.any([signal, over.signal])
  const { clock } = await answerFrom(() => {
    const played = new Played(new Answers(logOf(recording)), ended, (what) =>
      stage.saw({ at: played.clock.now(), what: 'not in the recording', detail: what }),
    )
    stage.begin(run, () => played.clock.now())
    return played
  })
  const url = recordedAddress(run.lab)
  const scripted = script(
    {
      url,
      secureUrl: url,
      signal: ended,
      now: () => clock.now(),
      saw: (what, more) => stage.saw({ at: clock.now(), what, ...more }),
    },
    run.switches as never,
  )
  const played = inTime(recordsOf(recording), clock, signal, (due) => stage.observed(due))
  try {
    await Promise.race([scripted, tooLate(played, clock, ended)])
  } finally {
    over.abort(new DOMException('The script has ended.', 'AbortError'))
  }
}

/** Rejects when all has been played and the script goes on for too long. */
async function tooLate(played: Promise<void>, clock: Played['clock'], ended: AbortSignal): Promise<never> {
  await played
  await clock.reached(clock.now() + LAST_WORDS_MS, ended)
  throw new Error('The script waits for something that is not in the recording.')
}
