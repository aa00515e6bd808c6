/** The page's end of the feed: one connection for all labs of the page, each lab's records without loss or repetition. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Socket } from 'socket.io-client'
import type { FeedAuth, FeedEvents, FeedPath, ViewerEvents, WatchRequest } from '#labs-server/feed/feed-events.ts'
import { type Batch, unpackBatch } from '#wire/formats/batch.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'

/** How the connection stands, with what a reader needs to know about it. */
export type FeedState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** It was live; `reason` is a sentence that says what happened. */
  | { readonly kind: 'reconnecting'; readonly reason: string }
  | { readonly kind: 'unreachable' }
  /** The server answers and says no; `reason` is its sentence. */
  | { readonly kind: 'refused'; readonly reason: string }

/** What a lab's panel is told. */
export interface FeedWatcher {
  /** The lab's current run is this one from now on. */
  began(run: RunInfo): void
  /** More of what was observed in the current run. */
  observed(run: RunInfo, records: readonly TraceRecord[]): void
}

interface Watch {
  readonly watcher: FeedWatcher
  run: RunInfo | undefined
  /** How many records of the run have come. */
  have: number
  /** Whether records are missing and have been asked for again. */
  resuming: boolean
}

/** How long to wait before connecting again, in milliseconds: at first and at most. */
const RECONNECT_FIRST_MS = 500
const RECONNECT_MOST_MS = 3000

const FEED_PATH: FeedPath = '/feed'

export class Feed {
  readonly #watches = new Map<string, Watch>()
  readonly #state: Signal<FeedState> = signal({ kind: 'connecting' })
  /** Undefined until its code is loaded: a page shows its labs without waiting for it. */
  #socket: Socket<FeedEvents, ViewerEvents> | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #closed = false

  /** Connects to the feed at `origin`, the site's own. */
  constructor(origin: string, session: string) {
    this.#open(origin, session).catch((error) => {
      console.error(error)
      this.#state.value = { kind: 'refused', reason: 'The code of the feed could not be loaded. Reload the page.' }
    })
  }

  async #open(origin: string, session: string) {
    const { io } = await import('socket.io-client')
    if (this.#closed) return
    const socket: Socket<FeedEvents, ViewerEvents> = io(origin, {
      path: FEED_PATH,
      auth: { session } satisfies FeedAuth,
      // Where a middlebox spoils the WebSocket handshake, long polling carries the same events.
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      reconnectionDelay: RECONNECT_FIRST_MS,
      reconnectionDelayMax: RECONNECT_MOST_MS,
    })
    this.#socket = socket
    socket.on('connect', () => this.#live())
    socket.on('connect_error', (error) => this.#failed(socket, error))
    socket.on('disconnect', (reason) => this.#lost(socket, reason))
    socket.on('run', (run) => this.#begin(run))
    socket.on('batch', (batch, received) => {
      this.#take(batch)
      received() // Even what was no use: the server counts it against its window.
    })
  }

  get state(): ReadonlySignal<FeedState> {
    return this.#state
  }

  /** Watches the current run of `lab`, and each one that follows. Returns how to end it. */
  watch(lab: string, watcher: FeedWatcher): () => void {
    const watch: Watch = { watcher, run: undefined, have: 0, resuming: false }
    this.#watches.set(lab, watch)
    if (this.#socket?.connected) this.#ask(lab, watch)
    return () => {
      if (this.#watches.get(lab) !== watch) return
      this.#watches.delete(lab)
      if (this.#socket?.connected) this.#socket.emit('unwatch', { lab })
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry)
    this.#socket?.disconnect()
  }

  #ask(lab: string, watch: Watch): void {
    const request: WatchRequest = { lab, ...(watch.run && { run: watch.run.id, after: watch.have }) }
    this.#socket?.emit('watch', request)
  }

  #begin(run: RunInfo): void {
    const watch = this.#watches.get(run.lab)
    if (watch === undefined || watch.run?.id === run.id) return
    watch.run = run
    watch.have = 0
    watch.resuming = false
    watch.watcher.began(run)
  }

  #take(batch: Batch): void {
    for (const [lab, watch] of this.#watches) {
      if (watch.run === undefined || watch.run.id !== batch.run) continue
      if (batch.from > watch.have) {
        // Something between is missing: ask for it once, and let pass what comes after it until it is here.
        if (!watch.resuming) this.#ask(lab, watch)
        watch.resuming = true
        return
      }
      const fresh = unpackBatch(batch).slice(watch.have - batch.from)
      watch.have += fresh.length
      watch.resuming = false
      if (fresh.length > 0) watch.watcher.observed(watch.run, fresh)
    }
  }

  #live(): void {
    this.#state.value = { kind: 'live' }
    for (const [lab, watch] of this.#watches) {
      watch.resuming = false
      this.#ask(lab, watch)
    }
  }

  #failed(socket: Socket, error: Error): void {
    if (socket.active) {
      this.#state.value = { kind: 'unreachable' }
      return
    }
    this.#state.value = { kind: 'refused', reason: error.message }
    this.#connectLater(socket, RECONNECT_MOST_MS)
  }

  #lost(socket: Socket, reason: Socket.DisconnectReason): void {
    if (reason === 'io client disconnect') return
    this.#state.value = { kind: 'reconnecting', reason: LOST[reason] ?? 'The connection to the labs server broke.' }
    if (!socket.active) this.#connectLater(socket, RECONNECT_FIRST_MS)
  }

  /** Socket.IO does not connect again by itself where the server said no or closed. */
  #connectLater(socket: Socket, delayMs: number): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => socket.connect(), delayMs)
  }
}

const LOST: Partial<Record<Socket.DisconnectReason, string>> = {
  'io server disconnect': 'The labs server closed the connection.',
  'ping timeout': 'The labs server has stopped answering.',
  'transport close': 'The connection to the labs server was closed.',
}
