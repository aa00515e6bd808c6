/** Parts by path and by octet: how a selection in one view finds its place in the others. */
import type { OctetRange } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'

/** Indexes into `parts`, from the unit down; empty for the unit itself. */
export type PartPath = readonly number[]

/** Octets that lie side by side and have the same smallest part. */
export interface Segment extends OctetRange {
  readonly part: Part
  readonly path: PartPath
}

/** The parts along `path`, the unit first; shorter than the path when the unit has no such part (any more). */
export function partsAlong(unit: Part, path: PartPath): readonly Part[] {
  const along: Part[] = [unit]
  let part: Part | undefined = unit
  for (const index of path) {
    part = part.parts?.[index]
    if (part === undefined) break
    along.push(part)
  }
  return along
}

/** The path of the smallest part at `offset`: the unit's own, empty, when no part covers it. */
export function smallestPartAt(unit: Part, offset: number): PartPath {
  const path: number[] = []
  let part = unit
  for (;;) {
    const index = part.parts?.findIndex((child) => covers(child.ranges, offset)) ?? -1
    const child = part.parts?.[index]
    if (child === undefined) return path
    path.push(index)
    part = child
  }
}

/** Every octet of `unit` inside `range`, cut where the smallest part changes, in order. */
export function segmentsIn(unit: Part, range: OctetRange): readonly Segment[] {
  const segments: Segment[] = []
  for (const whole of unit.ranges) cut(unit, clip(whole, range), [], segments)
  return segments
}

/** Cuts `range` of `part` at its children; the octets that no child covers are the part's own. */
function cut(part: Part, range: OctetRange, path: PartPath, segments: Segment[]): void {
  const children = (part.parts ?? [])
    .flatMap((child, index) => child.ranges.map((own) => ({ child, index, inside: clip(own, range) })))
    .filter(({ inside }) => inside.start < inside.end)
    .sort((one, other) => one.inside.start - other.inside.start)

  let at = range.start
  for (const { child, index, inside } of children) {
    const { start, end } = clip(inside, { start: at, end: range.end })
    if (start >= end) continue
    if (start > at) segments.push({ start: at, end: start, part, path })
    cut(child, { start, end }, [...path, index], segments)
    at = end
  }
  if (at < range.end) segments.push({ start: at, end: range.end, part, path })
}

/** Whether `offset` lies in one of `ranges`. */
export function covers(ranges: readonly OctetRange[], offset: number): boolean {
  return ranges.some((range) => offset >= range.start && offset < range.end)
}

/** The part of `range` that lies inside `limits`; empty or negative when there is none. */
export function clip(range: OctetRange, limits: OctetRange): OctetRange {
  return { start: Math.max(range.start, limits.start), end: Math.min(range.end, limits.end) }
}
