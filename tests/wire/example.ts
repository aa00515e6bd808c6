/** An example of a page, dissected and printed. */
import { knownLayers } from '#wire/layer.ts'
import { DIRECTIONS, type Pdu } from '#wire/pdu.ts'
import { dissect } from './dissection.ts'
import type { Example, Passage } from './octet-page.ts'
import { printUnit } from './print-units.ts'

/**
 * A direction after the other, a layer after the other: which of two layers completes its unit first depends on how the
 * octets were cut, the units of each do not.
 */
export function printExample(example: Example, pieces: Iterable<Passage>): string {
  const { units, pending } = dissect(pieces, example)
  const order = knownLayers().map(({ layer }) => layer)
  const place = ({ layer }: Pdu) => order.indexOf(layer)
  return DIRECTIONS.flatMap((direction) =>
    [...units[direction], ...pending[direction]].toSorted((one, other) => place(one) - place(other)),
  )
    .filter(({ layer }) => example.layers.length === 0 || example.layers.includes(layer))
    .map((unit) => `${printUnit(unit, example)}\n`)
    .join('')
}
