/** What cannot be promised of every transport in every browser: as data, and each of it is tested to be so. */
import type { BrowserName } from '../driven-browser.ts'

/** Transports that a browser does not have, and the sentence with which they refuse there. */
export const REFUSALS: Readonly<Record<string, Readonly<Partial<Record<BrowserName, string>>>>> = {
  'h2-upload': { Firefox: 'This browser cannot send a stream as the content of a request' },
}

/** Transports down of requests that are answered: when a connection leaves one unanswered, a browser asks again by itself. */
export const POLLS: readonly string[] = ['polling', 'long-polling']

/** Transports over QUIC: a connection that is cut falls silent, and each end has to notice by itself (RFC 9000 section 10.1). */
export const OVER_QUIC: readonly string[] = ['web-transport']

/** Transports up whose script is told that the browser has taken a message, and never what became of it. */
export const UNTOLD: readonly string[] = ['beacon']
