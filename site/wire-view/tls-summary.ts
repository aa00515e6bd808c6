/** What of a run passed inside TLS, in a few words. */
import type { TracedConnection } from '#wire/trace.ts'

/** `inside TLS 1.3`, `1 of 2 connections inside TLS 1.3`. */
export function tlsSummary(connections: readonly TracedConnection[]): string {
  const inside = connections.filter(({ tls }) => tls !== undefined)
  const [first] = inside
  if (first === undefined) return ''
  const versions = [...new Set(inside.map(({ tls }) => tls))].join(' and ')
  const which = inside.length < connections.length ? `${inside.length} of ${connections.length} connections ` : ''
  return `${which}inside ${versions}`
}
