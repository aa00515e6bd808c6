/** What changed: the figures of two runs side by side, and the switches in which they differ. */
import type { Lab, SwitchValues } from '#labs/lab.ts'
import { factsOf, type RunFacts } from '#wire/facts.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** The figures of one run with the switches it was made with. */
export interface RunFigures {
  /** The run's id. */
  readonly run: string
  readonly switches: SwitchValues
  readonly facts: RunFacts
}

export function figuresOf(log: UnitLog): RunFigures {
  return { run: log.trace.run.id, switches: log.trace.run.switches, facts: factsOf(log) }
}

/** One row of the table, ready to print: a dash where there is no figure. */
export interface FigureRow {
  readonly name: string
  readonly now: string
  readonly before: string
  readonly difference: string
}

const FIGURES: readonly { name: string; unit: 'count' | 'ms'; of: (facts: RunFacts) => number | undefined }[] = [
  { name: 'Connections', unit: 'count', of: (facts) => facts.connections },
  { name: 'Exchanges', unit: 'count', of: (facts) => facts.exchanges },
  { name: 'Chunks', unit: 'count', of: (facts) => facts.chunks },
  { name: 'Octets, client to server', unit: 'count', of: (facts) => facts.octets['client-to-server'] },
  { name: 'Octets, server to client', unit: 'count', of: (facts) => facts.octets['server-to-client'] },
  { name: 'First response after', unit: 'ms', of: (facts) => facts.firstResponseMs },
  { name: 'First octet to last', unit: 'ms', of: (facts) => facts.durationMs },
]

export function figureRows(now?: RunFigures, before?: RunFigures): readonly FigureRow[] {
  return FIGURES.map(({ name, unit, of }) => {
    const one = now && of(now.facts)
    const other = before && of(before.facts)
    return { name, now: printed(one, unit), before: printed(other, unit), difference: difference(one, other, unit) }
  })
}

/** The switches in which two runs differ, in words: `Keep-alive: off, before on`. */
export function switchChanges(lab: Lab, now: SwitchValues, before: SwitchValues): readonly string[] {
  return Object.entries(lab.switches)
    .filter(([name]) => now[name] !== before[name])
    .map(([name, control]) => {
      const words = (value: SwitchValues[string] | undefined) => {
        if (control.kind === 'choice') return control.options.find((option) => option.value === value)?.label ?? value
        if (control.kind === 'toggle') return value === true ? 'on' : 'off'
        return control.unit === undefined ? value : `${value} ${control.unit}`
      }
      return `${control.label}: ${words(now[name])}, before ${words(before[name])}`
    })
}

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const TENTHS = new Intl.NumberFormat('en', { minimumFractionDigits: 1, maximumFractionDigits: 1 })

const NONE = '–'
/** Times below this many milliseconds are worth a digit behind the point. */
const FINE_BELOW_MS = 10

function printed(value: number | undefined, unit: 'count' | 'ms'): string {
  if (value === undefined) return NONE
  if (unit === 'count') return WHOLE.format(value)
  return `${(Math.abs(value) < FINE_BELOW_MS ? TENTHS : WHOLE).format(value)} ms`
}

function difference(now: number | undefined, before: number | undefined, unit: 'count' | 'ms'): string {
  if (now === undefined || before === undefined) return NONE
  const change = now - before
  const size = printed(Math.abs(change), unit)
  if (size === printed(0, unit)) return 'the same'
  const sign = change > 0 ? '+' : '−'
  const percent = WHOLE.format((Math.abs(change) / before) * 100)
  return before === 0 || percent === '0' ? `${sign}${size}` : `${sign}${size} (${sign}${percent} %)`
}
