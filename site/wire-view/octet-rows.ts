/** The octets of one direction, cut into rows of 8 or 16, each octet with the part and the unit it belongs to. */
import type { OctetRange } from '#wire/octets.ts'
import type { Passage } from '#wire/trace.ts'
import { isDelimiter as isDelimiterName } from '#wire/vocabulary.ts'
import { hexOf, spokenOctet } from './octet-names.ts'
import { clip, type Segment, segmentsIn } from './selection.ts'
import type { UnitRow } from './unit-index.ts'

/** A segment of a unit. */
export interface UnitSegment extends Segment {
  readonly row: UnitRow
}

/** One octet with its place in everything. */
export interface OctetCell {
  readonly offset: number
  readonly octet: number
  /** Undefined while no unit is known that it belongs to. */
  readonly segment: UnitSegment | undefined
  /** What begins with this octet. */
  readonly edge: 'unit' | 'part' | 'none'
  /** Whether a socket read or write ended with this octet. */
  readonly endsPassage: boolean
}

export function rowCount(octets: number, perRow: number): number {
  return Math.ceil(octets / perRow)
}

/** The cells of `range`; `units` are those that have octets in it, `passages` all of the direction, both in order. */
export function octetCells(
  octets: Uint8Array,
  range: OctetRange,
  units: readonly UnitRow[],
  passages: readonly Passage[],
): readonly OctetCell[] {
  // One octet more in front tells a part that begins with the range from one that began before it.
  const from = { start: range.start - 1, end: range.end }
  const segments: readonly UnitSegment[] = units.flatMap((row) =>
    segmentsIn(row.logged.unit, from).map((segment) => ({ ...segment, row })),
  )
  const cells: OctetCell[] = []
  let segmentAt = 0
  let passageAt = firstPassageEndingAfter(passages, range.start)
  for (let offset = range.start; offset < Math.min(range.end, octets.length); offset++) {
    while ((segments[segmentAt]?.end ?? Number.POSITIVE_INFINITY) <= offset) segmentAt++
    while ((passages[passageAt]?.end ?? Number.POSITIVE_INFINITY) <= offset) passageAt++
    const next = segments[segmentAt]
    const segment = next !== undefined && next.start <= offset ? next : undefined
    cells.push({
      offset,
      octet: octets[offset] as number,
      segment,
      edge: edgeAt(offset, segment),
      endsPassage: passages[passageAt]?.end === offset + 1,
    })
  }
  return cells
}

function edgeAt(offset: number, segment: UnitSegment | undefined): OctetCell['edge'] {
  if (segment?.row.logged.unit.ranges[0]?.start === offset) return 'unit'
  return segment?.start === offset ? 'part' : 'none'
}

function firstPassageEndingAfter(passages: readonly Passage[], offset: number): number {
  let low = 0
  let high = passages.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((passages[middle] as Passage).end <= offset) low = middle + 1
    else high = middle
  }
  return low
}

/** `octet 17, hex 0d, carriage return, in CRLF of chunk`. */
export function spokenCell({ offset, octet, segment }: OctetCell): string {
  const said = `octet ${offset}, hex ${hexOf(octet)}, ${spokenOctet(octet)}`
  return segment === undefined ? said : `${said}, in ${placeName(segment)}`
}

/** The smallest part and the unit around it: `chunk-size of chunk`. */
export function placeName({ part, path, row }: UnitSegment): string {
  return path.length === 0 ? part.name : `${part.name} of ${row.logged.unit.name}`
}

/** Whether the octet only separates others. */
export function isDelimiter({ segment }: OctetCell): boolean {
  return segment !== undefined && isDelimiterName(segment.row.logged.unit.layer, segment.part.name)
}

/** What is marked among the octets; each an amount of ranges. */
export interface OctetMarks {
  readonly unit: readonly OctetRange[]
  readonly selected: readonly OctetRange[]
  readonly hovered: readonly OctetRange[]
  readonly lit: readonly OctetRange[]
}

/** Flags of one octet's marks. */
export const MARK = { unit: 1, selected: 2, hovered: 4, lit: 8, cursor: 16 } as const

/** The marks of `range` as text, one character an octet: the same text, the same picture. */
export function marksText(range: OctetRange, marks: OctetMarks, cursor: number): string {
  const flags = new Uint8Array(range.end - range.start)
  const set = (ranges: readonly OctetRange[], flag: number) => {
    for (const own of ranges) {
      const { start, end } = clip(own, range)
      for (let offset = start; offset < end; offset++)
        flags[offset - range.start] = (flags[offset - range.start] ?? 0) | flag
    }
  }
  set(marks.unit, MARK.unit)
  set(marks.selected, MARK.selected)
  set(marks.hovered, MARK.hovered)
  set(marks.lit, MARK.lit)
  set([{ start: cursor, end: cursor + 1 }], MARK.cursor)
  return String.fromCharCode(...flags)
}
