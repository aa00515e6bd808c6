/** What the run comes to: the lab's own questions, answered from the trace and from what the script saw. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Judge } from '#labs/verdict.ts'
import { LAB_VERDICTS } from '#labs/verdicts.ts'
import type { LabRunner } from './lab-runner.ts'
import './run-verdict.css'

const FROM = { trace: 'computed from the octets', script: 'computed from what the script saw' } as const

export default function RunVerdict({ runner }: { runner: LabRunner }) {
  const lab = runner.preset.shown.id
  const judge = useSignal<Judge | undefined>(undefined)
  useEffect(() => {
    LAB_VERDICTS[lab]?.().then((loaded) => {
      judge.value = loaded.judge
    })
  }, [lab, judge])
  const { model } = runner
  model.settled.value // Octets have come since, and the log is the same object.
  model.script.version.value
  const log = model.log.value
  const answers =
    log === undefined
      ? []
      : (judge.value?.({ log, script: model.script.events, switches: log.trace.run.switches }) ?? [])
  return (
    <section class="lab-verdict" aria-labelledby={`lab-${lab}-verdict`}>
      <h3 id={`lab-${lab}-verdict`}>What it comes to</h3>
      {answers.length === 0 ? (
        <p class="lab-note">The answers stand here when content has crossed the wire in both directions.</p>
      ) : (
        <dl>
          {answers.map(({ question, answer, from }) => (
            <div key={question}>
              <dt>{question}</dt>
              <dd>
                {answer} <span class="lab-verdict-from">({FROM[from]})</span>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}
