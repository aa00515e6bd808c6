/** A channel that comes back: it is opened again when it ends before the task does, and each time is told. */
import type { Channel, Message } from '../../transports/channel.ts'
import { pause } from '../../transports/pause.ts'

/** How long a cut channel waits before it is opened again, in milliseconds; and how often it may come back. */
const COMEBACK_MS = 100
const MOST_COMEBACKS = 50

interface Wanted {
  /** Opens the channel, for the first time or again. */
  readonly open: () => Promise<Channel>
  /** Aborted when the task is over. */
  readonly over: AbortSignal
  /** Called when it has ended before that; `reason` is what cut it, if it was cut. */
  readonly lost: (reason: unknown) => void
}

export class HeldChannel {
  readonly #wanted: Wanted
  #channel: Promise<Channel>
  readonly #failed = Promise.withResolvers<never>()
  readonly #closed = Promise.withResolvers<void>()

  /** The channel opens at once. */
  constructor(wanted: Wanted) {
    this.#wanted = wanted
    this.#failed.promise.catch(() => {})
    this.#channel = wanted.open()
    this.#channel.then((channel) => this.#hold(channel)).catch((error) => this.#failed.reject(error))
    wanted.over.addEventListener('abort', () => {
      const closing = this.#channel.then((channel) => channel.close()).catch(() => {})
      closing.then(this.#closed.resolve)
    })
  }

  /** Resolves when it is open. */
  get opened(): Promise<unknown> {
    return this.#channel
  }

  /** Rejects when it cannot be opened. */
  get failed(): Promise<never> {
    return this.#failed.promise
  }

  /** Resolves when the task is over and the channel is closed. */
  get closed(): Promise<void> {
    return this.#closed.promise
  }

  /** Sends on the channel as it now is. */
  async send(message: Message): Promise<void> {
    const { send } = await this.#channel
    if (send === undefined) throw new TypeError('This transport has no way up.')
    await send(message)
  }

  async #hold(first: Channel): Promise<void> {
    let channel = first
    for (let comebacks = 0; ; comebacks++) {
      const reason = await channel.ended.then(
        () => undefined,
        (error: unknown) => error ?? 'cut',
      )
      if (this.#wanted.over.aborted) return
      this.#wanted.lost(reason)
      if (comebacks === MOST_COMEBACKS) throw new Error(`The connection was lost ${MOST_COMEBACKS} times.`)
      // An orderly end is followed up at once, as a script of its time did.
      this.#channel =
        reason === undefined ? this.#wanted.open() : pause(COMEBACK_MS, this.#wanted.over).then(this.#wanted.open)
      channel = await this.#channel
    }
  }
}
