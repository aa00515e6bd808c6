/** Numbers of recordings as prose prints them. */
import type { RunFacts } from '#wire/facts.ts'

const NO_BREAK_SPACE = '\u00a0'
const COUNT = new Intl.NumberFormat('en')

/** Which number of a run, and how it is read. */
const FACTS = {
  connections: (facts: RunFacts) => facts.connections,
  exchanges: (facts: RunFacts) => facts.exchanges,
  chunks: (facts: RunFacts) => facts.chunks,
  'octets-up': (facts: RunFacts) => facts.octets['client-to-server'],
  'octets-down': (facts: RunFacts) => facts.octets['server-to-client'],
  duration: (facts: RunFacts) => facts.durationMs,
  'first-response': (facts: RunFacts) => facts.firstResponseMs,
} as const

export type FactName = keyof typeof FACTS

/**
 * One fact of a run as text: `40`, `612 ms`.
 *
 * @throws Error when the run does not have it: a run without a response has no first one.
 */
export function measured(facts: RunFacts, name: FactName): string {
  const value = factOf(facts, name)
  return name === 'duration' || name === 'first-response' ? milliseconds(value) : COUNT.format(value)
}

/** How much less one run needs than another, in whole percent: `48 %`. */
export function saved(facts: RunFacts, than: RunFacts, name: FactName): string {
  const whole = factOf(than, name)
  if (whole === 0) throw new Error(`The other run has no ${name}, so nothing can be saved of it.`)
  return `${Math.round((1 - factOf(facts, name) / whole) * 100)}${NO_BREAK_SPACE}%`
}

/** A time as it is printed: whole milliseconds with their unit. */
export function milliseconds(time: number): string {
  return `${COUNT.format(Math.round(time))}${NO_BREAK_SPACE}ms`
}

/** A count with its noun: `1 connection`, `6 connections`. */
export function counted(count: number, noun: string): string {
  return `${COUNT.format(count)} ${noun}${count === 1 ? '' : 's'}`
}

function factOf(facts: RunFacts, name: FactName): number {
  const fact = FACTS[name] as ((facts: RunFacts) => number | undefined) | undefined
  if (fact === undefined) throw new Error(`"${name}" is no fact of a run. There are: ${Object.keys(FACTS).join(', ')}.`)
  const value = fact(facts)
  if (value === undefined) throw new Error(`This run has no ${name}.`)
  return value
}
