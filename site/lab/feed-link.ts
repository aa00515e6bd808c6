/** What the feed needs of a connection, however it is made: by WebSocket, or by long polling where that is not to be had. */
import type { FeedAuth } from '#labs-server/feed/feed-events.ts'

export interface FeedLinkEvents {
  live(): void
  /** The server answers and says no, with its sentence. No more events come. */
  refused(sentence: string): void
  /** The connection could not be made or has broken, with a sentence that says what happened. No more events come. */
  lost(sentence: string): void
  /** Call `acknowledge` where the server asks for it. */
  received(event: string, argument: unknown, acknowledge: () => void): void
}

export interface FeedLink {
  emit(event: string, argument: object): void
  /** Ends the connection, without any further event. */
  close(): void
}

/** Connects to the feed at `origin`. */
export type OpenFeedLink = (origin: string, auth: FeedAuth, events: FeedLinkEvents) => FeedLink

export const CLOSED = 'The connection to the labs server was closed.'
export const SILENT = 'The labs server has stopped answering.'
