/** What a protocol reader looks like: octets have arrived, which units are complete? */
import type { OctetStream } from './octets.ts'
import type { Direction, Pdu } from './pdu.ts'

/** Where a dissector starts reading: both directions of one connection, each from an offset. */
export interface DissectorStart {
  /** The octets of both directions. They grow; the dissector only reads. */
  readonly streams: Readonly<Record<Direction, OctetStream>>
  /** The first octet of each direction that is this dissector's to read. */
  readonly from: Readonly<Record<Direction, number>>
}

/** After these offsets another protocol speaks: HTTP/1.1's 101, CONNECT. */
export interface HandOff {
  /** The protocol's name as it was negotiated, in lower case: `websocket`. */
  readonly protocol: string
  readonly at: Readonly<Record<Direction, number>>
}

/**
 * Reads one connection. It never throws on octets, keeps nothing but offsets, and gives the same units however the
 * octets were cut into reads.
 */
export interface Dissector {
  /** Reads on in `direction` as far as the octets appended so far allow, and returns the units now complete, in order. */
  advance(direction: Direction): readonly Pdu[]
  /** No more octets will come in `direction`. Returns what this completes; what is cut short carries a fault. */
  end(direction: Direction): readonly Pdu[]
  /** The unit that octets have begun but not completed, with what can be told of it so far. */
  pending(direction: Direction): Pdu | undefined
  /** Set once the connection has been handed to another protocol; from then on this dissector yields nothing. */
  readonly handOff: HandOff | undefined
}

/** One row of the registry: a protocol and how to start reading it. */
export interface DissectorEntry {
  /** The layer's name in units and on the command line: `http1`. */
  readonly layer: string
  /** What the protocol is called in prose: `HTTP/1.1`. */
  readonly title: string
  /** The names under which another protocol hands over to it (RFC 9110 section 7.8 protocol names, in lower case). */
  readonly protocols: readonly string[]
  start(start: DissectorStart): Dissector
}
