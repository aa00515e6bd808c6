/** The prediction: when can the script of one streaming fetch read the first answer? */
import type { Outcome } from '#labs/check.ts'
import { overlapOf, scriptLeadMs } from '#labs/duplex/overlap.ts'
import { outcomeOf } from '../../../verdicts.ts'

export const outcome: Outcome = outcomeOf('duplex', ({ log, script, switches }) => {
  const overlapMs = overlapOf(log)?.overlapMs
  const leadMs = scriptLeadMs(script)
  if (switches.attempt !== 'upload' || overlapMs === undefined || leadMs === undefined) return undefined
  const apart = (timeMs: number) => `${Math.round(Math.abs(timeMs))} ms ${timeMs > 0 ? 'before' : 'after'}`
  return {
    value: leadMs > 0 ? 'at-once' : 'ended',
    sentence: `The first octet of the answer came down ${apart(overlapMs)} the last octet of content went up. The script could read it ${apart(leadMs)} its last write.`,
  }
})
