/**
 * One connection of the labs: who owns it, and what happens on it. Its owner is the current run of the session and lab
 * that its first request line names; until that is read, octets wait here, and without it nobody ever sees them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Direction } from '#wire/pdu.ts'
import { EmulatedPath } from '../path/emulated-path.ts'
import type { TapObserver } from '../tap/tap-observer.ts'
import { FirstLine, type Owner } from './first-line.ts'
import type { Run } from './run.ts'
import type { Session } from './session.ts'
import type { Sessions } from './sessions.ts'

/** A request whose header section has been read, and its response. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Ends of sockets that a session may have to close. */
interface Closable {
  destroy(): void
}

export class LabConnection implements TapObserver {
  readonly openedAt = performance.now()
  readonly #sessions: Sessions
  readonly #closed = Promise.withResolvers<void>()
  #exchanges: readonly Exchange[] = []
  #socket: Closable | undefined
  readonly #firstLine: FirstLine
  /** What was seen before the owner was known: no more than the first line, and what was answered to less. */
  #waiting: ((run: Run) => void)[] = []
  #session: Session | undefined
  #run: Run | undefined
  #number = 0
  #quiet = false
  #closeWhenQuiet = false
  #refusal: string | undefined

  constructor(sessions: Sessions) {
    this.#sessions = sessions
    this.#firstLine = new FirstLine(sessions.limits.maxFirstLineOctets)
  }

  /** The socket that `close` closes. */
  set socket(socket: Closable) {
    this.#socket = socket
  }

  get session(): Session | undefined {
    return this.#session
  }

  get run(): Run | undefined {
    return this.#run
  }

  /** Why its requests are to be refused, as a sentence. */
  get refusal(): string | undefined {
    return this.#refusal
  }

  /** No exchange is under way, and no octet of a next one has come. */
  get quiet(): boolean {
    return this.#quiet
  }

  /** The exchanges under way, and the latest even when it is over; in the order of their requests. */
  get exchanges(): readonly Exchange[] {
    return this.#exchanges
  }

  /** An exchange starts. */
  exchange(exchange: Exchange): void {
    this.#exchanges = [...this.#exchanges.filter(({ response }) => !response.closed), exchange]
    exchange.response.once('close', () => {
      this.#quiet = this.#exchanges.every(({ response }) => response.closed)
      if (this.#quiet && this.#closeWhenQuiet) this.close()
    })
  }

  /** Closes the connection now, and resolves when it is closed. */
  close(): Promise<void> {
    this.#socket?.destroy()
    return this.#closed.promise
  }

  /** Closes the connection as soon as no exchange is under way on it. */
  closeOnceQuiet(): void {
    this.#closeWhenQuiet = true
    if (this.#quiet) this.close()
  }

  pathOf(octets: Uint8Array): EmulatedPath | null | undefined {
    const owner = this.#firstLine.read(octets)
    if (owner !== undefined) this.#belongTo(owner)
    if (!this.#firstLine.finished) return undefined
    this.#waiting = []
    const roundTripMs = this.#run?.roundTripMs ?? 0
    return roundTripMs > 0 ? new EmulatedPath(roundTripMs, this.openedAt, this.#sessions.limits.maxHeldOctets) : null
  }

  octets(
    direction: Direction,
    octets: Uint8Array,
    at: number,
    pieces: readonly number[] | undefined,
    heldMs: number | undefined,
  ): void {
    if (direction === 'client-to-server') this.#quiet = false
    if (this.#run) this.#run.note(this.#number, direction, octets, at, pieces, heldMs)
    else this.#wait((run) => run.note(this.#number, direction, octets, at, pieces, heldMs))
  }

  ended(direction: Direction, at: number): void {
    if (direction === 'client-to-server' && !this.#firstLine.finished) {
      const owner = this.#firstLine.end()
      if (owner !== undefined) this.#belongTo(owner)
    }
    if (this.#run) this.#run.end(this.#number, direction, at)
    else this.#wait((run) => run.end(this.#number, direction, at))
  }

  closed(how: 'closed' | 'reset', at: number): void {
    this.#run?.close(this.#number, how, at)
    this.#session?.left(this)
    this.#waiting = []
    this.#closed.resolve()
  }

  #wait(seen: (run: Run) => void): void {
    if (!this.#firstLine.finished) this.#waiting.push(seen)
  }

  #belongTo(owner: Owner): void {
    const owned = this.#sessions.ownerOf(owner, this.openedAt)
    if (typeof owned === 'string') {
      this.#refusal = owned
      return
    }
    if (owned === undefined) return
    const { session, run } = owned
    this.#refusal = session.refusal(run)
    this.#session = session
    this.#run = run
    session.joined(this)
    this.#number = run.open(this.openedAt)
    for (const seen of this.#waiting) seen(run)
    this.#waiting = []
  }
}
