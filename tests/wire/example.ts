/** An example of a page, dissected and printed. */
import { DIRECTIONS } from '#wire/pdu.ts'
import { dissect } from './dissection.ts'
import type { Example, Passage } from './octet-page.ts'
import { printUnit } from './print-units.ts'

export function printExample({ isOpen, everyOctet }: Example, pieces: Iterable<Passage>): string {
  const { units, pending } = dissect(pieces, { isOpen })
  return DIRECTIONS.flatMap((direction) => [...units[direction], pending[direction] ?? []].flat())
    .map((unit) => `${printUnit(unit, everyOctet)}\n`)
    .join('')
}
