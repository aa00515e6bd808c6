/** The figures of both runs, measured in slices and kept up to date while a run goes on. */
import { effect, type Signal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { ViewState } from '#site/wire-view/view-state.ts'
import type { ShownRun } from '#site/wire-view/wire-model.ts'
import { comparisonOf, type FigureGroup, Measuring } from '#wire/comparison.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { inSlices } from '../slices.ts'

/** A run that goes on is measured anew this long after it has grown, in milliseconds. */
const MEASURED_EVERY_MS = 500

/** The comparison of the run shown with `before`; undefined until both are measured. */
export function useMeasured(state: ViewState, before: ShownRun): readonly FigureGroup[] | undefined {
  const groups = useSignal<readonly FigureGroup[] | undefined>(undefined)
  useEffect(() => follow(state, before, groups), [state, before])
  return groups.value
}

function follow(state: ViewState, before: ShownRun, groups: Signal<readonly FigureGroup[] | undefined>): () => void {
  const closed = new AbortController()
  const past = new Measuring(before.log)
  let now: { readonly log: UnitLog; readonly measuring: Measuring } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const measure = async () => {
    const log = state.seen.peek()?.index.log
    if (log === undefined) return
    if (now?.log !== log) now = { log, measuring: new Measuring(log) }
    const { measuring } = now
    const isDone = (isOver: () => boolean) => past.advance(isOver) && measuring.advance(isOver)
    await inSlices(isDone, closed.signal, () => {})
    if (!closed.signal.aborted) {
      groups.value = comparisonOf(measuring.measures(state.model.script.events), past.measures(before.script))
    }
    timer = undefined
  }
  const stop = effect(() => {
    state.model.settled.value
    state.model.script.version.value
    timer ??= setTimeout(measure, groups.peek() === undefined ? 0 : MEASURED_EVERY_MS)
  })
  return () => {
    stop()
    clearTimeout(timer)
    closed.abort()
  }
}
