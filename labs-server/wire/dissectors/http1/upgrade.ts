/** Changing to another protocol: Upgrade (RFC 9110 section 7.8), 101 (section 15.2.2) and CONNECT (section 9.3.6). */
import type { Fault } from '../../fault.ts'
import { dissectorFor, type FieldMap, type HandshakeVerdict } from '../../layer.ts'
import { type Field, fieldsNamed, listOf } from './fields.ts'
import type { Blame } from './framing.ts'
import type { Head } from './head.ts'

/** The protocols that an Upgrade field names, in lower case: `websocket`, `tls/1.0`. */
export function upgradeProtocols(fields: readonly Field[]): readonly string[] {
  return listOf(fieldsNamed(fields, 'upgrade')).map((protocol) => protocol.toLowerCase())
}

/** What a request asks to switch to: protocol names in order of preference; `octets` for a tunnel; none when empty. */
export function protocolsAsked({ startLine, fields }: Head, blame: Blame): readonly string[] {
  if (startLine.kind !== 'request') return []
  if (startLine.method === 'CONNECT') return ['octets']
  // "A server MUST ignore an Upgrade header field that is received in an HTTP/1.0 request."
  if (startLine.version === 'HTTP/1.0') return []
  blameConnection(fields, blame)
  return upgradeProtocols(fields)
}

/** What a 101 response switches to, `octets` when it does not say. */
export function protocolSwitched({ fields }: Head, asked: readonly string[] | undefined, blame: Blame): string {
  blameConnection(fields, blame)
  const protocols = upgradeProtocols(fields)
  // "A server MUST NOT switch to a protocol that was not indicated by the client in the corresponding request's Upgrade
  // header field."
  if (asked !== undefined && protocols.some((protocol) => !asked.includes(protocol))) {
    for (const field of fieldsNamed(fields, 'upgrade')) blame(field, 'upgrade-not-asked')
  }
  return protocols[0] ?? 'octets'
}

/** What the protocol itself says of the message that offers it, or agrees to it; faults of field lines are added to `lines`. */
export function judgedBy(
  protocol: string,
  fields: readonly Field[],
  lines: Map<number, Fault>,
  request: FieldMap,
  response?: FieldMap,
): HandshakeVerdict | undefined {
  const verdict = dissectorFor(protocol)?.judgeHandshake?.(request, response)
  for (const { name, place } of fields) {
    const fault = verdict?.fields.get(name)
    if (fault !== undefined && !lines.has(place)) lines.set(place, fault)
  }
  return verdict
}

// "A sender of Upgrade MUST also send an "Upgrade" connection option in the Connection header field".
function blameConnection(fields: readonly Field[], blame: Blame): void {
  const [upgrade] = fieldsNamed(fields, 'upgrade')
  if (upgrade === undefined) return
  const options = listOf(fieldsNamed(fields, 'connection')).map((option) => option.toLowerCase())
  if (!options.includes('upgrade')) blame(upgrade, 'upgrade-without-connection-option')
}
