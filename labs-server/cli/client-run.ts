/** What a page is told of the run whose client half it is to run. */
import type { SwitchValues } from '../labs/lab.ts'

export interface ClientRun {
  readonly lab: string
  readonly switches: SwitchValues
  /** Milliseconds since 1970 UTC, on the clock that browser and server share. */
  readonly startedAt: number
  readonly session: string
  /** The lab's address, and at the origin over TLS. */
  readonly url: string
  readonly secureUrl?: string | undefined
}
