/** Between whom a connection is, where a middlebox stands between client and server (RFC 9110 section 3.7). */
import type { TracedConnection } from './trace.ts'

const HOPS = { middlebox: 'client to middlebox', server: 'middlebox to server' } as const

/** `client to middlebox`, or `middlebox to server`; undefined where there is none between them. */
export function hopOf({ seenAt }: TracedConnection): string | undefined {
  return seenAt && HOPS[seenAt]
}

/** The number of a connection, and between whom it is where that has to be told: `2 (middlebox to server)`. */
export function numberAndHop(connection: TracedConnection): string {
  const hop = hopOf(connection)
  return hop === undefined ? String(connection.id) : `${connection.id} (${hop})`
}
