/** What the labs tell of a session, asked over HTTP. */
import type { Counts } from './lines.ts'

/** Where a session is served, and the hash of the certificate by which the server is known there. */
export interface Served {
  readonly url: string
  /** SHA-256, as base64. */
  readonly sha256: string
}

/** Where a session for this channel is served. @throws Error with the labs' sentence when it cannot be. */
export function askWhere(url: string): Promise<Served> {
  return ask(new URL(url))
}

/** What has passed at the server's end of the session. @throws Error with the labs' sentence. */
export function askCounts(url: string): Promise<Counts> {
  return ask(new URL('counts', url))
}

async function ask<Answer>(url: URL): Promise<Answer> {
  const response = await fetch(url, { cache: 'no-store', credentials: 'omit' })
  const content = await response.json()
  if (!response.ok) throw new Error(content.detail)
  return content
}
