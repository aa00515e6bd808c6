/** Cuts what was written together into what a line hands over together. */

export interface WrittenPiece {
  readonly octets: Uint8Array
  /** The lengths of what the server handed over together, as far as they lie in this piece; absent when it is one. */
  readonly pieces: readonly number[] | undefined
}

/** `octets` in pieces of no more than `maxOctets`; `pieces` are the lengths that `octets` was put together from. */
export function* cutInto(maxOctets: number, octets: Uint8Array, pieces?: readonly number[]): Iterable<WrittenPiece> {
  if (octets.length <= maxOctets) {
    yield { octets, pieces }
    return
  }
  for (let start = 0; start < octets.length; start += maxOctets) {
    const end = Math.min(octets.length, start + maxOctets)
    yield { octets: octets.subarray(start, end), pieces: pieces && piecesWithin(pieces, start, end) }
  }
}

/** The lengths of `pieces` that the octets `[start, end)` have. */
export function piecesWithin(pieces: readonly number[], start: number, end: number): readonly number[] | undefined {
  const within: number[] = []
  let at = 0
  for (const length of pieces) {
    const shared = Math.min(end, at + length) - Math.max(start, at)
    if (shared > 0) within.push(shared)
    at += length
  }
  return within.length > 1 ? within : undefined
}
