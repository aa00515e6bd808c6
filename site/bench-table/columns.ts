/** The columns of the table: each a figure of a pair, how it is printed, and by what it is sorted. */
import { type BenchFigures, latencyText } from '#labs/bench/figures.ts'
import type { Outcome, PairResult } from './pair.ts'

export interface Column {
  readonly id: string
  readonly title: string
  /** What is printed; a dash where there is nothing. */
  text(result: PairResult): string
  /** What is sorted by; undefined comes last. */
  value(result: PairResult): number | undefined
}

const figure = (
  id: string,
  title: string,
  read: (figures: BenchFigures) => number | undefined,
  print: (value: number) => string = (value) => String(Math.round(value)),
): Column => {
  const value = ({ plain }: PairResult) => (plain.kind === 'measured' ? read(plain.figures) : undefined)
  return {
    id,
    title,
    value,
    text(result) {
      const known = value(result)
      return known === undefined ? '–' : print(known)
    },
  }
}

export const COLUMNS: readonly Column[] = [
  figure('connections', 'Connections', ({ connections }) => connections),
  figure('exchanges', 'Exchanges', ({ exchanges }) => exchanges),
  figure('overhead', 'Octets beside a message', ({ overhead }) => overhead),
  figure('down-median', 'Down, median (ms)', ({ latency }) => latency.down?.medianMs, latencyText),
  figure('down-p95', 'Down, p95 (ms)', ({ latency }) => latency.down?.p95Ms, latencyText),
  figure('up-median', 'Up, median (ms)', ({ latency }) => latency.up?.medianMs, latencyText),
  figure('up-p95', 'Up, p95 (ms)', ({ latency }) => latency.up?.p95Ms, latencyText),
  {
    id: 'cut',
    title: 'When the connection is cut',
    value: ({ cut }) => (cut?.kind === 'measured' ? (cut.figures.comebackMs ?? Number.POSITIVE_INFINITY) : undefined),
    text: ({ cut }) => (cut === undefined ? '–' : cutText(cut)),
  },
]

/** What happened after a cut, in a few words. */
export function cutText(outcome: Outcome): string {
  if (outcome.kind === 'failed') return outcome.reason
  const { arrived, asked, comebackMs, cuts, reported } = outcome.figures
  const lostDown = asked.down - arrived.down
  const lost = reported ? (lostDown === 0 ? 'nothing lost' : `${lostDown} lost`) : 'the task never ended'
  if (cuts === 0) return reported ? `Not noticed by the script; ${lost}` : `Not noticed; ${lost}`
  return comebackMs === undefined ? `Noticed; did not come back` : `Back after ${Math.round(comebackMs)} ms; ${lost}`
}

/** Rows in the order of a column; those without a value last, and otherwise as they were. */
export function sorted(
  rows: readonly PairResult[],
  by: Column | undefined,
  descending: boolean,
): readonly PairResult[] {
  if (by === undefined) return rows
  const sign = descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const [a, b] = [by.value(one), by.value(other)]
    if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
    return a === b ? 0 : sign * (a < b ? -1 : 1)
  })
}
