/** Examples for names that stand in no octets: what the dissectors first computed under them from the recordings. */

import type { Computed } from '#wire/pdu.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'
import { type ReadRecording, readEveryRecording } from '../components/recording.ts'

/** What was computed about one unit of a recording. */
export interface ComputedExample {
  readonly from: ReadRecording
  readonly unit: LoggedUnit['unit']
  readonly computed: Computed
}

let examples: Promise<ReadonlyMap<string, ComputedExample>> | undefined

/** By `layer/name`: the first that is not empty. Read once a build. */
export function readComputedExamples(): Promise<ReadonlyMap<string, ComputedExample>> {
  examples ??= readEveryRecording().then((recordings) => {
    const found = new Map<string, ComputedExample>()
    for (const from of recordings) {
      for (const { unit } of from.log.units) {
        for (const computed of unit.computed ?? []) {
          const key = `${unit.layer}/${computed.name}`
          if (!found.has(key) && saysSomething(computed)) found.set(key, { from, unit, computed })
        }
      }
    }
    return found
  })
  return examples
}

function saysSomething(computed: Computed): boolean {
  if (computed.kind === 'table') return computed.rows.length > 0
  return computed.kind === 'octets' ? computed.octets.length > 0 : computed.value !== ''
}
