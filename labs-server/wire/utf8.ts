/** Text in UTF-8, as the WHATWG Encoding standard decodes it. */

const lenient = new TextDecoder('utf-8', { ignoreBOM: true })
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })

const REPLACEMENT_CHARACTER = '\ufffd'

/** The text; what is not UTF-8 becomes U+FFFD, the replacement character. A byte order mark is kept. */
export function utf8(octets: Uint8Array): string {
  return lenient.decode(octets)
}

/** Whether every octet belongs to a character. */
export function isUtf8(octets: Uint8Array): boolean {
  // Only text that has the replacement character can be wrong, or else really hold one.
  if (!utf8(octets).includes(REPLACEMENT_CHARACTER)) return true
  try {
    strict.decode(octets)
    return true
  } catch {
    return false
  }
}
