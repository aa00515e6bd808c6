/**
 * What the emulated middleboxes do to messages: each is known from real networks, and each does one thing only.
 *
 * - **buffering** holds a message until it is complete, or 64 kB of it: as reverse proxies do by default, and scanners.
 * - **stripping** knows no more than the fields it was made for. It drops Upgrade, which is right (RFC 9110 section 7.8: it is for one
 *   connection) and is why WebSocket fails behind proxies that never heard of it; Accept-Encoding, as scanners do which
 *   want to read content; Last-Event-ID, as a filter with a list of known fields does; and it knows no chunked coding: what
 *   has no length ends with the connection, as proxies did that answered as HTTP/1.0.
 * - **impatient** ends a response after a time without octets, as every proxy and load balancer does, most after a minute.
 */
import type { Middlebox } from '#labs/middlebox-options.ts'
import { type Fields, without } from './fields.ts'

export interface Manner {
  /** Octets held of a message at most; 0 to pass everything on as it comes. */
  readonly holdOctets: number
  /** Request fields that do not go on, in lower case. */
  readonly stripped: readonly string[]
  /** Whether a response without a length is sent in chunked coding; otherwise it ends with the connection. */
  readonly chunks: boolean
  /** Whether a request to upgrade to WebSocket is passed on. */
  readonly upgrades: boolean
  /** Milliseconds without an octet of a response; 0 for as long as it takes. */
  readonly patienceMs: number
}

const PASSING: Manner = { holdOctets: 0, stripped: [], chunks: true, upgrades: true, patienceMs: 0 }

/** How the emulated middlebox of this kind treats messages; nginx has its own manner. */
export function mannerOf(middlebox: Exclude<Middlebox, { kind: 'nginx' }>, holdOctets: number): Manner {
  switch (middlebox.kind) {
    case 'buffering':
      return { ...PASSING, holdOctets }
    case 'stripping':
      return { ...PASSING, stripped: ['accept-encoding', 'last-event-id'], chunks: false, upgrades: false }
    case 'impatient':
      return { ...PASSING, patienceMs: middlebox.patienceMs }
  }
}

export function requestFields(fields: Fields, { stripped }: Manner): Fields {
  return without(fields, stripped)
}
