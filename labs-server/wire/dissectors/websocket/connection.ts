/** One WebSocket connection: RFC 6455 behind its handshake. What the two sides send is read apart. */

import type { CarriedContent, Dissector, DissectorStart, EndedBy } from '../../dissector.ts'
import { DIRECTIONS, type Direction, type Pdu } from '../../pdu.ts'
import { sourceOf } from '../../placed-unit.ts'
import { PERMESSAGE_DEFLATE, readExtensions } from './extensions.ts'
import { FrameReader } from './frame-reader.ts'
import { deflateAgreement } from './message-inflater.ts'
import { MessageReader } from './message-reader.ts'

export class WebSocketConnection implements Dissector {
  readonly handOff = undefined
  readonly carried: CarriedContent[] = []
  readonly #readers: Readonly<Record<Direction, FrameReader>>

  constructor(start: DissectorStart) {
    const { from, agreed, room } = start
    const extensions = readExtensions(agreed?.response.get('sec-websocket-extensions'))
    const agreement = {
      isSeen: agreed !== undefined,
      isDeflate: extensions.some(({ name }) => name === PERMESSAGE_DEFLATE),
      isOther: extensions.some(({ name }) => name !== PERMESSAGE_DEFLATE),
    }
    const readers = DIRECTIONS.map((direction) => {
      const source = sourceOf(start, direction)
      const messages = new MessageReader(source, agreed && deflateAgreement(agreed, direction), this.carried, room)
      return [direction, new FrameReader(source, from[direction], agreement, messages)] as const
    })
    this.#readers = Object.fromEntries(readers) as Record<Direction, FrameReader>
  }

  advance(direction: Direction): readonly Pdu[] {
    const units: Pdu[] = []
    this.#readers[direction].read(units)
    return units
  }

  end(direction: Direction, _by: EndedBy): readonly Pdu[] {
    const units: Pdu[] = []
    this.#readers[direction].read(units)
    this.#readers[direction].end(units)
    return units
  }

  pending(direction: Direction): Pdu | undefined {
    return this.#readers[direction].pending()
  }
}
