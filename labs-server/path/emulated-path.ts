/**
 * The emulated path: holds the octets of one connection for half of a round-trip time in each direction, and the first
 * ones until a TCP handshake over such a path would be done (RFC 9293 section 3.5: one round trip).
 */
import type { Direction } from '#wire/pdu.ts'

/** What goes over the path: octets, or the word that no more will come (no octets). */
interface Passenger {
  /** When it may leave, on the clock of `performance.now()`. */
  readonly due: number
  readonly octets: number
  /** Takes it out of the path; answers whether the next one may follow now, or has to wait for `resume`. */
  readonly leave: () => boolean
}

/** One direction: first in, first out. */
class Lane {
  readonly #maxOctets: number
  readonly #queue: Passenger[] = []
  #octets = 0
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #room: (() => void) | undefined

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets
  }

  get full(): boolean {
    return this.#octets >= this.#maxOctets
  }

  enter(passenger: Passenger): void {
    this.#queue.push(passenger)
    this.#octets += passenger.octets
    this.#wait()
  }

  onRoom(room: () => void): void {
    this.#room = room
  }

  resume(): void {
    if (!this.#stopped) return
    this.#stopped = false
    this.#wait()
  }

  clear(): void {
    clearTimeout(this.#timer)
    this.#queue.length = 0
    this.#room = undefined
  }

  #wait(): void {
    const first = this.#queue[0]
    if (this.#timer !== undefined || this.#stopped || first === undefined) return
    // Timers count whole milliseconds and may be early by a part of one: round up, and look at the clock again.
    const waitMs = Math.max(0, Math.ceil(first.due - performance.now()))
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#release()
    }, waitMs)
  }

  #release(): void {
    const now = performance.now()
    let left = 0
    for (const passenger of this.#queue) {
      if (passenger.due > now || this.#stopped) break
      left += 1
      this.#octets -= passenger.octets
      this.#stopped = !passenger.leave()
    }
    this.#queue.splice(0, left)
    if (!this.full && this.#room !== undefined) {
      const room = this.#room
      this.#room = undefined
      room()
    }
    this.#wait()
  }
}

export class EmulatedPath {
  readonly #oneWayMs: number
  readonly #establishedAt: number
  readonly #lanes: Readonly<Record<Direction, Lane>>

  /** `openedAt` is when the connection was accepted, on the clock of `performance.now()`. */
  constructor(roundTripMs: number, openedAt: number, maxHeldOctets: number) {
    this.#oneWayMs = roundTripMs / 2
    this.#establishedAt = openedAt + roundTripMs
    this.#lanes = { 'client-to-server': new Lane(maxHeldOctets), 'server-to-client': new Lane(maxHeldOctets) }
  }

  /** When that which enters the path at `at` leaves it. Never earlier than what entered before. */
  dueAt(direction: Direction, at: number): number {
    const start = direction === 'client-to-server' ? Math.max(at, this.#establishedAt) : at
    return start + this.#oneWayMs
  }

  /**
   * Holds `octets` octets that enter at `at`; `leave` takes them out and answers whether the next may follow at once.
   * Returns false when the direction is now full: enter nothing more before `onRoom` calls.
   */
  hold(direction: Direction, at: number, octets: number, leave: () => boolean): boolean {
    const lane = this.#lanes[direction]
    lane.enter({ due: this.dueAt(direction, at), octets, leave })
    return !lane.full
  }

  /** Calls `room` once when the direction is no longer full. */
  onRoom(direction: Direction, room: () => void): void {
    this.#lanes[direction].onRoom(room)
  }

  /** What leaves in `direction` is wanted again. */
  resume(direction: Direction): void {
    this.#lanes[direction].resume()
  }

  /** Forgets everything held: the connection is gone. */
  clear(): void {
    for (const lane of Object.values(this.#lanes)) lane.clear()
  }
}
