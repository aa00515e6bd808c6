/** Numbers of recordings as prose prints them. */
import { benchFigures } from '#labs/bench/figures.ts'
import { overlapOf, scriptLeadMs } from '#labs/duplex/overlap.ts'
import type { Recording } from '#wire/formats/recording.ts'
import type { ReadRecording } from './recording.ts'

const NO_BREAK_SPACE = '\u00a0'
const COUNT = new Intl.NumberFormat('en')

/** A run as its numbers are read. */
export type MeasuredRun = Pick<ReadRecording, 'facts' | 'log'> & { readonly recording: Pick<Recording, 'script'> }

type ReadFact = (run: MeasuredRun) => number | undefined

/** What arrived is measured, whatever was asked for. */
const NOTHING_ASKED = { messagesDown: 0, messagesUp: 0 }

const TIMES = {
  duration: ({ facts }) => facts.durationMs,
  'first-response': ({ facts }) => facts.firstResponseMs,
  /** From a message's sending by the server until the script had it: the median of the bench's messages down. */
  'latency-down': ({ log, recording }) => benchFigures(log, recording.script, NOTHING_ASKED).latency.down?.medianMs,
  /** From the first octet of content down to the last one up. */
  overlap: ({ log }) => ifPositive(overlapOf(log)?.overlapMs),
  /** From the script's first read to its last write. */
  'script-lead': ({ recording }) => ifPositive(scriptLeadMs(recording.script)),
  /** From the script's last write to its first read. */
  'script-lag': ({ recording }) => ifPositive(-(scriptLeadMs(recording.script) ?? Number.NaN)),
} as const satisfies Record<string, ReadFact>

const COUNTS = {
  connections: ({ facts }) => facts.connections,
  exchanges: ({ facts }) => facts.exchanges,
  chunks: ({ facts }) => facts.chunks,
  'octets-up': ({ facts }) => facts.octets['client-to-server'],
  'octets-down': ({ facts }) => facts.octets['server-to-client'],
} as const satisfies Record<string, ReadFact>

const FACTS: Readonly<Record<string, ReadFact>> = { ...COUNTS, ...TIMES }

export type FactName = keyof typeof COUNTS | keyof typeof TIMES

/**
 * One fact of a run as text: `40`, `612 ms`.
 *
 * @throws Error when the run does not have it: a run without a response has no first one, and one without an overlap none.
 */
export function measured(run: MeasuredRun, name: FactName): string {
  const value = factOf(run, name)
  return name in TIMES ? milliseconds(value) : COUNT.format(value)
}

/** How much less one run needs than another, in whole percent: `48 %`. */
export function saved(run: MeasuredRun, than: MeasuredRun, name: FactName): string {
  const whole = factOf(than, name)
  if (whole === 0) throw new Error(`The other run has no ${name}, so nothing can be saved of it.`)
  return `${Math.round((1 - factOf(run, name) / whole) * 100)}${NO_BREAK_SPACE}%`
}

/** A time as it is printed: whole milliseconds with their unit. */
export function milliseconds(time: number): string {
  return `${COUNT.format(Math.round(time))}${NO_BREAK_SPACE}ms`
}

/** A count with its noun: `1 connection`, `6 connections`. */
export function counted(count: number, noun: string): string {
  return `${COUNT.format(count)} ${noun}${count === 1 ? '' : 's'}`
}

function factOf(run: MeasuredRun, name: FactName): number {
  const fact = FACTS[name]
  if (fact === undefined) throw new Error(`"${name}" is no fact of a run. There are: ${Object.keys(FACTS).join(', ')}.`)
  const value = fact(run)
  if (value === undefined) throw new Error(`This run has no ${name}.`)
  return value
}

/** Prose says which came first, so the other order is no such fact. */
function ifPositive(timeMs: number | undefined): number | undefined {
  return timeMs !== undefined && timeMs > 0 ? timeMs : undefined
}
