/** What a protocol reader looks like: octets have arrived, which units are complete? */
import type { CarriedOctets } from './carried-octets.ts'
import type { DecodingRoom } from './decoding-room.ts'
import type { OctetStream } from './octets.ts'
import type { Direction, Pdu } from './pdu.ts'

/** Where a dissector starts reading: both directions of one connection, each from an offset. */
export interface DissectorStart {
  /**
   * The octets of both directions. They grow; the dissector only reads. Offsets into them are ranges of the wire only
   * where the connection itself is read: inside a stream of HTTP/2, ask `rangesOf`.
   */
  readonly streams: Readonly<Record<Direction, OctetStream>>
  /** The first octet of each direction that is this dissector's to read. */
  readonly from: Readonly<Record<Direction, number>>
  /** What was negotiated before the first octet. */
  readonly agreed?: Agreed
  /** What it decodes, it takes from here; without it, it has room of its own. */
  readonly room?: DecodingRoom
}

/** What the hand-over said: field names in lower case, the values of one name joined by comma and space (RFC 9110 section 5.3). */
export interface Agreed {
  readonly request: ReadonlyMap<string, string>
  readonly response: ReadonlyMap<string, string>
  /** Exchange and stream that all units of the protocol belong to, where it speaks inside another. */
  readonly exchange?: number
  readonly stream?: number
}

/** After these offsets another protocol speaks: HTTP/1.1's 101, CONNECT. */
export interface HandOff {
  /** The protocol's name as it was negotiated, in lower case: `websocket`. */
  readonly protocol: string
  readonly at: Readonly<Record<Direction, number>>
  readonly agreed?: Agreed
}

/** How a direction ended: the sender said so or the connection was closed, or it was reset. */
export type EndedBy = 'end' | 'reset'

/**
 * Reads one connection. It never throws on octets, keeps nothing but offsets, and gives the same units however the
 * octets were cut into reads.
 */
export interface Dissector {
  /** Reads on in `direction` as far as the octets appended so far allow, and returns the units now complete, in order. */
  advance(direction: Direction): readonly Pdu[]
  /** No more octets will come in `direction`. Returns what this completes; what is cut short carries a fault. */
  end(direction: Direction, by: EndedBy): readonly Pdu[]
  /** The unit that octets have begun but not completed, with what can be told of it so far. */
  pending(direction: Direction): Pdu | undefined
  /** Set once the connection has been handed to another protocol; from then on this dissector yields nothing. */
  readonly handOff: HandOff | undefined
  /** True once it has met content that a layer would read which is expected, and not there. */
  readonly lacksLayers?: boolean
  /** What its units carry for other dissectors. Grows at the end; each entry's octets grow until they have ended. */
  readonly carried?: readonly Carried[]
}

/** The content of one message, in one direction. */
export interface CarriedContent {
  readonly kind: 'content'
  readonly direction: Direction
  readonly octets: CarriedOctets
  /** Type and subtype in lower case, without parameters; empty when the message does not say. */
  readonly mediaType: string
  /** Parameters of the media type, names in lower case: `boundary`, `charset`. */
  readonly parameters: ReadonlyMap<string, string>
  /** Content codings that are still on it, in the order in which they were applied: the last comes off first. */
  readonly codings: readonly string[]
  readonly exchange?: number
  readonly stream?: number
}

/** Both directions of a protocol that speaks inside another, as WebSocket does inside a stream of HTTP/2 (RFC 8441). */
export interface CarriedTunnel {
  readonly kind: 'tunnel'
  readonly protocol: string
  readonly octets: Readonly<Record<Direction, CarriedOctets>>
  readonly agreed: Agreed
}

export type Carried = CarriedContent | CarriedTunnel

/** Reads one message's content, under the same rules as a `Dissector`. Its ranges are those of the wire: `octets.rangesOf`. */
export interface ContentDissector {
  advance(): readonly Pdu[]
  /** No more octets will come; `octets.ended` says how. */
  end(): readonly Pdu[]
  pending(): Pdu | undefined
  /** What is inside, once more: decoded content, the parts of a multipart. */
  readonly carried?: readonly CarriedContent[]
}
