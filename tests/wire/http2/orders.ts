/** The same octets in the orders in which they may be fed, and what must be the same in all of them. */
import '#wire/dissectors/all.ts'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { OctetStream } from '#wire/octets.ts'
import { DIRECTIONS, type Direction, type Part, type Pdu } from '#wire/pdu.ts'
import { dissect } from '../dissection.ts'
import type { Passage } from '../octet-page.ts'
import { printUnit } from '../print-units.ts'

export type Units = Readonly<Record<Direction, readonly Pdu[]>>

/** As they passed. */
export function asPassed(passages: readonly Passage[], protocol = 'http2'): Units {
  return dissect(passages, { protocol }).units
}

/** As the command line has them: both directions are there, and `first` is read before the other. */
export function fromFiles(passages: readonly Passage[], first: Direction, protocol = 'http2'): Units {
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  for (const { direction, octets } of passages) streams[direction].append(octets)
  const connection = new ConnectionDissector(streams, protocol)
  const units: Record<Direction, Pdu[]> = { 'client-to-server': [], 'server-to-client': [] }
  const order = DIRECTIONS.toSorted((one) => (one === first ? -1 : 1))
  for (const direction of order) for (const unit of connection.advance(direction)) units[unit.direction].push(unit)
  for (const direction of order) for (const unit of connection.end(direction, 'end')) units[unit.direction].push(unit)
  return units
}

/** One direction after the other, as if the second had not been there: what can be told of each alone. */
export function oneByOne(passages: readonly Passage[], protocol = 'http2'): Units {
  const order = DIRECTIONS.flatMap((direction) => passages.filter((passage) => passage.direction === direction))
  return dissect(order, { protocol }).units
}

/** Units of the connection itself with parts, values and faults, as text. */
export function printed(units: Units): readonly string[] {
  return DIRECTIONS.flatMap((direction) =>
    units[direction].filter(({ layer }) => layer === 'http2').map((unit) => printUnit(unit)),
  )
}

/** Every fault, with where it is. */
export function faultsIn(units: Units): readonly string[] {
  return DIRECTIONS.flatMap((direction) => units[direction].flatMap((unit) => faultsOf(unit, unit.id)))
}

function faultsOf(part: Part, place: string): readonly string[] {
  const own = part.fault === undefined ? [] : [`${place} ${part.name} ${part.fault.code}`]
  return [...own, ...(part.parts ?? []).flatMap((inner) => faultsOf(inner, place))]
}
