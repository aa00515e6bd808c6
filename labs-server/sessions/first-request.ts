/**
 * Whose a connection is: its first request names a session and a lab in its target. Each protocol has its own reader of
 * that, which is shown what the client sends before a server is; the target is enough, whatever comes after it.
 */

/** A session's token: 128 random bits as 22 characters of base64url (RFC 4648 section 5), made by the page. */
export const SESSION_TOKEN = /^[A-Za-z0-9_-]{22}$/

export interface Owner {
  readonly session: string
  readonly lab: string
}

/** Reads a connection until it is known who owns it, or that nobody does. It never throws, whatever comes. */
export interface FirstRequest {
  /** Whether it has been read far enough, or as far as the limit allows. */
  readonly finished: boolean
  /** Takes in the next octets and returns the owner once it is told. */
  read(octets: Uint8Array): Owner | undefined
  /** No more octets will come: what was read is all. */
  end(): Owner | undefined
}

const OWNER = /\/s\/([A-Za-z0-9_-]{22})\/([a-z0-9-]{1,40})(?=[/?"\s]|$)/

/** The owner that a request line or a target names. */
export function ownerIn(text: string): Owner | undefined {
  const [, session, lab] = OWNER.exec(text) ?? []
  return session === undefined || lab === undefined ? undefined : { session, lab }
}
