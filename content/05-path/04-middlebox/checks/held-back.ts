/** Passes when a message left the middlebox at least half a second after it had reached it. */
import type { TracedConnection } from '#wire/trace.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { checkOf, notYet, passed } from '../../../verdicts.ts'

const ENOUGH_MS = 500
const MESSAGE = /down \d+ sent at [\d.]+ ms/g

export const check = checkOf('bench', ({ log }) => {
  const { connections } = log.trace
  const [behind, before] = (['server', 'middlebox'] as const).map((side) =>
    connections.filter(({ seenAt }) => seenAt === side),
  )
  if (behind === undefined || before === undefined || behind.length === 0)
    return notYet('There was no middlebox in this run.')
  const reached = timesOf(behind)
  const left = timesOf(before)
  const held = [...reached]
    .map(([message, at]) => ({ message, at, ms: (left.get(message) ?? Number.NaN) - at }))
    .filter(({ ms }) => !Number.isNaN(ms))
    .toSorted((one, other) => other.ms - one.ms)
  const [longest] = held
  if (longest === undefined) return notYet('No message has passed both wires yet.', keysAt(log, behind))
  const said = `"${longest.message}" reached the box at ${Math.round(longest.at)} ms, and left it ${Math.round(longest.ms)} ms later`
  if (longest.ms < ENOUGH_MS) return notYet(`${said}. At least ${ENOUGH_MS} ms are wanted.`, keysAt(log, before))
  return passed(`${said}.`, keysAt(log, [...behind, ...before]))
})

/** When the beginning of each message down passed on these connections first. */
function timesOf(connections: readonly TracedConnection[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const { streams, passages } of connections) {
    for (const passage of passages['server-to-client']) {
      for (const [message] of streams['server-to-client'].text(passage).matchAll(MESSAGE)) {
        times.set(message, Math.min(passage.at, times.get(message) ?? Number.POSITIVE_INFINITY))
      }
    }
  }
  return times
}

function keysAt(log: UnitLog, connections: readonly TracedConnection[]): readonly string[] {
  return log.units.filter(({ connection }) => connections.includes(connection)).map(({ key }) => key)
}
