/**
 * One connection of the labs: who owns it, and what happens on it. Its owner is the current run of the session and lab
 * that its first request names; until that is read, octets wait here, and without it nobody ever sees them.
 */
import type { Direction } from '#wire/pdu.ts'
import type { EmulatedPath } from '../path/emulated-path.ts'
import { protocolOf } from '../protocol-of.ts'
import type { TapObserver } from '../tap/tap-observer.ts'
import type { FirstRequest, Owner } from './first-request.ts'
import type { ConnectionFacts, Run } from './run.ts'
import type { Session } from './session.ts'
import type { Sessions } from './sessions.ts'

/** A request whose header section has been read, and its response: of HTTP/1.1, or a stream of HTTP/2. */
export interface Exchange {
  readonly request: { readonly complete: boolean }
  readonly response: {
    readonly closed: boolean
    readonly headersSent: boolean
    once(event: 'close', listener: () => void): unknown
  }
}

/** What a session may have to do to a socket. */
interface OwnSocket {
  destroy(): void
  setNoDelay(noDelay: boolean): void
}

export class LabConnection implements TapObserver {
  readonly openedAt = performance.now()
  readonly #sessions: Sessions
  readonly #closed = Promise.withResolvers<void>()
  #latest: Exchange | undefined
  /** Exchanges before the latest, of a client that does not wait for answers, or of other streams. */
  #earlier: readonly Exchange[] = []
  #socket: OwnSocket | undefined
  readonly #firstRequest: FirstRequest
  readonly #facts: ConnectionFacts
  /** What was seen before the owner was known: no more than the first request, and what was answered to less. */
  #waiting: ((run: Run) => void)[] = []
  #session: Session | undefined
  #run: Run | undefined
  #number = 0
  /** Octets have come of which no request has been made yet. */
  #unread = false
  #refusal: string | undefined
  #path: EmulatedPath | undefined
  #whenKnown: (() => void) | undefined
  #isForwarded = false
  #claimedBy: Owner | undefined
  /** The first octet that the client sent. */
  #first: number | undefined

  /** `facts` are what is known of it beforehand. */
  constructor(sessions: Sessions, firstRequest: FirstRequest, facts: ConnectionFacts = {}) {
    this.#sessions = sessions
    this.#firstRequest = firstRequest
    this.#facts = facts
  }

  /** The socket that `close` closes. */
  set socket(socket: OwnSocket) {
    this.#socket = socket
  }

  get session(): Session | undefined {
    return this.#session
  }

  get run(): Run | undefined {
    return this.#run
  }

  /** The run that a request for `lab` is part of: this connection's, or the lab's current one where that is another lab's. */
  runOf(lab: string): Run | undefined {
    const session = this.#session
    if (session === undefined || this.#run?.info.lab === lab) return this.#run
    const owned = this.#sessions.ownerOf({ session: session.token, lab }, performance.now())
    return typeof owned === 'object' ? owned.run : undefined
  }

  /** Why its requests are to be refused, as a sentence. */
  get refusal(): string | undefined {
    return this.#refusal
  }

  /** The exchanges under way, and the latest even when it is over; in the order of their requests. */
  get exchanges(): readonly Exchange[] {
    const earlier = this.#earlier.filter(({ response }) => !response.closed)
    return this.#latest ? [...earlier, this.#latest] : earlier
  }

  /** No exchange is under way, and no octet of a next one has come. */
  get quiet(): boolean {
    if (this.#isForwarded) return true
    return !this.#unread && this.exchanges.every(({ request, response }) => request.complete && response.closed)
  }

  /** Calls `known` once it is read from the first request line whose connection it is, or that it is nobody's. */
  whenKnown(known: () => void): void {
    this.#whenKnown = known
  }

  /** Its octets go to another program as they come: nobody here can tell when it is quiet, so it may always be closed. */
  forwarded(): void {
    this.#isForwarded = true
  }

  /** An exchange starts. */
  exchange(exchange: Exchange): void {
    if (this.#latest?.response.closed === false) this.#earlier = this.exchanges
    this.#latest = exchange
    this.#unread = false
  }

  /** Closes the connection now, and resolves when it is closed. */
  close(): Promise<void> {
    this.#socket?.destroy()
    return this.#closed.promise
  }

  /** Closes the connection as soon as no exchange is under way on it. */
  closeOnceQuiet(): void {
    if (this.quiet) {
      this.close()
      return
    }
    const open = this.exchanges.filter(({ response }) => !response.closed)
    let count = open.length
    for (const { response } of open) {
      response.once('close', () => {
        count -= 1
        if (count === 0) this.close()
      })
    }
  }

  /** Whose it is, when that is known before it says anything. Ignored once it has. */
  claim(owner: Owner): void {
    this.#claimedBy = owner
  }

  /** The run's way down goes over this connection. */
  carriesDown(): void {
    this.#path?.carriesDown()
  }

  pathOf(octets: Uint8Array): EmulatedPath | null | undefined {
    if (this.#first === undefined) {
      this.#first = octets[0]
      this.#belongToClaimer()
    }
    if (!this.#known) {
      const owner = this.#firstRequest.read(octets)
      if (owner !== undefined) this.#belongTo(owner)
      if (!this.#firstRequest.finished) return undefined
    }
    this.#waiting = []
    // With a middlebox, the path lies between it and the client.
    if (this.#facts.seenAt !== 'server') this.#path = this.#run?.emulatedPath(this.openedAt) ?? undefined
    this.#whenKnown?.()
    return this.#path ?? null
  }

  octets(
    direction: Direction,
    octets: Uint8Array,
    at: number,
    pieces: readonly number[] | undefined,
    heldMs: number | undefined,
  ): void {
    if (direction === 'client-to-server' && this.#mayBeRequest) this.#unread = true
    if (this.#run) this.#run.note(this.#number, direction, octets, at, pieces, heldMs)
    else {
      const own = octets.slice()
      this.#wait((run) => run.note(this.#number, direction, own, at, pieces, heldMs))
    }
  }

  ended(direction: Direction, at: number, by?: 'path'): void {
    if (this.#first === undefined) this.#belongToClaimer()
    if (direction === 'client-to-server' && !this.#known && !this.#firstRequest.finished) {
      const owner = this.#firstRequest.end()
      if (owner !== undefined) this.#belongTo(owner)
    }
    if (this.#run) this.#run.end(this.#number, direction, at, by)
    else this.#wait((run) => run.end(this.#number, direction, at, by))
  }

  closed(how: 'closed' | 'reset', at: number, by?: 'path'): void {
    if (this.#first === undefined) this.#belongToClaimer()
    this.#run?.close(this.#number, how, at, by)
    this.#session?.left(this)
    this.#waiting = []
    this.#closed.resolve()
  }

  /** Only now, since what opens a connection's record is what its first octet tells. */
  #belongToClaimer(): void {
    if (this.#claimedBy !== undefined && !this.#known) this.#belongTo(this.#claimedBy)
  }

  get #known(): boolean {
    return this.#run !== undefined || this.#refusal !== undefined
  }

  /** Whether octets that come now may be those of a next request. Of HTTP/2, most are not: acknowledgements, windows, pings. */
  get #mayBeRequest(): boolean {
    return this.#facts.protocol !== 'http2' && this.#latest?.request.complete !== false
  }

  #wait(seen: (run: Run) => void): void {
    if (!this.#firstRequest.finished) this.#waiting.push(seen)
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
    if (!run.path.noDelay) this.#socket?.setNoDelay(false)
    const protocol = protocolOf(this.#first)
    this.#number = run.open(this.openedAt, { ...this.#facts, ...(protocol && { protocol }) })
    for (const seen of this.#waiting) seen(run)
    this.#waiting = []
  }
}
