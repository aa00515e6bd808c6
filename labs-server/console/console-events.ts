/** What passes between a page and the console, over Socket.IO: types only, shared with the page. */
import type { Problem } from '#labs/lab-error.ts'

/** The console's namespace on the feed's Socket.IO server. One connection to it is one TCP connection to the labs. */
export type ConsoleNamespace = '/console'

/** What the page says when it connects: whose the TCP connection is, and which lab's wire shows it. Nothing names an address. */
export interface ConsoleAuth {
  readonly session: string
  readonly lab: string
}

/** Octets of one event, at most; the page cuts longer pieces. */
export type MaxEventOctets = 8192

/** From the page. Times are milliseconds since the TCP connection was there. */
export interface ConsoleCommands {
  /** Octets for the labs; acknowledged with the time at which they were written, once the connection takes more. */
  octets(octets: Uint8Array, written: (at: number) => void): void
  /** No more octets will follow (FIN); what comes back is still read. Acknowledged with the time. */
  end(said: (at: number) => void): void
  /** Breaks the connection off (RST). */
  reset(): void
  /** Closes it: nothing more is sent or read. */
  close(): void
}

/** How a connection ended: as TCP has it, reset by the labs, reset by the reader, or stopped by one of the console's limits. */
export type ConsoleClosedHow = 'closed' | 'reset' | 'broken-off' | 'stopped'

/** From the labs server. */
export interface ConsoleEvents {
  /** The TCP connection is there, between these ends: `127.0.0.1:52044`, `127.0.0.1:4322`. */
  opened(ends: { readonly client: string; readonly server: string }): void
  /** One read. The page answers when it has it; the server reads a little ahead and no more. */
  octets(octets: Uint8Array, at: number, received: () => void): void
  /** The labs have said that no more will come (FIN). */
  ended(at: number): void
  /** The connection is gone; `problem` says why when it could not be made, or was stopped. Nothing follows. */
  closed(how: ConsoleClosedHow, at: number, problem?: Problem): void
}
