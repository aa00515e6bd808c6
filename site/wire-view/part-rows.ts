/** The tree of a unit's parts as the rows in which it is drawn. */
import type { Part } from '#wire/pdu.ts'
import { type PartPath, partsOf } from './selection.ts'

export interface PartRow {
  readonly part: Part
  readonly path: PartPath
  /** `path` as text, unique in the tree: `0.2`; empty for the unit. */
  readonly key: string
  /** Place among its siblings, counted from 1, and how many those are. */
  readonly place: number
  readonly siblings: number
  /** How many of its parts are not listed. */
  readonly unlisted: number
  /** Undefined when it has no parts of its own. */
  readonly open: boolean | undefined
}

/** Of more parts than this in one part, only the first are listed, and the one selected: a header section can have thousands. */
export const MAX_PARTS_LISTED = 200

/** Which parts the reader has opened (true) or closed (false), by key. */
export type Toggled = ReadonlyMap<string, boolean>

export function partKey(path: PartPath): string {
  return path.join('.')
}

/** The visible rows, top down. Parts on the way to `selected` are open whatever was toggled. */
export function partRows(unit: Part, toggled: Toggled, selected: PartPath): readonly PartRow[] {
  const rows: PartRow[] = []
  const visit = (part: Part, path: PartPath, place: number, siblings: readonly Part[]) => {
    const parts = partsOf(part)
    const key = partKey(path)
    const leads = path.length < selected.length && path.every((index, depth) => selected[depth] === index)
    const open = parts.length > 0 ? leads || (toggled.get(key) ?? startsOpen(part, siblings)) : undefined
    rows.push({
      part,
      path,
      key,
      place,
      siblings: siblings.length,
      open,
      unlisted: open ? Math.max(0, parts.length - MAX_PARTS_LISTED) : 0,
    })
    if (!open) return
    for (const [index, child] of parts.slice(0, MAX_PARTS_LISTED).entries()) {
      visit(child, [...path, index], index + 1, parts)
    }
    const beyond = leads ? (selected[path.length] ?? 0) : 0
    const child = beyond >= MAX_PARTS_LISTED ? parts[beyond] : undefined
    if (child !== undefined) visit(child, [...path, beyond], beyond + 1, parts)
  }
  visit(unit, [], 1, [unit])
  return rows
}

/** A part that is repeated, as field lines are, starts closed: its text says enough, and the list stays short. */
function startsOpen(part: Part, siblings: readonly Part[]): boolean {
  return !siblings.some((other) => other !== part && other.name === part.name)
}
