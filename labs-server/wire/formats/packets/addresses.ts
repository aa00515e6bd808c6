/** Addresses as text. */

/** The four octets at `at` as `192.0.2.1`. */
export function ipv4Text(octets: Uint8Array, at: number): string {
  return `${octets[at]}.${octets[at + 1]}.${octets[at + 2]}.${octets[at + 3]}`
}

/** The sixteen octets at `at` as RFC 5952 writes them, in brackets as before a port (section 6): `[2001:db8::1]`. */
export function ipv6Text(octets: Uint8Array, at: number): string {
  const groups: string[] = []
  const view = new DataView(octets.buffer, octets.byteOffset, octets.length)
  for (let group = 0; group < 16; group += 2) groups.push(view.getUint16(at + group).toString(16))
  const text = groups.join(':')
  // RFC 5952 section 4.2: the longest run of at least two zero groups, the first of equal ones, is written "::".
  let longest = { index: 0, length: 0 }
  for (const { index, 0: run } of text.matchAll(/\b0(?::0\b)+/g)) {
    if (run.length > longest.length) longest = { index, length: run.length }
  }
  if (longest.length === 0) return `[${text}]`
  const before = text.slice(0, longest.index).replace(/:$/, '')
  const after = text.slice(longest.index + longest.length).replace(/^:/, '')
  return `[${before}::${after}]`
}
