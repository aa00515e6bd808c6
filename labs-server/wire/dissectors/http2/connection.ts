/** One HTTP/2 connection: both directions, each read by its own reader, in one session. */
import type { Carried, Dissector, DissectorStart } from '../../dissector.ts'
import type { Direction, Pdu } from '../../pdu.ts'
import { FrameReader } from './reader.ts'
import { type Feed, Session } from './session.ts'

export class Http2Connection implements Dissector {
  readonly handOff = undefined
  readonly #start: DissectorStart
  readonly #session: Session
  readonly #readers: Readonly<Record<Direction, FrameReader>>
  /** How many octets of each direction were there when all of them had been read. */
  readonly #read: Record<Direction, number>
  /** The units found since the last call, of either direction. */
  #units: Pdu[] = []
  #isCatchingUp = false

  constructor(start: DissectorStart) {
    const { streams, from, agreed } = start
    this.#start = start
    this.#read = { ...from }
    const feed: Feed = {
      streams,
      catchUp: (direction, isMet) => this.#catchUp(direction, isMet),
      isRead: (direction) => this.#read[direction] === streams[direction].length,
    }
    this.#session = new Session(feed, agreed?.exchange ?? 0, agreed !== undefined)
    const reader = (direction: Direction) =>
      new FrameReader({ direction, stream: streams[direction] }, from[direction], this.#session)
    this.#readers = { 'client-to-server': reader('client-to-server'), 'server-to-client': reader('server-to-client') }
  }

  get carried(): readonly Carried[] {
    return this.#session.messages.carried
  }

  advance(direction: Direction): readonly Pdu[] {
    this.#readAll(direction)
    return this.#taken()
  }

  end(direction: Direction): readonly Pdu[] {
    this.#readAll(direction)
    const last = this.#readers[direction].end()
    if (last !== undefined) this.#units.push(last)
    this.#session.end(direction)
    return this.#taken()
  }

  pending(direction: Direction): Pdu | undefined {
    return this.#readers[direction].pending()
  }

  #readAll(direction: Direction, isMet = () => false): void {
    const { octets } = this.#start.streams[direction]
    const reader = this.#readers[direction]
    while (!isMet()) {
      const unit = reader.read(octets)
      if (unit === undefined) {
        this.#read[direction] = octets.length
        return
      }
      this.#units.push(unit)
    }
  }

  /** Who is waited for does not wait in turn: of two that wait for each other, neither is honest. */
  #catchUp(direction: Direction, isMet: () => boolean): void {
    if (this.#isCatchingUp || this.#read[direction] === this.#start.streams[direction].length) return
    this.#isCatchingUp = true
    this.#readAll(direction, isMet)
    this.#isCatchingUp = false
  }

  #taken(): readonly Pdu[] {
    const units = this.#units
    this.#units = []
    return units
  }
}
