/** The server's end of one run of the bench: what goes down, what has come up, whatever carries it. */
import type { TransportOptions } from '../transports/transport.ts'
import { Inbox, type Part } from './inbox.ts'
import { type NumberedMessage, Outbox } from './outbox.ts'

export class Mailbox {
  readonly options: TransportOptions
  /** Aborted when the run is over: every answer that is still open ends. */
  readonly over: AbortSignal
  readonly #outbox: Outbox
  readonly #inbox: Inbox
  #listener: (message: Uint8Array, number: number) => void = () => {}

  /** `maxOctets` are kept in each direction. */
  constructor(options: TransportOptions, over: AbortSignal, maxOctets: number) {
    this.options = options
    this.over = over
    this.#outbox = new Outbox(maxOctets)
    this.#inbox = new Inbox(maxOctets, (message, number) => this.#listener(message, number))
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
  onMessage(listener: (message: Uint8Array, number: number) => void): void {
    this.#listener = listener
  }
}
