/** Dissects octets that arrive in pieces, as a connection would bring them. */
import '#wire/dissectors/all.ts'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { OctetStream } from '#wire/octets.ts'
import { DIRECTIONS, type Direction, type Pdu } from '#wire/pdu.ts'
import type { Passage } from './octet-page.ts'

export interface Dissected {
  /** Complete units, and those that the end cut short, in order. */
  readonly units: Readonly<Record<Direction, readonly Pdu[]>>
  /** What had begun, when the connection was left open. */
  readonly pending: Readonly<Record<Direction, readonly Pdu[]>>
}

export function dissect(pieces: Iterable<Passage>, { isOpen = false, protocol = 'http1' } = {}): Dissected {
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  const connection = new ConnectionDissector(streams, protocol)
  const units: Record<Direction, Pdu[]> = { 'client-to-server': [], 'server-to-client': [] }
  const collect = (found: readonly Pdu[]) => {
    for (const unit of found) units[unit.direction].push(unit)
  }
  for (const { direction, octets } of pieces) {
    streams[direction].append(octets)
    collect(connection.advance(direction))
  }
  if (!isOpen) for (const direction of DIRECTIONS) collect(connection.end(direction, 'end'))
  return {
    units,
    pending: {
      'client-to-server': connection.pending('client-to-server'),
      'server-to-client': connection.pending('server-to-client'),
    },
  }
}

/** Every octet in a read of its own. */
export function* octetByOctet(passages: readonly Passage[]): Iterable<Passage> {
  for (const { direction, octets } of passages) {
    for (let at = 0; at < octets.length; at++) yield { direction, octets: octets.subarray(at, at + 1) }
  }
}

/** All ways to cut one of the passages in two. */
export function* cutOnce(passages: readonly Passage[]): Iterable<readonly Passage[]> {
  for (const [place, { direction, octets }] of passages.entries()) {
    for (let cut = 1; cut < octets.length; cut++) {
      yield passages.toSpliced(
        place,
        1,
        { direction, octets: octets.subarray(0, cut) },
        { direction, octets: octets.subarray(cut) },
      )
    }
  }
}
