/** The labs server's clock as the page can know it, so that what the script saw and what the wire carried share one time. */

/** A measurement is worth more than a later, slower one for this long, in milliseconds: clocks drift, machines sleep. */
const GOOD_FOR_MS = 60_000

/** The page's clock, in milliseconds since 1970 UTC with microseconds behind the point. */
export function pageNow(): number {
  return performance.timeOrigin + performance.now()
}

export class ServerClock {
  #offsetMs = 0
  #roundTripMs = Number.POSITIVE_INFINITY
  #measuredAt = Number.NEGATIVE_INFINITY
  #tunedAt = Number.NEGATIVE_INFINITY

  /**
   * Notes that the server said `serverNow` somewhere between `askedAt` and `answeredAt` on the page's clock. The answer with
   * the shortest round trip wins: half of it bounds the error.
   */
  note(askedAt: number, answeredAt: number, serverNow: number): void {
    const roundTripMs = answeredAt - askedAt
    if (roundTripMs > this.#roundTripMs && answeredAt - this.#measuredAt < GOOD_FOR_MS) return
    this.#offsetMs = serverNow - (askedAt + answeredAt) / 2
    this.#roundTripMs = roundTripMs
    this.#measuredAt = answeredAt
  }

  /** Whether the server has been asked often enough lately. */
  get tuned(): boolean {
    return pageNow() - this.#tunedAt < GOOD_FOR_MS
  }

  set tuned(tuned: boolean) {
    this.#tunedAt = tuned ? pageNow() : Number.NEGATIVE_INFINITY
  }

  /** Now, on the server's clock. */
  now(): number {
    return pageNow() + this.#offsetMs
  }
}
