/** A selection as a piece of a link: `1/s2c-120:2.0` is part 2.0 of the unit `s2c-120` on connection 1. */
import type { PartPath } from './selection.ts'
import type { Selection } from './wire-model.ts'

export interface LinkedSelection {
  /** The `key` of a `LoggedUnit`. */
  readonly unit: string
  readonly part: PartPath
}

/** Undefined for octets that belong to no unit. */
export function selectionText({ unit, part }: Selection): string | undefined {
  if (unit === undefined) return undefined
  return part.length === 0 ? unit : `${unit}:${part.join('.')}`
}

/** Undefined for a text that is no selection. */
export function parseSelection(text: string): LinkedSelection | undefined {
  const [, unit, part] = /^(\d{1,6}\/[\w-]{1,80})(?::([\d.]{1,80}))?$/.exec(text) ?? []
  return unit === undefined ? undefined : { unit, part: part?.split('.').map(Number) ?? [] }
}
