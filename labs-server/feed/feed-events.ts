/** What passes over the feed, page to labs server and back: types only, shared with the page. */
import type { Problem } from '#labs/lab-error.ts'
import type { Batch } from '#wire/formats/batch.ts'
import type { RunInfo } from '#wire/trace.ts'

/** Where the feed listens, on the site's origin. */
export type FeedPath = '/feed'

/** What the page says when it connects. */
export interface FeedAuth {
  /** The session's token. */
  readonly session: string
}

export interface WatchRequest {
  /** The lab's id. */
  readonly lab: string
  /** The run the page has records of, when it comes back. */
  readonly run?: string
  /** How many records of that run it has: it goes on after them. */
  readonly after?: number
}

/** From the page. */
export interface ViewerEvents {
  /** Asks for the current run of a lab, and for every run after it. */
  watch(request: WatchRequest): void
  unwatch(request: { readonly lab: string }): void
}

/** From the labs server. */
export interface FeedEvents {
  /** A lab's current run, when it is not the one the page has; its records follow from the first. */
  run(info: RunInfo): void
  /** Records in order. The page answers when it has them; the server sends a few ahead and no more. */
  batch(batch: Batch, received: () => void): void
  /** The page asked for something that does not exist. */
  problem(problem: Problem): void
}
