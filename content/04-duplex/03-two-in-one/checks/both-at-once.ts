/** Passes when one connection carried content both ways at one time, and the script read while it still had to write. */
import { contentExchanges, overlapOf, readsWhileWriting } from '#labs/duplex/overlap.ts'
import { checkOf, count, notYet, passed } from '../../../verdicts.ts'

export const check = checkOf('duplex', ({ log, script }) => {
  const overlap = overlapOf(log)
  if (overlap === undefined) return notYet('No content has passed in both directions yet.')

  const { connections, exchanges, overlapMs } = overlap
  const contents = contentExchanges(log)
  const units = contents.flatMap(({ up, down }) => [up, down].flatMap((way) => (way ? [way.first.key] : [])))
  if (connections > 1) return notYet(`${count(connections, 'connection')} carried content. One is wanted.`, units)
  if (overlapMs <= 0) return notYet('All had gone up before anything came down.', units)
  const reads = readsWhileWriting(script)
  if (reads === undefined) return notYet('The script of this page did not both write and read in this run.', units)
  if (reads === 0) {
    return notYet('Octets came down while others went up, but the script read none before its last write.', units)
  }
  return passed(
    `One connection and ${count(exchanges, 'exchange')}: between its first and its last write, the script could read ${count(reads, 'time')}.`,
    units,
  )
})
