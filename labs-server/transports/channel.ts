/** What a transport's client half is given, and what it gives back: the same in the page, in recordings and in tests. */
import type { RecordedEvent } from '#wire/formats/recording.ts'
import type { TransportOptions, Way } from './transport.ts'

/** Octets. Where only text passes, `message-text.ts` writes them as text. */
export type Message = Uint8Array

/** A TCP connection, which browsers have none of: the labs server's console opens it for the page. */
export interface RawSocket {
  /** Resolves when they are written, rejects when it is gone. */
  send(octets: Uint8Array): Promise<void>
  /** Settles when it is gone: resolves when it was closed, rejects with the reason when it was cut. */
  readonly ended: Promise<void>
  close(): void
}

/** Opens a connection to the labs' plain port; `take` is given what comes, read by read. */
export type OpenSocket = (take: (octets: Uint8Array) => void) => Promise<RawSocket>

export interface ClientContext {
  /** The transport's own address, on the origin it needs: `http://localhost:4322/s/SESSION/bench/long-polling/`. */
  readonly url: string
  /** Aborted when all is to end. */
  readonly signal: AbortSignal
  readonly options: TransportOptions
  /** The ways it is to carry. */
  readonly ways: readonly Way[]
  /** The number of the last message that came down before, so that those after it follow; 0 at first. */
  readonly after: number
  /** Absent where there is no console. */
  readonly openSocket?: OpenSocket | undefined
  /** Does the server's part at the other end, where a transport goes past the server. */
  serve?(end: OtherEnd): void
  /** Reports what the script saw. `of` is the end of the request-target that brought it. */
  saw(what: string, more?: Omit<RecordedEvent, 'at' | 'what'>): void
}

/** An open transport. */
export interface Channel {
  /** Sends a message up; resolves when the transport has taken it, rejects when it could not. Absent without a way up. */
  send?(message: Message): Promise<void>
  /** Settles when nothing more will come or go: resolves after an orderly end, rejects with the reason after a cut. */
  readonly ended: Promise<void>
  /** Ends it from this side; resolves when nothing more will be told of it. */
  close(): void | Promise<void>
}

/** Where the server's part of a conversation is done: a run's mailbox, or the other peer. */
export interface OtherEnd {
  /** Resolves when messages can go down. */
  readonly opened: Promise<unknown>
  /** Aborted when all is to end. */
  readonly over: AbortSignal
  /** Sends a message down; resolves when there is room for the next. */
  send(message: Message): Promise<void>
  /** Calls `listener` with every message that comes up. There is one listener. */
  onMessage(listener: (message: Message) => void): void
}

/** Takes in a message that came down, with its number where the transport tells one. */
export type Receive = (message: Message, number?: number) => void

/** A transport's client half: ordinary web platform code. Resolves once it is open; rejects when it cannot be opened. */
export type Connect = (context: ClientContext, receive: Receive) => Promise<Channel>
