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

const NO_PARTS: readonly Part[] = []
const known = new WeakMap<Part, readonly Part[]>()

/** The part's own parts, read from the octets once: dissectors build them on demand, and a unit never changes. */
export function partsOf(part: Part): readonly Part[] {
  let parts = known.get(part)
  if (parts === undefined) {
    parts = part.parts ?? NO_PARTS
    known.set(part, parts)
  }
  return parts
}

/** The parts along `path`, the unit first; shorter than the path when the unit has no such part (any more). */
export function partsAlong(unit: Part, path: PartPath): readonly Part[] {
  const along: Part[] = [unit]
  let part: Part | undefined = unit
  for (const index of path) {
    part = partsOf(part)[index]
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
    const index = partsOf(part).findIndex((child) => covers(child.ranges, offset))
    const child = partsOf(part)[index]
    if (child === undefined) return path
    path.push(index)
    part = child
  }
}

/** The path of the smallest part that holds all of `range`. */
export function partAround(unit: Part, range: OctetRange): PartPath {
  const path = smallestPartAt(unit, range.start)
  const holds = (part: Part | undefined) => part !== undefined && covers(part.ranges, range.end - 1)
  const along = partsAlong(unit, path)
  let depth = path.length
  while (depth > 0 && !holds(along[depth])) depth -= 1
  return path.slice(0, depth)
}

/** Every octet of `unit` inside `range`, cut where the smallest part changes, in order. */
export function segmentsIn(unit: Part, range: OctetRange): readonly Segment[] {
  const segments: Segment[] = []
  for (const whole of unit.ranges) cut(unit, clip(whole, range), [], segments)
  return segments
}

/** Cuts `range` of `part` at its children; the octets that no child covers are the part's own. */
function cut(part: Part, range: OctetRange, path: PartPath, segments: Segment[]): void {
  const children: { child: Part; index: number; inside: OctetRange }[] = []
  for (const [index, child] of partsOf(part).entries()) {
    for (const own of child.ranges) {
      const inside = clip(own, range)
      if (inside.start < inside.end) children.push({ child, index, inside })
    }
  }
  children.sort((one, other) => one.inside.start - other.inside.start)

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
