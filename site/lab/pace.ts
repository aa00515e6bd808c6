/** Work that is asked for often and done seldom: figures and verdicts follow a stream without slowing it down. */

/** The least time between two times of doing the work, in milliseconds. */
const PERIOD_MS = 150
/** After work that took long, the page has at least this many times as long for everything else. */
const REST_FACTOR = 10

export class Pace {
  readonly #work: () => void
  #timer: ReturnType<typeof setTimeout> | undefined
  #nextAt = 0

  constructor(work: () => void) {
    this.#work = work
  }

  /** Does the work soon: at once when it was not done lately, else when its time has come. */
  ask(): void {
    this.#timer ??= setTimeout(() => this.now(), Math.max(0, this.#nextAt - performance.now()))
  }

  /** Does the work now. */
  now(): void {
    this.stop()
    const startedAt = performance.now()
    this.#work()
    const endedAt = performance.now()
    this.#nextAt = endedAt + Math.max(PERIOD_MS, (endedAt - startedAt) * REST_FACTOR)
  }

  /** Forgets what was asked for. */
  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }
}
