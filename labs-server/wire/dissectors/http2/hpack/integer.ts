/** Integers that start within an octet: RFC 7541 section 5.1. */

/** The largest integer that is read, and the most octets it may take: RFC 7541 leaves both limits to the implementation. */
export const MAX_INTEGER = 2 ** 32 - 1
export const MAX_INTEGER_OCTETS = 6

export interface PrefixedInteger {
  readonly value: number
  /** The first octet behind it. */
  readonly end: number
}

/** Reads an integer whose first `prefix` bits (1 to 8) are the low ones of the octet at `at`; undefined when octets are missing. */
export function readInteger(
  octets: Uint8Array,
  at: number,
  prefix: number,
): PrefixedInteger | 'integer-too-large' | undefined {
  const first = octets[at]
  if (first === undefined) return undefined
  const full = 2 ** prefix - 1
  let value = first & full
  if (value < full) return { value, end: at + 1 }
  // "decode I from the next N bits; if I < 2^N - 1, return I; else: M = 0; repeat: B = next octet; I = I + (B & 127) * 2^M;
  // M = M + 7; while B & 128 == 128".
  for (let place = 1; place < MAX_INTEGER_OCTETS; place++) {
    const next = octets[at + place]
    if (next === undefined) return undefined
    value += (next & 0x7f) * 2 ** (7 * (place - 1))
    if (value > MAX_INTEGER) return 'integer-too-large'
    if (next < 0x80) return { value, end: at + place + 1 }
  }
  return 'integer-too-large'
}
