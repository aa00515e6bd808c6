/** An exercise's check: a pure function of what crossed the wire. */
import type { UnitLog } from '#wire/unit-log.ts'
import type { SwitchValues } from './lab.ts'
import type { ScriptEvent } from './lab-client.ts'

/** One run, as a check sees it. */
export interface Evidence {
  readonly lab: string
  readonly log: UnitLog
  readonly switches: SwitchValues
  readonly script: readonly ScriptEvent[]
  /** Whether the lab's script has ended; a check may ask for it. Other tools (`curl`) leave it false. */
  readonly finished: boolean
}

export interface Verdict {
  readonly passed: boolean
  /** Says why, quoting the reader's own octets where it can: "Your run opened 6 connections for 6 requests." */
  readonly sentence: string
  /** Keys of the units that decided it, to be lit up in the view. */
  readonly units?: readonly string[]
}

export type Check = (evidence: Evidence) => Verdict

/** What a prediction turned out to be: the `value` of the option that was right, and the sentence that shows it. */
export type Outcome = (evidence: Evidence) => { readonly value: string; readonly sentence: string } | undefined
