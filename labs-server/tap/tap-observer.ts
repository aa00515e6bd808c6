/** What a tap tells, and to whom: it knows connections, directions and octets, and nothing of HTTP or sessions. */
import type { Direction } from '#wire/pdu.ts'
import type { EmulatedPath } from '../path/emulated-path.ts'

/** Watches one connection. All times are on the clock of `performance.now()`, in milliseconds. */
export interface TapObserver {
  /**
   * Shown what the client sends, read by read, until it answers with the path of this connection from here on, or
   * with null for none. Called before the same octets are noted, so that their note says how long they are held.
   */
  pathOf(octets: Uint8Array): EmulatedPath | null | undefined
  /**
   * One socket read or one socket write. The octets are good during the call; who keeps them, copies them.
   * `pieces` are the lengths of what the server handed over together as this one write.
   */
  octets(
    direction: Direction,
    octets: Uint8Array,
    at: number,
    pieces: readonly number[] | undefined,
    heldMs: number | undefined,
  ): void
  /** No more octets will come in `direction` (FIN); `by` is set when no end said so, but the emulated path. */
  ended(direction: Direction, at: number, by?: 'path'): void
  /** The connection is gone: both ends said so, or one of them broke it off (RST), or the emulated path did. */
  closed(how: 'closed' | 'reset', at: number, by?: 'path'): void
}
