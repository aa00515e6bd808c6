/** What the codes of lengths and distances stand for: the tables of RFC 1951 section 3.2.5. */

/** Literal/length codes from this one on are lengths of matches. */
export const FIRST_LENGTH = 257
export const LONGEST_MATCH = 258

/** "Extra bits" of length codes 257 to 285: four codes with each count, after eight with none. */
export const LENGTH_EXTRAS = Uint8Array.from({ length: 29 }, (_, code) => (code < 8 ? 0 : (code >> 2) - 1))
// Code 285 is the exception: it stands for the longest match alone.
LENGTH_EXTRAS[28] = 0
/** The shortest length of each code. */
export const LENGTH_BASES = basesOf(LENGTH_EXTRAS, 3)
LENGTH_BASES[28] = LONGEST_MATCH

/** "Extra bits" of distance codes 0 to 29: two codes with each count, after four with none. */
export const DISTANCE_EXTRAS = Uint8Array.from({ length: 30 }, (_, code) => Math.max(0, (code >> 1) - 1))
/** The shortest distance of each code. */
export const DISTANCE_BASES = basesOf(DISTANCE_EXTRAS, 1)

/** Each code goes on where the one before ends, which its extra bits tell. */
function basesOf(extras: Uint8Array, first: number): Uint16Array {
  let next = first
  return Uint16Array.from(extras, (extra) => {
    const base = next
    next += 1 << extra
    return base
  })
}
