/** Two runs beside each other: what their octets were for, and how long messages took, beyond the figures that every run has. */
import { isCarried } from './carried-units.ts'
import { contentRanges } from './content-ranges.ts'
import { FACT_FIGURES, type Figure, type FigureRow, NONE, rowsOf } from './differences.ts'
import { factsOf, type RunFacts } from './facts.ts'
import type { RecordedEvent } from './formats/recording.ts'
import { octetCount } from './octets.ts'
import { DIRECTIONS, type Direction, type Part, type Pdu } from './pdu.ts'
import { placeScript } from './script-octets.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

/** What octets are for. */
export type OctetKind = 'control' | 'content' | 'framing'

export interface RunMeasures {
  readonly facts: RunFacts
  /** Octets of complete units in each direction. */
  readonly kinds: Readonly<Record<Direction, Readonly<Record<OctetKind, number>>>>
  /**
   * From the server's write, before the emulated path held it, to the script's `read()`, event or message, in milliseconds and in
   * ascending order. Empty where the script reported none, or where it cannot be told what it saw.
   */
  readonly deliveriesMs: readonly number[]
  /** From the first octet of each request to the first octet of what answers it, in milliseconds, ascending. */
  readonly responsesMs: readonly number[]
}

/** Units that are control data and fields from their first octet to their last. */
const CONTROL_UNITS: ReadonlySet<string> = new Set(['request', 'response'])
/** Parts that are control data and fields, in units that have something else too: of trailer sections, of HTTP/2's frames. */
const CONTROL_PARTS: ReadonlySet<string> = new Set(['field-line', 'field-block-fragment'])

/** Units measured between two looks at the clock. */
const UNITS_A_STEP = 64

/** Measures a run as far as it has come, in slices, and on from there when it has grown. */
export class Measuring {
  readonly #log: UnitLog
  readonly #kinds = {
    'client-to-server': { control: 0, content: 0, framing: 0 },
    'server-to-client': { control: 0, content: 0, framing: 0 },
  }
  readonly #exchanges = new Map<string, { readonly askedAt: number; answeredAt: number | undefined }>()
  #units = 0

  constructor(log: UnitLog) {
    this.#log = log
  }

  /** Goes on until `isOver` says so; true when all is measured. */
  advance(isOver: () => boolean): boolean {
    const { units } = this.#log
    while (this.#units < units.length) {
      const end = Math.min(units.length, this.#units + UNITS_A_STEP)
      for (; this.#units < end; this.#units++) this.#measure(units[this.#units] as LoggedUnit)
      if (isOver()) return this.#units === units.length
    }
    return true
  }

  /** What has been measured, with what the script reported. */
  measures(script: readonly RecordedEvent[]): RunMeasures {
    const responses = [...this.#exchanges.values()].flatMap(({ askedAt, answeredAt }) =>
      answeredAt === undefined ? [] : [answeredAt - askedAt],
    )
    return {
      facts: factsOf(this.#log),
      kinds: {
        'client-to-server': { ...this.#kinds['client-to-server'] },
        'server-to-client': { ...this.#kinds['server-to-client'] },
      },
      deliveriesMs: deliveriesOf(this.#log, script).toSorted(ascending),
      responsesMs: responses.toSorted(ascending),
    }
  }

  #measure(logged: LoggedUnit): void {
    const { connection, unit } = logged
    if (isCarried(logged)) return
    const kinds = this.#kinds[unit.direction]
    const all = octetCount(unit.ranges)
    const content = octetCount(contentRanges(unit))
    const control = CONTROL_UNITS.has(unit.name) ? all - content : controlOctets(unit)
    kinds.content += content
    kinds.control += control
    kinds.framing += all - content - control
    if (unit.exchange === undefined) return
    const key = `${connection.id}/${unit.exchange}`
    const exchange = this.#exchanges.get(key)
    if (exchange === undefined) {
      if (unit.direction === 'client-to-server') {
        this.#exchanges.set(key, { askedAt: logged.startedAt, answeredAt: undefined })
      }
    } else if (unit.direction === 'server-to-client') exchange.answeredAt ??= logged.startedAt
  }
}

function controlOctets({ parts = [] }: Pdu): number {
  let octets = 0
  const count = (part: Part) => {
    if (CONTROL_PARTS.has(part.name)) octets += octetCount(part.ranges)
    else for (const inner of part.parts ?? []) count(inner)
  }
  for (const part of parts) count(part)
  return octets
}

function deliveriesOf(log: UnitLog, script: readonly RecordedEvent[]): readonly number[] {
  return placeScript(log, script).placed.flatMap(({ event, connection, direction, ranges }) => {
    const end = ranges.at(-1)?.end
    const passage = end === undefined ? undefined : connection.passageOf(direction, end - 1)
    if (direction === 'client-to-server' || passage === undefined) return []
    return [event.at - (passage.at - (passage.heldMs ?? 0))]
  })
}

/** Rows of a table with a heading of their own. */
export interface FigureGroup {
  readonly title: string
  /** How its figures are measured, where that needs saying. */
  readonly note?: string
  readonly rows: readonly FigureRow[]
}

const KINDS: readonly { readonly kind: OctetKind; readonly name: string }[] = [
  { kind: 'control', name: 'control data and fields' },
  { kind: 'framing', name: 'framing' },
  { kind: 'content', name: 'content' },
]

const WAYS: Readonly<Record<Direction, string>> = {
  'client-to-server': 'Client to server',
  'server-to-client': 'Server to client',
}

/** Everything that can be said of two runs in figures; groups without any figure are left out. */
export function comparisonOf(now: RunMeasures, before: RunMeasures): readonly FigureGroup[] {
  const groups: readonly FigureGroup[] = [
    { title: 'The whole run', rows: rowsOf(FACT_FIGURES, now.facts, before.facts) },
    {
      title: 'Octets by what they are for',
      note: 'of units that are complete',
      rows: rowsOf(KIND_FIGURES, now, before).filter((row) => row.now !== '0' || row.before !== '0'),
    },
    {
      title: 'From write to script',
      note: 'from the server’s write to what the script got of it: read(), event or message; by two clocks that agree to about a millisecond',
      rows: timeRows((measures) => measures.deliveriesMs, now, before),
    },
    {
      title: 'From request to response',
      note: 'from the first octet of a request to the first octet of its response, where the octets were observed',
      rows: timeRows((measures) => measures.responsesMs, now, before),
    },
  ]
  return groups.filter(({ rows }) => rows.some((row) => row.now !== NONE || row.before !== NONE))
}

const KIND_FIGURES: readonly Figure<RunMeasures>[] = DIRECTIONS.flatMap((direction) =>
  KINDS.map(
    ({ kind, name }): Figure<RunMeasures> => ({
      name: `${WAYS[direction]}: ${name}`,
      unit: 'count',
      of: ({ kinds }) => kinds[direction][kind],
    }),
  ),
)

function timeRows(
  timesOf: (measures: RunMeasures) => readonly number[],
  now: RunMeasures,
  before: RunMeasures,
): readonly FigureRow[] {
  if (timesOf(now).length + timesOf(before).length === 0) return []
  return rowsOf<RunMeasures>(
    [
      { name: 'How many', unit: 'count', of: (measures) => timesOf(measures).length },
      { name: 'Median', unit: 'ms', of: (measures) => percentile(timesOf(measures), 0.5) },
      { name: '95th percentile', unit: 'ms', of: (measures) => percentile(timesOf(measures), 0.95) },
    ],
    now,
    before,
  )
}

/** The least of `ascending` that at least this share does not exceed (nearest rank); undefined when there are none. */
export function percentile(ascending: readonly number[], share: number): number | undefined {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)]
}

function ascending(one: number, other: number): number {
  return one - other
}
