/** The reader's session: a random token in every lab address, so that a trace shows its own reader's octets only. */
import type { TextStore } from './storage.ts'

export const SESSION_KEY = 'two-way-web:session'

const TOKEN_OCTETS = 16
const TOKEN = /^[A-Za-z0-9_-]{22}$/

/** The token of this browser profile: the stored one, or a new one of 128 random bits. */
export function readSession(store: TextStore): string {
  const stored = store.get(SESSION_KEY)
  if (stored !== undefined && TOKEN.test(stored)) return stored
  const token = newToken()
  store.set(SESSION_KEY, token)
  return token
}

/** 128 random bits as 22 characters of base64url (RFC 4648 section 5), without padding. */
export function newToken(): string {
  const octets = crypto.getRandomValues(new Uint8Array(TOKEN_OCTETS))
  return btoa(String.fromCharCode(...octets))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/**
 * The address of a lab for this session: `http://localhost:4322/s/SESSION/LAB/`, or with `https` at the origin over TLS.
 *
 * `hostname` is the page's own, as `location` gives it: an IPv6 address comes in brackets.
 */
export function labAddress(hostname: string, port: number, session: string, lab: string, scheme = 'http'): string {
  return `${scheme}://${hostname}:${port}/s/${session}/${lab}/`
}
