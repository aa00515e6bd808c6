/** What is noted at a connection's lane: who may speak, and why it was idle where time is folded. Comes a little after the octets. */
import type { ComponentChild } from 'preact'

import type { TimeSpan } from '#site/wire-view/lane-scale.ts'
import { duration } from '#site/wire-view/numbers.ts'
import { type Idle, idleAt, SPEAKERS, turnSentence } from '#wire/idle.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import { type Speaker, turnAt } from '#wire/turn.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** Idle times told in a connection's accessible name: the longest of them; who wants more finds them in the lanes. */
const MAX_IDLE_TOLD = 3

export interface IdleNotes {
  /** Who may speak, in a word or two; empty when nobody may. */
  readonly turn: string
  /** Who may speak and why it was idle, in sentences. */
  readonly sentence: string
  /** Which way octets may go now. */
  readonly arrow: ComponentChild
  /** The reason of each fold in a word or two; undefined where the connection was not open. */
  readonly folds: readonly (string | undefined)[]
  /** The reason of the fold at this place, drawn at `x`. */
  drawnReason(place: number, x: number, y: number): ComponentChild
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
    turn: SPEAKERS[turn.speaker],
    sentence: [`${who.charAt(0).toUpperCase()}${who.slice(1)}.`, ...told].join(' '),
    arrow: <TurnArrow speaker={turn.speaker} why={who} />,
    folds: idle.map((each) => each?.label),
    drawnReason: (place, x, y) => <Reason idle={idle[place]} x={x} y={y} />,
  }
}

const ARROWS: Readonly<Record<Speaker, { readonly arrow: string; readonly direction?: Direction }>> = {
  client: { arrow: '→', direction: 'client-to-server' },
  server: { arrow: '←', direction: 'server-to-client' },
  both: { arrow: '↔' },
  nobody: { arrow: '' },
}

function TurnArrow({ speaker, why }: { readonly speaker: Speaker; readonly why: string }) {
  const { arrow, direction } = ARROWS[speaker]
  return (
    <span class="wire-arrow" data-direction={direction} title={why}>
      {arrow}
    </span>
  )
}

function Reason({ idle, x, y }: { readonly idle: Idle | undefined; readonly x: number; readonly y: number }) {
  if (idle === undefined) return null
  return (
    <text class="wire-fold-reason" x={x} y={y} text-anchor="middle">
      <title>{idle.reason}</title>
      {idle.label}
    </text>
  )
}
