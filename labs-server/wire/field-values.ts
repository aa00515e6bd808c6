/** Reads fields from the parts of a unit, whichever version of HTTP wrote them. */
import type { Part } from './pdu.ts'

/**
 * The value of the first field line with this name, given in lower case; undefined when there is none. HTTP/1.1 has field lines
 * among a head's parts, HTTP/2 inside the field block of a frame.
 */
export function fieldValue(unit: Part, name: string): string | undefined {
  for (const part of unit.parts ?? []) {
    if (part.name !== 'field-line') {
      const inside = part.parts === undefined ? undefined : fieldValue(part, name)
      if (inside !== undefined) return inside
      continue
    }
    const named = (wanted: string) => part.parts?.find((inner) => inner.name === wanted)?.value
    if (String(named('field-name') ?? '').toLowerCase() === name) return String(named('field-value') ?? '')
  }
  return undefined
}
