/** Messages on their way down: numbered, kept so that a reader can come back for those it has missed, and bounded. */
import { LabError } from '#labs/lab-error.ts'

export interface NumberedMessage {
  /** Counted from 1. */
  readonly number: number
  readonly message: Uint8Array
}

export class Outbox {
  readonly #maxOctets: number
  #kept: NumberedMessage[] = []
  #octets = 0
  #latest = 0
  /** The number of the last message that any reader has taken. */
  #taken = 0
  #waiting: (() => void)[] = []
  readonly #opened = Promise.withResolvers<void>()

  /** Keeps at most `maxOctets` octets, and the latest message in any case. */
  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets
  }

  /** Resolves when the first reader has come. */
  get opened(): Promise<void> {
    return this.#opened.promise
  }

  /** The number of the latest message; 0 before the first. */
  get latest(): number {
    return this.#latest
  }

  /** Octets kept. */
  get octets(): number {
    return this.#octets
  }

  /**
   * Adds a message. Resolves when there is room for the next one: a reader that is slow holds the writer back. Rejects with
   * the reason of `signal` when that is aborted first.
   */
  async send(message: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#latest += 1
    this.#kept.push({ number: this.#latest, message })
    this.#octets += message.length
    this.#forgetTaken()
    this.#wake()
    while (this.#octets > this.#maxOctets && this.#taken < this.#latest) await this.#change(signal)
  }

  /**
   * The messages after number `after`, as they come, until `signal` is aborted.
   *
   * @throws LabError `LAB_GONE` when the next one is no longer kept: at once, or later to a reader that has fallen behind.
   */
  messages(after: number, signal: AbortSignal): AsyncGenerator<NumberedMessage, void> {
    this.#opened.resolve()
    this.#after(after)
    return this.#follow(after, signal)
  }

  async *#follow(after: number, signal: AbortSignal): AsyncGenerator<NumberedMessage, void> {
    for (let last = after; !signal.aborted; ) {
      const next = this.#after(last)
      if (next !== undefined) {
        last = next.number
        this.#take(last)
        yield next
      } else {
        await this.#change(signal).catch(() => {}) // The loop looks at the signal itself.
      }
    }
  }

  /** All messages after number `after` that are there; when there are none, waits for one until `signal` is aborted. */
  async next(after: number, signal: AbortSignal): Promise<readonly NumberedMessage[]> {
    this.#opened.resolve()
    while (!signal.aborted && this.#latest <= after) await this.#change(signal).catch(() => {})
    const first = this.#after(after)
    if (first === undefined) return []
    // Before they count as taken: what is taken may be forgotten at once.
    const messages = this.#kept.slice(this.#kept.indexOf(first))
    this.#take(this.#latest)
    return messages
  }

  #after(number: number): NumberedMessage | undefined {
    const [oldest] = this.#kept
    if (oldest === undefined || number >= this.#latest) return undefined
    if (number + 1 < oldest.number) {
      throw new LabError('LAB_GONE', `Message ${number + 1} is no longer kept. Press Run to begin again.`)
    }
    return this.#kept[number + 1 - oldest.number]
  }

  #take(number: number): void {
    if (number <= this.#taken) return
    this.#taken = number
    this.#forgetTaken()
    this.#wake()
  }

  /** What has been taken stays as long as there is room: its reader may come back for it. */
  #forgetTaken(): void {
    while (this.#octets > this.#maxOctets && this.#kept.length > 1 && (this.#kept[0]?.number ?? 0) <= this.#taken) {
      this.#octets -= this.#kept.shift()?.message.length ?? 0
    }
  }

  #change(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    if (signal.aborted) return Promise.reject(signal.reason)
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    this.#waiting.push(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    })
    return promise
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
