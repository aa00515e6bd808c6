/** Reads one connection from its first octet to its last, through every hand-off between protocols. */
import type { Dissector } from './dissector.ts'
import { dissectorFor } from './dissectors/index.ts'
import type { OctetStream } from './octets.ts'
import { DIRECTIONS, type Direction, type Pdu } from './pdu.ts'

export class ConnectionDissector {
  readonly #streams: Readonly<Record<Direction, OctetStream>>
  readonly #ended: Record<Direction, boolean> = { 'client-to-server': false, 'server-to-client': false }
  #current: Dissector

  /** `protocol` is the layer the connection starts with: `http1`. */
  constructor(streams: Readonly<Record<Direction, OctetStream>>, protocol = 'http1') {
    this.#streams = streams
    this.#current = dissectorFor(protocol).start({
      streams,
      from: { 'client-to-server': 0, 'server-to-client': 0 },
    })
  }

  /** Octets were appended in `direction`: returns the units, of either direction, that are complete because of it. */
  advance(direction: Direction): readonly Pdu[] {
    return this.#afterHandOff(this.#current.advance(direction))
  }

  /** No more octets will come in `direction`. */
  end(direction: Direction): readonly Pdu[] {
    this.#ended[direction] = true
    return this.#afterHandOff(this.#current.end(direction))
  }

  /** The unit begun and not completed in `direction`. */
  pending(direction: Direction): Pdu | undefined {
    return this.#current.pending(direction)
  }

  /** Goes on with the next protocol, and with the next: a peer may switch as often as it has octets for it. */
  #afterHandOff(units: readonly Pdu[]): readonly Pdu[] {
    let { handOff } = this.#current
    if (handOff === undefined) return units
    const all = [...units]
    while (handOff !== undefined) {
      this.#current = dissectorFor(handOff.protocol).start({ streams: this.#streams, from: handOff.at })
      for (const direction of DIRECTIONS) all.push(...this.#current.advance(direction))
      for (const direction of DIRECTIONS) if (this.#ended[direction]) all.push(...this.#current.end(direction))
      handOff = this.#current.handOff
    }
    return all
  }
}
