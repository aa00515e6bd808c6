/** What lies between client and server in a run: the emulated path, and what stands on it. Pure data, made from switches. */
import type { Middlebox } from './middlebox-options.ts'

/** How the path cuts a connection: with a FIN both ways, with a RST, or with a FIN to the client alone. */
export type CutHow = 'close' | 'reset' | 'half-close'

/** One cut a run, of the connection that carries the way down; so a client that comes back finds a path that holds. */
export type PathCut = { readonly how: CutHow } & (
  | {
      /** The first connection with so many octets from server to client is cut behind the last of them. */
      readonly afterOctets: number
    }
  | {
      /** Milliseconds after the run's first octet from server to client: the connection with most of them is cut. */
      readonly afterMs: number
    }
)

export interface PathOptions {
  /** Emulated, in milliseconds; 0 without it. */
  readonly roundTripMs: number
  /** Emulated, in each direction of each connection; 0 for as many as the machine can. */
  readonly octetsPerSecond: number
  /** Milliseconds without an octet in either direction after which the path breaks a connection off (RST); 0 for never. */
  readonly idleTimeoutMs: number
  readonly cut?: PathCut
  /** Absent: client and server talk to each other. With one, the path lies between client and middlebox. */
  readonly middlebox?: Middlebox
  /** `TCP_NODELAY` (RFC 9293 section 3.7.4) on the server's sockets. Real, not emulated: false lets Nagle's algorithm hold small writes. */
  readonly noDelay: boolean
}

/** Nothing is emulated. */
export const BARE_PATH: PathOptions = { roundTripMs: 0, octetsPerSecond: 0, idleTimeoutMs: 0, noDelay: true }

/** Whether octets pass an emulated path at all. */
export function isEmulated({ roundTripMs, octetsPerSecond, idleTimeoutMs, cut }: PathOptions): boolean {
  return roundTripMs > 0 || octetsPerSecond > 0 || idleTimeoutMs > 0 || cut !== undefined
}

const CUTS: Readonly<Record<CutHow, string>> = { close: 'closed', reset: 'reset', 'half-close': 'half-closed' }

const MIDDLEBOXES = { buffering: 'a buffering', stripping: 'a stripping', impatient: 'an impatient' } as const

/** What is emulated, in a few words each: `round-trip time 50 ms`. */
export function emulatedWords({
  roundTripMs,
  octetsPerSecond,
  idleTimeoutMs,
  cut,
  middlebox,
}: PathOptions): readonly string[] {
  const after = cut && ('afterOctets' in cut ? `${cut.afterOctets} octets down` : `${cut.afterMs}\u00a0ms`)
  return [
    ...(roundTripMs > 0 ? [`round-trip time ${roundTripMs}\u00a0ms`] : []),
    ...(octetsPerSecond > 0 ? [`${octetsPerSecond} octets a second`] : []),
    ...(idleTimeoutMs > 0 ? [`idle time-out ${idleTimeoutMs}\u00a0ms`] : []),
    ...(cut ? [`${CUTS[cut.how]} after ${after}`] : []),
    ...(middlebox && middlebox.kind !== 'nginx' ? [`${MIDDLEBOXES[middlebox.kind]} middlebox`] : []),
  ]
}
