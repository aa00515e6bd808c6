/** One direction of the emulated path: first in, first out; as late as the round trip asks, as slow as the line is. */

/** What goes over the path: octets, or the word that no more will come (no octets). */
interface Passenger {
  readonly enteredAt: number
  /** When it may leave, on the clock of `performance.now()`. */
  readonly due: number
  readonly octets: number
  readonly leave: Leave
}

/**
 * Takes it out of the path, after `heldMs` milliseconds, or undefined when the path did not hold it; answers whether the next
 * one may follow now, or has to wait for `resume`.
 */
export type Leave = (heldMs: number | undefined) => boolean

export interface LaneOptions {
  readonly delayMs: number
  /** 0 for as many as there are. */
  readonly octetsPerSecond: number
  /** When the first may set out, on the clock of `performance.now()`. */
  readonly openAt: number
  /** Octets held before it is full. */
  readonly maxOctets: number
}

export class Lane {
  readonly #options: LaneOptions
  readonly #queue: Passenger[] = []
  #octets = 0
  /** When the last octet that entered is on the line, and the next may follow it. */
  #freeAt: number
  #timer: NodeJS.Timeout | undefined
  #stopped = false
  #closed = false
  #room: (() => void) | undefined

  constructor(options: LaneOptions) {
    this.#options = options
    this.#freeAt = options.openAt
  }

  get full(): boolean {
    return this.#octets >= this.#options.maxOctets
  }

  /** When `octets` octets that enter at `at` leave. Never earlier than what entered before. */
  dueAt(at: number, octets: number): number {
    return this.#sentAt(at, octets) + this.#options.delayMs
  }

  enter(at: number, octets: number, leave: Leave): void {
    if (this.#closed) return
    const due = this.dueAt(at, octets)
    this.#freeAt = this.#sentAt(at, octets)
    // What nothing holds does not wait for a timer.
    if (due <= at && this.#queue.length === 0 && !this.#stopped) {
      this.#stopped = !leave(undefined)
      return
    }
    this.#queue.push({ enteredAt: at, due, octets, leave })
    this.#octets += octets
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

  /** Forgets everything held, and loses all that enters from now on. */
  close(): void {
    clearTimeout(this.#timer)
    this.#closed = true
    this.#queue.length = 0
    this.#octets = 0
    const room = this.#room
    this.#room = undefined
    room?.()
  }

  /** When the last of them is on the line. */
  #sentAt(at: number, octets: number): number {
    const { octetsPerSecond } = this.#options
    return Math.max(at, this.#freeAt) + (octetsPerSecond > 0 ? (octets / octetsPerSecond) * 1000 : 0)
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
    for (const { enteredAt, due, octets, leave } of this.#queue) {
      if (due > now || this.#stopped) break
      left += 1
      this.#octets -= octets
      this.#stopped = !leave(now - enteredAt)
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
