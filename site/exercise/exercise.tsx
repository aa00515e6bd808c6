/** An exercise: a task, judged by what really crossed the wire, whoever sent it. */
import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Verdict } from '#labs/check.ts'
import { LabError } from '#labs/lab-error.ts'
import { evidenceOf, type LabEvidence } from '#site/lab/evidence.ts'
import { loadCheck } from './checks.ts'
import './exercise.css'
import { Hints } from './hints.tsx'
import { hasPassed, notePassed } from './progress.ts'

export interface ExerciseProps {
  /** Unique in its lesson. */
  readonly id: string
  /** The lab whose runs are judged. */
  readonly lab: string
  /** The page's address: `http/keep-alive`. */
  readonly lesson: string
  /** The lesson's `checks/NAME.ts`. */
  readonly check: string
  readonly title: string
  /** From a nudge to nearly the answer. */
  readonly hints: readonly string[]
  /** The task. */
  readonly children?: ComponentChildren
}

/** A pass counts when it still stands after this long, in milliseconds: the next octets may undo it. */
const STANDS_AFTER_MS = 300

const OUR_FAULT: Verdict = {
  passed: false,
  sentence: 'This exercise’s check failed to work, which is our mistake, not yours. Your run is as it was.',
}

export default function Exercise({ id, lab, lesson, check, title, hints, children }: ExerciseProps) {
  const verdict = useSignal<Verdict | undefined>(undefined)
  const passed = useSignal(false)
  /** The run that was on screen at the last reset: it is not judged again. */
  const setAside = useSignal<string | undefined>(undefined)
  const opened = useSignal(0)

  useEffect(() => {
    passed.value = hasPassed(lesson, id)
  }, [lesson, id, passed])

  const evidence = evidenceOf(lab).value
  useEffect(() => {
    // A script at work is left alone: "not yet" would be said of every octet.
    if (evidence === undefined || evidence.running || evidence.log.units.length === 0) return
    if (evidence.log.trace.run.id === setAside.peek()) return
    let overtaken = false
    let standing: ReturnType<typeof setTimeout> | undefined
    judge(lesson, check, evidence).then((reached) => {
      if (overtaken) return
      verdict.value = reached
      if (!reached.passed || passed.peek()) return
      standing = setTimeout(() => {
        passed.value = true
        notePassed(lesson, id, true)
      }, STANDS_AFTER_MS)
    })
    return () => {
      overtaken = true
      clearTimeout(standing)
    }
  }, [evidence])

  const reset = () => {
    setAside.value = evidence?.log.trace.run.id
    verdict.value = undefined
    opened.value = 0
    passed.value = false
    notePassed(lesson, id, false)
  }

  const units = verdict.value?.units ?? []
  const state = passed.value ? 'passed' : verdict.value === undefined ? 'untried' : 'not-yet'
  return (
    <div class={`exercise-body exercise-${state}`}>
      <h3 id={`exercise-${id}`}>
        <span class="exercise-word">Exercise</span> {title}
      </h3>
      {children}
      <div class="exercise-verdict">
        <p role="status">
          <strong>{STATES[state]}</strong> {verdict.value?.sentence ?? WITHOUT_VERDICT[state]}
        </p>
        {units.length > 0 && (
          <button type="button" onClick={() => showUnits(evidence, units)}>
            Show me
          </button>
        )}
      </div>
      <Hints hints={hints} opened={opened} />
      <button type="button" class="exercise-quiet" onClick={reset}>
        Reset this exercise
      </button>
    </div>
  )
}

const STATES = { untried: 'Not tried yet.', 'not-yet': 'Not yet.', passed: 'Passed.' }
const WITHOUT_VERDICT = {
  untried: 'Whatever crosses the wire in the lab above is judged, from this page or from any other tool.',
  'not-yet': '',
  passed: 'You did it before; this browser remembers.',
}

async function judge(lesson: string, name: string, evidence: LabEvidence): Promise<Verdict> {
  try {
    const { check } = await loadCheck(lesson, name)
    if (check === undefined) throw new Error(`checks/${name}.ts of ${lesson} exports no check.`)
    return check(evidence)
  } catch (error) {
    if (error instanceof LabError) return { passed: false, sentence: error.message }
    console.error(error)
    return OUR_FAULT
  }
}

/** Lights up the units that decided, selects the first, and brings the lab into view. */
function showUnits(evidence: LabEvidence | undefined, keys: readonly string[]): void {
  const first = evidence?.log.units.find(({ key }) => key === keys[0])
  const range = first?.unit.ranges[0]
  if (evidence === undefined || first === undefined || range === undefined) return
  evidence.model.lit.value = keys
  evidence.model.selection.value = {
    connection: first.connection.id,
    direction: first.unit.direction,
    range,
    unit: first.key,
    part: [],
  }
  document.querySelector(`[data-lab="${evidence.lab}"] .lab-wire`)?.scrollIntoView({ block: 'nearest' })
}
