/**
 * Reads one connection from its first octet to its last: through every hand-off between protocols, and through every
 * layer that these carry.
 */
import type { CarriedReader } from './carried-reader.ts'
import { carryingNow } from './carrying.ts'
import { DecodingRoom } from './decoding-room.ts'
import type { Dissector, EndedBy } from './dissector.ts'
import { unnamedOctets } from './dissectors/octets/index.ts'
import { dissectorFor, isExpected } from './layer.ts'
import type { OctetStream } from './octets.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'

export class ConnectionDissector {
  readonly #streams: Readonly<Record<Direction, OctetStream>>
  readonly #ended: Record<Direction, EndedBy | undefined> = {
    'client-to-server': undefined,
    'server-to-client': undefined,
  }
  #current: Dissector
  readonly #room: DecodingRoom
  #carried: CarriedReader | undefined
  #lacksLayers = false

  /** `protocol` is the layer the connection starts with: `http1`; or what its octets are content of: `text/event-stream`. `room` is the trace's. */
  constructor(streams: Readonly<Record<Direction, OctetStream>>, protocol = 'http1', room = new DecodingRoom()) {
    this.#streams = streams
    this.#room = room
    this.#carried = carryingNow()?.newReader(room)
    const start = { streams, from: { 'client-to-server': 0, 'server-to-client': 0 }, room }
    this.#current = carryingNow()?.contentConnection(protocol, start) ?? this.#entry(protocol).start(start)
  }

  /** Whether something would have been read if a layer that is expected had been there. */
  get lacksLayers(): boolean {
    return this.#lacksLayers || this.#current.lacksLayers === true
  }

  /** Octets were appended in `direction`: returns the units, of either direction, that are complete because of it. */
  advance(direction: Direction): readonly Pdu[] {
    return this.#follow(this.#current.advance(direction))
  }

  /** No more octets will come in `direction`. */
  end(direction: Direction, by: EndedBy): readonly Pdu[] {
    this.#ended[direction] = by
    return this.#follow(this.#current.end(direction, by))
  }

  /** The units begun and not completed in `direction`, the innermost last. */
  pending(direction: Direction): readonly Pdu[] {
    const pending: Pdu[] = []
    const own = this.#current.pending(direction)
    if (own !== undefined) pending.push(own)
    this.#carried?.pending(direction, pending)
    return pending
  }

  /** Goes on with the next protocol, and with the next: a peer may switch as often as it has octets for it. */
  #follow(units: readonly Pdu[]): readonly Pdu[] {
    const { handOff: handedOver, carried } = this.#current
    if (handedOver === undefined && (carried === undefined || carried.length === 0)) return units
    const all = [...units]
    this.#carried?.read(this.#current, all)
    let { handOff } = this.#current
    while (handOff !== undefined) {
      this.#lacksLayers ||= this.#current.lacksLayers === true
      this.#carried = carryingNow()?.newReader(this.#room)
      this.#current = this.#entry(handOff.protocol).start({
        streams: this.#streams,
        from: handOff.at,
        room: this.#room,
        ...(handOff.agreed && { agreed: handOff.agreed }),
      })
      for (const direction of DIRECTIONS) append(all, this.#current.advance(direction))
      for (const direction of DIRECTIONS) {
        const by = this.#ended[direction]
        if (by !== undefined) append(all, this.#current.end(direction, by))
      }
      this.#carried?.read(this.#current, all)
      handOff = this.#current.handOff
    }
    return all
  }

  #entry(protocol: string) {
    this.#lacksLayers ||= isExpected(protocol)
    return dissectorFor(protocol) ?? unnamedOctets
  }
}

/** Folded, not spread: a stream has more units than a call may have arguments. */
function append(all: Pdu[], units: readonly Pdu[]): void {
  for (const unit of units) all.push(unit)
}
