/** Finds what a unit says by the names of its parts. */
import type { Part } from '../pdu.ts'

/** The value of a part, however deep it stands; undefined without one. */
export function valueIn(part: Part, name: string): Part['value'] {
  for (const inner of part.parts ?? []) {
    const value = inner.name === name ? inner.value : valueIn(inner, name)
    if (value !== undefined) return value
  }
  return undefined
}
