/** Masking: RFC 6455 section 5.3. */

// "transformed-octet-i = original-octet-i XOR masking-key-octet-j", "j = i MOD 4". The other way round it is the same.
/** The octets `[start, end)` of a payload whose masking key stands before its first octet. */
export function unmasked(octets: Uint8Array, payload: number, start: number, end: number): Uint8Array {
  const original = octets.slice(start, end)
  const key = payload - 4
  for (let place = 0, turn = start - payload; place < original.length; place++, turn++) {
    original[place] = (original[place] as number) ^ (octets[key + (turn & 3)] as number)
  }
  return original
}
