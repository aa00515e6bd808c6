/** What a run comes to, as answers to the lab's own questions: computed from the trace and from what the script saw. */
import type { UnitLog } from '#wire/unit-log.ts'
import type { SwitchValues } from './lab.ts'
import type { ScriptEvent } from './lab-client.ts'

export interface JudgedRun {
  readonly log: UnitLog
  readonly script: readonly ScriptEvent[]
  readonly switches: SwitchValues
}

export interface Answer {
  readonly question: string
  /** A sentence, or a figure with its unit. */
  readonly answer: string
  /** From what: the octets of the trace, or the script's own events. */
  readonly from: 'trace' | 'script'
}

/** The answers of one lab, those that can be given so far; pure. */
export type Judge = (run: JudgedRun) => readonly Answer[]
