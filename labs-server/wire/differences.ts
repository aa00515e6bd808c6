/** Figures of two runs side by side, ready to print, with the difference between them. */
import type { RunFacts } from './facts.ts'

/** What a figure is called, how it is counted, and where it is found. */
export interface Figure<Facts> {
  readonly name: string
  readonly unit: 'count' | 'ms'
  of(facts: Facts): number | undefined
}

/** One row of a table, ready to print: a dash where there is no figure. */
export interface FigureRow {
  readonly name: string
  readonly now: string
  readonly before: string
  readonly difference: string
}

/** The figures that every run has. */
export const FACT_FIGURES: readonly Figure<RunFacts>[] = [
  { name: 'Connections', unit: 'count', of: (facts) => facts.connections },
  { name: 'Exchanges', unit: 'count', of: (facts) => facts.exchanges },
  { name: 'Chunks', unit: 'count', of: (facts) => facts.chunks },
  { name: 'Octets, client to server', unit: 'count', of: (facts) => facts.octets['client-to-server'] },
  { name: 'Octets, server to client', unit: 'count', of: (facts) => facts.octets['server-to-client'] },
  { name: 'First response after', unit: 'ms', of: (facts) => facts.firstResponseMs },
  { name: 'First octet to last', unit: 'ms', of: (facts) => facts.durationMs },
]

export function rowsOf<Facts>(
  figures: readonly Figure<Facts>[],
  now: Facts | undefined,
  before: Facts | undefined,
): readonly FigureRow[] {
  return figures.map(({ name, unit, of }) => {
    const one = now && of(now)
    const other = before && of(before)
    return { name, now: printed(one, unit), before: printed(other, unit), difference: difference(one, other, unit) }
  })
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

export const NONE = '–'
/** Times below this many milliseconds are worth a digit behind the point. */
const FINE_BELOW_MS = 10

/** From so many times on, and from nothing or less, a percentage tells nobody anything. */
const MOST_TIMES = 10

function printed(value: number | undefined, unit: 'count' | 'ms'): string {
  if (value === undefined) return NONE
  if (unit === 'count') return WHOLE.format(value)
  return `${(Math.abs(value) < FINE_BELOW_MS ? TENTHS : WHOLE).format(value).replace('-', '−')} ms`
}

function difference(now: number | undefined, before: number | undefined, unit: 'count' | 'ms'): string {
  if (now === undefined || before === undefined) return NONE
  const change = now - before
  const size = printed(Math.abs(change), unit)
  if (size === printed(0, unit)) return 'the same'
  const sign = change > 0 ? '+' : '−'
  const percent = WHOLE.format((Math.abs(change) / before) * 100)
  const isTelling = before > 0 && percent !== '0' && Math.abs(change) < before * MOST_TIMES
  return !isTelling ? `${sign}${size}` : `${sign}${size} (${sign}${percent} %)`
}
