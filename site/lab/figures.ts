/** What changed: the figures of two runs side by side. */
import type { SwitchValues } from '#labs/lab.ts'
import { FACT_FIGURES, type FigureRow, rowsOf } from '#wire/differences.ts'
import { factsOf, type RunFacts } from '#wire/facts.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** The figures of one run with the switches it was made with. */
export interface RunFigures {
  /** The run's id. */
  readonly run: string
  readonly switches: SwitchValues
  readonly facts: RunFacts
}

export function figuresOf(log: UnitLog): RunFigures {
  return { run: log.trace.run.id, switches: log.trace.run.switches, facts: factsOf(log) }
}

export function figureRows(now?: RunFigures, before?: RunFigures): readonly FigureRow[] {
  return rowsOf(FACT_FIGURES, now?.facts, before?.facts)
}
