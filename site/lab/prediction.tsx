/** What the reader expects, asked before the first run and compared with what happened. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { loadCheck } from '#site/exercise/checks.ts'
import { evidenceOf } from './evidence.ts'
import { openStore } from './storage.ts'

export interface Predict {
  readonly question: string
  /** The lesson's `checks/NAME.ts` that exports the `outcome`. */
  readonly outcome: string
  readonly options: readonly { readonly value: string; readonly label: string }[]
}

/** What the reader chose, and what happened once a run has decided it. */
interface Predicted {
  readonly choice?: string
  readonly happened?: { readonly value: string; readonly sentence: string }
}

interface PredictionProps {
  readonly lab: string
  readonly lesson: string
  readonly predict: Predict
}

const JUST_LOOK = 'just-look'
/** A run decides when nothing has come for this long after its script ended, in milliseconds: the feed may be behind it. */
const QUIET_MS = 300

export default function Prediction({ lab, lesson, predict }: PredictionProps) {
  const id = `lab-${lab}-prediction`
  const predicted = useSignal<Predicted>({})
  const key = `two-way-web:prediction:${lesson}`
  const save = (value: Predicted) => {
    predicted.value = value
    openStore('sessionStorage').set(key, JSON.stringify(value))
  }

  useEffect(() => {
    const saved = openStore('sessionStorage').get(key)
    if (saved !== undefined) predicted.value = JSON.parse(saved)
  }, [key, predicted])

  const evidence = evidenceOf(lab).value
  useEffect(() => {
    if (!evidence?.finished || predicted.peek().happened !== undefined) return
    const quiet = setTimeout(async () => {
      // Without it the prediction stays open, and the next run decides.
      const outcome = await loadCheck(lesson, predict.outcome).catch(() => undefined)
      const happened = outcome?.outcome?.(evidence)
      if (happened !== undefined) save({ ...predicted.peek(), happened })
    }, QUIET_MS)
    return () => clearTimeout(quiet)
  }, [evidence])

  const { choice, happened } = predicted.value
  const options = [...predict.options, { value: JUST_LOOK, label: 'I’d rather just look' }]
  return (
    <div class="lab-prediction">
      <p class="lab-question" id={id}>
        {predict.question}
      </p>
      <div class="lab-options" role="radiogroup" aria-labelledby={id}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === choice}
              disabled={happened !== undefined}
              autoComplete="off"
              onChange={() => save({ choice: option.value })}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      <div class="lab-outcome">
        <p role="status">
          {happened && <strong>{comparison(predict, choice, happened.value)}</strong>} {happened?.sentence}
        </p>
        {happened && (
          <button type="button" class="lab-quiet" onClick={() => save({})}>
            Predict again
          </button>
        )}
      </div>
    </div>
  )
}

/** `You said “6”; it was “1”.` */
export function comparison({ options }: Predict, choice: string | undefined, value: string): string {
  const label = (wanted: string | undefined) => options.find((option) => option.value === wanted)?.label
  const chosen = label(choice)
  const right = label(value) ?? value
  if (chosen === undefined) return `It was “${right}”.`
  return choice === value ? `You said “${chosen}”, and so it was.` : `You said “${chosen}”; it was “${right}”.`
}
