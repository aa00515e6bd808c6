/** What is noted at a connection's lane: who may speak, and why it was idle where time is folded. Comes a little after the octets. */

import type { TimeSpan } from '#site/wire-view/lane-scale.ts'
import { duration } from '#site/wire-view/numbers.ts'
import { idleAt, SPEAKERS, turnSentence } from '#wire/idle.ts'
import type { TracedConnection } from '#wire/trace.ts'
import { type Speaker, turnAt } from '#wire/turn.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** Idle times told in a connection's accessible name: the longest of them; who wants more finds them in the lanes. */
const MAX_IDLE_TOLD = 3

export interface IdleNotes {
  readonly speaker: Speaker
  /** Who may speak in a word or two, and in a sentence with why. */
  readonly turn: string
  readonly turnSentence: string
  /** By fold: the reason in a word or two and in full; undefined where the connection was not open. */
  readonly folds: readonly ({ readonly label: string; readonly reason: string } | undefined)[]
  /** All of it in sentences. */
  readonly sentence: string
}

export function idleNotes(log: UnitLog, connection: TracedConnection, folds: readonly TimeSpan[]): IdleNotes {
  const turn = turnAt(log, connection)
  const idle = folds.map(({ start, end }) => idleAt(log, connection, (start + end) / 2))
  const told = idle
    .filter((each) => each !== undefined)
    .map((each) => ({ ...each, ms: (each.end ?? log.trace.lastAt) - each.start }))
    .toSorted((one, other) => other.ms - one.ms)
    .slice(0, MAX_IDLE_TOLD)
    .map(({ ms, label, reason }) => `Idle for ${duration(ms)}, ${label}: ${reason}.`)
  const who = turnSentence(turn)
  return {
    speaker: turn.speaker,
    turn: SPEAKERS[turn.speaker],
    turnSentence: who,
    folds: idle,
    sentence: [`${who.charAt(0).toUpperCase()}${who.slice(1)}.`, ...told].join(' '),
  }
}
