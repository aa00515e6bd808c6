/** What RFC 9112 section 3.2 asks of the Host field. */
import { fieldsNamed } from './fields.ts'
import type { Blame } from './framing.ts'
import type { Head } from './head.ts'

/** Blames bad Host lines; true when a Host field is missing that must be there. */
export function lacksHost({ startLine, fields }: Head, blame: Blame): boolean {
  if (startLine.kind !== 'request') return false
  const hosts = fieldsNamed(fields, 'host')
  for (const host of hosts.slice(1)) blame(host, 'host-repeated')
  const [host] = hosts
  if (host === undefined) return /^HTTP\/1\.[1-9]$/.test(startLine.version)
  // Host = uri-host [ ":" port ]
  if (!/^(\[[0-9A-Fa-fv.:]+\]|[\w.~!$&'()*+,;=%-]*)(:\d*)?$/.test(host.value)) blame(host, 'host-malformed')
  return false
}
