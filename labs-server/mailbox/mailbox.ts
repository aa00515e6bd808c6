/** The server's end of one run: what goes down, what has come up, whatever carries it. */
import type { TransportOptions } from '../transports/transport.ts'
import { Inbox, type Part } from './inbox.ts'
import { type NumberedMessage, Outbox } from './outbox.ts'

/** Channels that one mailbox tells apart; the oldest goes first. */
const MAX_CHANNELS = 64

type Listener = (message: Uint8Array, number: number) => void

export class Mailbox {
  readonly options: TransportOptions
  /** Aborted when the run is over: every answer that is still open ends. */
  readonly over: AbortSignal
  readonly #maxOctets: number
  readonly #outbox: Outbox
  readonly #inbox: Inbox
  /** The same mailbox as each channel sees it. */
  readonly #channels = new Map<string, Mailbox>()
  readonly #listening: { listener: Listener }

  /** `maxOctets` are kept in each direction. */
  constructor(options: TransportOptions, over: AbortSignal, maxOctets: number, of?: Mailbox) {
    this.options = options
    this.over = over
    this.#maxOctets = maxOctets
    this.#outbox = of === undefined ? new Outbox(maxOctets) : of.#outbox
    const listening = of === undefined ? { listener: () => {} } : of.#listening
    this.#listening = listening
    this.#inbox = new Inbox(maxOctets, (message, number) => listening.listener(message, number))
  }

  /**
   * This mailbox for one channel, that is for one opening of a transport: messages up are numbered from 1 in each. What goes
   * down is the same for all.
   */
  channel(name: string): Mailbox {
    const known = this.#channels.get(name)
    if (known !== undefined) return known
    const [oldest] = this.#channels.keys()
    if (oldest !== undefined && this.#channels.size >= MAX_CHANNELS) this.#channels.delete(oldest)
    const channel = new Mailbox(this.options, this.over, this.#maxOctets, this)
    this.#channels.set(name, channel)
    return channel
  }

  /** Resolves when the first reader of the way down has come. */
  get opened(): Promise<void> {
    return this.#outbox.opened
  }

  /** Octets of messages down that are kept. */
  get octets(): number {
    return this.#outbox.octets
  }

  /** Sends a message down; resolves when there is room for the next. Rejects when the run is over. */
  send(message: Uint8Array): Promise<void> {
    return this.#outbox.send(message, this.over)
  }

  /** The messages down after number `after`, as they come, until `signal` is aborted. @throws LabError `LAB_GONE` */
  messages(after: number, signal: AbortSignal): AsyncIterable<NumberedMessage> {
    return this.#outbox.messages(after, AbortSignal.any([signal, this.over]))
  }

  /** The messages down after number `after`; waits `waitMs` for one when there is none. @throws LabError `LAB_GONE` */
  next(after: number, waitMs: number, signal: AbortSignal): Promise<readonly NumberedMessage[]> {
    return this.#outbox.next(after, AbortSignal.any([signal, this.over, AbortSignal.timeout(waitMs)]))
  }

  /** Takes in a message that came up, or a part of one. @throws LabError `LAB_BAD_REQUEST`, `LAB_TOO_LARGE` */
  receive(message: Uint8Array, number?: number, part?: Part): void {
    this.#inbox.receive(message, number, part)
  }

  /** Calls `listener` with every message that comes up, in order. There is one listener. */
  onMessage(listener: Listener): void {
    this.#listening.listener = listener
  }
}
