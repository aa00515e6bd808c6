/** Three boundaries over one row of octets: what the script saw, how the protocol framed it, what the socket carried. */
import type { Recording } from '#wire/formats/recording.ts'
import type { OctetRange } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** A piece of the row: octets `[start, end)`, counted from the first octet of the response. */
export interface Piece extends OctetRange {
  readonly name: string
}

export interface Boundaries {
  /** How many octets the row has. */
  readonly length: number
  /** Octets of content; all others are framing. */
  readonly content: readonly OctetRange[]
  readonly script: readonly Piece[]
  readonly protocol: readonly Piece[]
  readonly socket: readonly Piece[]
}

/** Parts that hold content, whatever ends the message. */
const CONTENT = new Set(['chunk-data', 'message-body'])

/**
 * The boundaries in the first response of a run.
 *
 * @throws Error when the run has no response.
 */
export function boundariesOf(log: UnitLog, script: Recording['script']): Boundaries {
  const units = log.units.filter(({ unit }) => unit.direction === 'server-to-client' && unit.exchange === 0)
  const connection = units[0]?.connection
  if (connection === undefined) throw new Error('This run has no response, so it has no boundaries to show.')

  const response = units.filter((logged) => logged.connection === connection).map(({ unit }) => unit)
  const first = Math.min(...response.flatMap(({ ranges }) => ranges.map(({ start }) => start)))
  const last = Math.max(...response.flatMap(({ ranges }) => ranges.map(({ end }) => end)))
  const inRow = ({ start, end }: OctetRange): OctetRange => ({
    start: Math.max(start, first) - first,
    end: Math.min(end, last) - first,
  })

  const content = response.flatMap(contentRanges).map(inRow)
  return {
    length: last - first,
    content,
    script: readsOver(content, script),
    protocol: response.flatMap(({ name, ranges }) => ranges.map((range) => ({ name, ...inRow(range) }))),
    socket: connection.passages['server-to-client']
      .filter(({ start, end }) => start < last && end > first)
      .map((passage) => ({ name: 'write', ...inRow(passage) })),
  }
}

function contentRanges(part: Part): readonly OctetRange[] {
  if (CONTENT.has(part.name)) return part.ranges
  return part.parts?.flatMap(contentRanges) ?? []
}

/** Where the script's reads begin and end in the row: it counts octets of content only. */
function readsOver(content: readonly OctetRange[], script: Recording['script']): readonly Piece[] {
  const reads: Piece[] = []
  let seen = 0
  for (const { what, octets = 0 } of script) {
    if (octets === 0) continue
    const start = placeOf(content, seen)
    seen += octets
    const last = placeOf(content, seen - 1)
    if (start !== undefined && last !== undefined) reads.push({ name: what, start, end: last + 1 })
  }
  return reads
}

/** The place in the row of the content's octet at `offset`. */
function placeOf(content: readonly OctetRange[], offset: number): number | undefined {
  let left = offset
  for (const { start, end } of content) {
    if (left < end - start) return start + left
    left -= end - start
  }
  return undefined
}
