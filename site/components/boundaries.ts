/** Three boundaries over one row of octets: what the script saw, how the protocol framed it, what the socket carried. */
import { contentRanges } from '#wire/content-ranges.ts'
import type { Recording } from '#wire/formats/recording.ts'
import type { OctetRange } from '#wire/octets.ts'
import type { Pdu } from '#wire/pdu.ts'
import { placeScript } from '#wire/script-octets.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** A piece of the row: octets `[start, end)`, counted from the first octet after the header section. */
export interface Piece extends OctetRange {
  readonly name: string
}

export interface Boundaries {
  /** How many octets come before the row: status line and header section, which no boundary of content cuts. */
  readonly before: number
  /** How many octets the row has. */
  readonly length: number
  /** Octets of content; all others are framing. */
  readonly content: readonly OctetRange[]
  readonly script: readonly Piece[]
  readonly protocol: readonly Piece[]
  readonly socket: readonly Piece[]
}

const HEAD = 'response'

/**
 * The boundaries in the content of a run's first response.
 *
 * @throws Error when the run has no response with content.
 */
export function boundariesOf(log: UnitLog, script: Recording['script']): Boundaries {
  const units = log.units.filter(({ unit }) => unit.direction === 'server-to-client' && unit.exchange === 0)
  const connection = units[0]?.connection
  const response = units.filter((logged) => logged.connection === connection).map(({ unit }) => unit)
  const row = response.filter(({ name }) => name !== HEAD)
  if (connection === undefined || row.length === 0) {
    throw new Error('This run has no response with content, so it has no boundaries to show.')
  }

  const startOf = (pdu: Pdu) => pdu.ranges[0]?.start ?? 0
  const first = startOf(row[0] as Pdu)
  const last = Math.max(...row.flatMap(({ ranges }) => ranges.map(({ end }) => end)))
  const inRow = ({ start, end }: OctetRange): OctetRange => ({
    start: Math.max(start, first) - first,
    end: Math.min(end, last) - first,
  })

  const seen = placeScript(log, script).placed.filter(
    (place) => place.connection === connection && place.direction === 'server-to-client',
  )
  return {
    before: first - Math.min(...response.map(startOf)),
    length: last - first,
    content: row.flatMap(contentRanges).map(inRow),
    script: seen.map(({ event, ranges }) => ({ name: event.what, ...inRow(hullOf(ranges)) })),
    protocol: row.flatMap(({ name, ranges }) => ranges.map((range) => ({ name, ...inRow(range) }))),
    socket: connection.passages['server-to-client']
      .filter(({ start, end }) => start < last && end > first)
      .map((passage) => ({ name: 'write', ...inRow(passage) })),
  }
}

function hullOf(ranges: readonly OctetRange[]): OctetRange {
  return { start: ranges[0]?.start ?? 0, end: ranges.at(-1)?.end ?? 0 }
}
