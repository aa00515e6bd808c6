/** The page's end of the feed: one connection for all labs of the page, each lab's records without loss or repetition. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { FeedAuth, WatchRequest } from '#labs-server/feed/feed-events.ts'
import { type Batch, unpackBatch } from '#wire/formats/batch.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import type { FeedLink, FeedLinkEvents, OpenFeedLink } from './feed-link.ts'
import { openWebSocketLink } from './web-socket-link.ts'

/** How the connection stands, with what a reader needs to know about it. */
export type FeedState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** There is no labs server, and none is expected: this is the recorded twin. */
  | { readonly kind: 'recorded' }
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

/** How long to wait before connecting again, in milliseconds: after a loss, and while nobody answers or the server says no. */
const AFTER_LOSS_MS = 500
const AFTER_FAILURE_MS = 2000
/** How long the server may take to say that it is there at all, in milliseconds. */
const PATIENCE_MS = 5000

export class Feed {
  readonly #origin: string
  readonly #auth: FeedAuth
  readonly #watches = new Map<string, Watch>()
  readonly #state: Signal<FeedState> = signal({ kind: 'connecting' })
  #link: FeedLink | undefined
  #retry: ReturnType<typeof setTimeout> | undefined
  #closed = false

  /** Connects to the feed at `origin`, the site's own. */
  constructor(origin: string, session: string) {
    this.#origin = origin
    this.#auth = { session }
    this.#connect(openWebSocketLink)
  }

  get state(): ReadonlySignal<FeedState> {
    return this.#state
  }

  /** Watches the current run of `lab`, and each one that follows. Returns how to end it. */
  watch(lab: string, watcher: FeedWatcher): () => void {
    const watch: Watch = { watcher, run: undefined, have: 0, resuming: false }
    this.#watches.set(lab, watch)
    if (this.#live) this.#ask(lab, watch)
    return () => {
      if (this.#watches.get(lab) !== watch) return
      this.#watches.delete(lab)
      if (this.#live) this.#link?.emit('unwatch', { lab })
    }
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry)
    this.#link?.close()
  }

  get #live(): boolean {
    return this.#state.peek().kind === 'live'
  }

  #connect(open: OpenFeedLink): void {
    const events: FeedLinkEvents = {
      live: () => {
        this.#state.value = { kind: 'live' }
        for (const [lab, watch] of this.#watches) this.#ask(lab, watch)
      },
      refused: (reason) => {
        this.#state.value = { kind: 'refused', reason }
        this.#connectAfter(AFTER_FAILURE_MS)
      },
      lost: (reason) => {
        if (this.#live) {
          this.#state.value = { kind: 'reconnecting', reason }
          this.#connectAfter(AFTER_LOSS_MS)
        } else {
          this.#state.value = { kind: 'unreachable' }
          if (open === openWebSocketLink) this.#tryPolling()
          else this.#connectAfter(AFTER_FAILURE_MS)
        }
      },
      received: (event, argument, acknowledge) => {
        if (event === 'run') this.#begin(argument as RunInfo)
        if (event === 'batch') this.#take(argument as Batch)
        acknowledge() // Even what was no use: the server counts it against its window.
      },
    }
    this.#link = open(this.#origin, this.#auth, events)
  }

  #connectAfter(delayMs: number): void {
    if (!this.#closed) this.#retry = setTimeout(() => this.#connect(openWebSocketLink), delayMs)
  }

  /** Where the server answers but WebSocket fails, something between spoils it: long polling gets through. */
  async #tryPolling(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(PATIENCE_MS)
      await fetch(new URL('/api/status', this.#origin), { cache: 'no-store', signal })
      const { openPollingLink } = await import('./polling-link.ts')
      if (!this.#closed) this.#connect(openPollingLink)
    } catch {
      this.#connectAfter(AFTER_FAILURE_MS)
    }
  }

  #ask(lab: string, watch: Watch): void {
    watch.resuming = false
    const request: WatchRequest = { lab, ...(watch.run && { run: watch.run.id, after: watch.have }) }
    this.#link?.emit('watch', request)
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
}
