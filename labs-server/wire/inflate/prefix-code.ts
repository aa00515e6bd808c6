/** Prefix codes from their lengths, and the codes of DEFLATE that are fixed: RFC 1951 sections 3.2.2 and 3.2.6. */

/** Codes up to this length are looked up at once; few are longer, and those are followed bit by bit. */
const LOOKUP_BITS = 10
const MAX_CODE_BITS = 15
const LENGTH_BITS = 4
const LENGTH_MASK = (1 << LENGTH_BITS) - 1

/** More bits are needed to tell which code it is. */
export const NEEDS_BITS = -1
/** No code starts with these bits. */
export const NO_CODE = -2

/** Which symbol do the next bits stand for? */
export class PrefixCode {
  /** By the next bits: symbol and length of a code that is short enough, or 0. */
  readonly #lookup = new Uint16Array(1 << LOOKUP_BITS)
  /** How many codes have each length. */
  readonly #counts = new Uint16Array(MAX_CODE_BITS + 1)
  /** In the order of their codes. */
  readonly #symbols: Uint16Array

  constructor(maxSymbols: number) {
    this.#symbols = new Uint16Array(maxSymbols)
  }

  /**
   * Takes the code length of each symbol, 0 for one that has no code, and returns whether they make a prefix code: complete,
   * or with no more than one code, of one bit, which a block with a single distance has (section 3.2.7).
   */
  define(lengths: Uint8Array): boolean {
    const counts = this.#counts.fill(0)
    for (const length of lengths) counts[length] = (counts[length] as number) + 1
    counts[0] = 0

    // "The smallest code for each code length", with the next symbol's place in the order of codes.
    const nextCode = new Uint16Array(MAX_CODE_BITS + 1)
    const nextPlace = new Uint16Array(MAX_CODE_BITS + 1)
    let left = 1
    let longest = 0
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      const shorter = counts[length - 1] as number
      nextCode[length] = ((nextCode[length - 1] as number) + shorter) << 1
      nextPlace[length] = (nextPlace[length - 1] as number) + shorter
      const count = counts[length] as number
      if (count > 0) longest = length
      left = left * 2 - count
      if (left < 0) return false
    }
    if (left > 0 && longest > 1) return false

    this.#lookup.fill(0)
    for (const [symbol, length] of lengths.entries()) {
      if (length === 0) continue
      const place = nextPlace[length] as number
      this.#symbols[place] = symbol
      nextPlace[length] = place + 1
      const code = nextCode[length] as number
      nextCode[length] = code + 1
      if (length > LOOKUP_BITS) continue
      // "Huffman codes are packed starting with the most-significant bit of the code", all else with the least.
      const entry = (symbol << LENGTH_BITS) | length
      for (let bits = reversed(code, length); bits < 1 << LOOKUP_BITS; bits += 1 << length) this.#lookup[bits] = entry
    }
    return true
  }

  /**
   * The symbol whose code the bits in `hold` start with, the first bit being the least significant, shifted by four, with
   * the code's length in those four bits; or `NEEDS_BITS` or `NO_CODE`. `hold` has `bits` bits, and zeros above them.
   */
  read(hold: number, bits: number): number {
    const entry = this.#lookup[hold & ((1 << LOOKUP_BITS) - 1)] as number
    if (entry !== 0) return (entry & LENGTH_MASK) <= bits ? entry : NEEDS_BITS
    return this.#readLong(hold, bits)
  }

  #readLong(hold: number, bits: number): number {
    let code = 0
    let first = 0
    let place = 0
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      if (length > bits) return NEEDS_BITS
      code |= (hold >>> (length - 1)) & 1
      const count = this.#counts[length] as number
      if (code - first < count) return ((this.#symbols[place + code - first] as number) << LENGTH_BITS) | length
      place += count
      first = (first + count) << 1
      code <<= 1
    }
    return NO_CODE
  }
}

export const symbolOf = (found: number): number => found >>> LENGTH_BITS
export const lengthOf = (found: number): number => found & LENGTH_MASK

function reversed(code: number, length: number): number {
  let bits = 0
  for (let place = 0; place < length; place++) bits |= ((code >>> place) & 1) << (length - 1 - place)
  return bits
}

/** Literal/length codes and distance codes of a block. */
export interface BlockCodes {
  readonly literals: PrefixCode
  readonly distances: PrefixCode
}

export const MAX_LITERAL_CODES = 288
export const MAX_DISTANCE_CODES = 32

export function newBlockCodes(): BlockCodes {
  return { literals: new PrefixCode(MAX_LITERAL_CODES), distances: new PrefixCode(MAX_DISTANCE_CODES) }
}

let fixed: BlockCodes | undefined

/** The codes of block type 1: section 3.2.6. */
export function fixedCodes(): BlockCodes {
  if (fixed === undefined) {
    fixed = newBlockCodes()
    fixed.literals.define(new Uint8Array(MAX_LITERAL_CODES).fill(8).fill(9, 144, 256).fill(7, 256, 280))
    fixed.distances.define(new Uint8Array(MAX_DISTANCE_CODES).fill(5))
  }
  return fixed
}
