/** Passes when the answer to one fetch was on the wire for two seconds, while the script could not read it. */
import { contentExchanges, firstRead, overlapOf, scriptLeadMs } from '#labs/duplex/overlap.ts'
import { checkOf, notYet, passed } from '../../../verdicts.ts'

const ENOUGH_MS = 2000

export const check = checkOf('duplex', ({ log, script }) => {
  const overlap = overlapOf(log)
  if (overlap === undefined) return notYet('No content has passed in both directions yet.')
  if (overlap.exchanges > 1) {
    return notYet(`Content went over ${overlap.exchanges} exchanges. One fetch has a single one.`)
  }

  const [{ up, down } = {}] = contentExchanges(log)
  const units = [down, up].flatMap((way) => (way === undefined ? [] : [way.first.key]))
  const read = firstRead(script)
  const leadMs = scriptLeadMs(script)
  if (down === undefined || read === undefined || leadMs === undefined) {
    return notYet('The script has read nothing in this run: somebody else spoke.', units)
  }
  if (leadMs > 0) return notYet(`The script could read ${Math.round(leadMs)} ms before its last write.`, units)
  if (overlap.overlapMs <= 0) return notYet('Nothing came down before the last octet had gone up.', units)
  const waitedMs = Math.round(read.at - down.firstAt)
  if (waitedMs < ENOUGH_MS) {
    return notYet(
      `The answer was there ${waitedMs} ms before the script could read it. Make it ${ENOUGH_MS} ms.`,
      units,
    )
  }
  return passed(
    `The first octet of the answer came down ${Math.round(overlap.overlapMs)} ms before the last octet of content went up, and the script had to wait ${waitedMs} ms to read it.`,
    units,
  )
})
