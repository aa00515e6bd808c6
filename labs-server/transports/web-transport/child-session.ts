/** One WebTransport session, as the labs server sees it through the process that serves it. */
import type { Counts, FromChild, ToChild } from './lines.ts'

const NOTHING = { sent: 0, received: 0 }

export class ChildSession {
  readonly path: string
  /** The number of the last message that the client has had. */
  readonly after: number
  readonly #id: number
  readonly #tell: (line: ToChild) => void
  readonly #gone = new AbortController()
  #taken = Promise.withResolvers<void>()
  #sent: Promise<void> = Promise.resolve()
  #counts: Counts = { streamMessages: NOTHING, streamOctets: NOTHING, datagrams: NOTHING, datagramOctets: NOTHING }
  #listener = (_message: Uint8Array): void => {}

  constructor({ session, path, after }: Extract<FromChild, { kind: 'open' }>, tell: (line: ToChild) => void) {
    this.path = path
    this.after = Number.isSafeInteger(after) && after > 0 ? after : 0
    this.#id = session
    this.#tell = tell
  }

  /** Aborted when it is over. */
  get gone(): AbortSignal {
    return this.#gone.signal
  }

  /** What has passed so far, as the serving process counts it. */
  get counts(): Counts {
    return this.#counts
  }

  /** Resolves when no message is being sent, or the session is over: then all of them are counted. */
  get sent(): Promise<void> {
    return this.#sent
  }

  /** Calls `listener` with every message that comes up. */
  onMessage(listener: (message: Uint8Array) => void): void {
    this.#listener = listener
  }

  /** Sends a message down; resolves when there is room for the next, or the session is over. One at a time. */
  async send(message: Uint8Array, datagram: boolean): Promise<void> {
    this.#taken = Promise.withResolvers()
    this.#sent = this.#taken.promise
    this.#tell({ kind: 'message', session: this.#id, base64: message.toBase64(), datagram })
    if (this.gone.aborted) this.#taken.resolve()
    await this.#sent
  }

  close(): void {
    this.#tell({ kind: 'close', session: this.#id })
  }

  hear(said: Extract<FromChild, { kind: 'message' | 'taken' }>): void {
    this.#counts = said.counts
    if (said.kind === 'taken') this.#taken.resolve()
    else this.#listener(Uint8Array.fromBase64(said.base64))
  }

  closed(): void {
    this.#gone.abort()
    this.#taken.resolve()
  }
}
