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

/**
 * The path of the smallest part that has the octet at `offset` for itself: empty for the unit. An octet that several parts
 * share, because each has some of its bits, or because it was decoded to all of them, is that of the part around them.
 */
export function smallestPartAt(unit: Part, offset: number): PartPath {
  const path: number[] = []
  let part: Part | undefined = unit
  while (part !== undefined) {
    const index = onlyPartAt(part, offset)
    part = partsOf(part)[index]
    if (part !== undefined) path.push(index)
  }
  return path
}

/** The place of the one part that covers `offset`; -1 for none, and for several. */
function onlyPartAt(part: Part, offset: number): number {
  let only = -1
  for (const [index, child] of partsOf(part).entries()) {
    if (!covers(child.ranges, offset)) continue
    if (only !== -1) return -1
    only = index
  }
  return only
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

/** Cuts `range` of `part` at its children; the octets that no child covers, or that several share, are the part's own. */
function cut(part: Part, range: OctetRange, path: PartPath, segments: Segment[]): void {
  const edges: { readonly at: number; readonly index: number; readonly step: 1 | -1 }[] = []
  for (const [index, child] of partsOf(part).entries()) {
    for (const own of child.ranges) {
      const { start, end } = clip(own, range)
      if (start < end) edges.push({ at: start, index, step: 1 }, { at: end, index, step: -1 })
    }
  }
  edges.sort((one, other) => one.at - other.at)

  let at = range.start
  // How many children cover what follows `at`, and the sum of their places: of one child, its place.
  let count = 0
  let places = 0
  const cutUpTo = (end: number) => {
    if (end <= at) return
    const child = count === 1 ? partsOf(part)[places] : undefined
    const last = segments.at(-1)
    if (child !== undefined) cut(child, { start: at, end }, [...path, places], segments)
    else if (last?.path === path && last.end === at) segments[segments.length - 1] = { ...last, end }
    else segments.push({ start: at, end, part, path })
    at = end
  }
  for (const { at: edge, index, step } of edges) {
    cutUpTo(edge)
    count += step
    places += step * index
  }
  cutUpTo(range.end)
}

/** Whether `offset` lies in one of `ranges`. */
export function covers(ranges: readonly OctetRange[], offset: number): boolean {
  return ranges.some((range) => offset >= range.start && offset < range.end)
}

/** The part of `range` that lies inside `limits`; empty or negative when there is none. */
export function clip(range: OctetRange, limits: OctetRange): OctetRange {
  return { start: Math.max(range.start, limits.start), end: Math.min(range.end, limits.end) }
}
