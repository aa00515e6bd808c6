/** The Huffman code of HPACK: RFC 7541 section 5.2 and appendix B. */
import { latin1 } from '../../../octets.ts'

/** The symbol that ends a string and must not appear in one: its first bits pad the last octet. */
const EOS = 256

/**
 * How many bits the code of each octet has, in the order of the octets: a length in decimal, and behind `x` how often.
 *
 * That is all there is to tell: the code is canonical, so codes of one length are consecutive numbers in the order of
 * their octets, and each length goes on where the one before it stopped.
 */
const LENGTHS =
  '13 23 28x7 24 30 28x2 30 28x8 30 28x9 6 10x2 12 13 6 8 11 10x2 8 11 8 6x3 5x3 6x7 7 8 15 6 12 10 13 6 7x22 ' +
  '8 7 8 13 19 13 14 6 15 5 6 5 6 5 6x3 5 7x2 6x3 5 6 7 6 5x2 6 7x5 15 11 14 13 28 20 22 20x2 22x3 23 22 23x5 ' +
  '24 23 24x2 22 23 24 23x4 21 22 23 22 23x2 24 22 21 20 22x2 23x2 21 23 22x2 24 21 22 23x2 21x2 22 21 23 22 ' +
  '23x2 20 22x3 23 22x2 23 26x2 20 19 22 23 22 25 26x3 27x2 26 24 25 19 21 26 27x2 26 27 24 21x2 26x2 28 27x3 ' +
  '20 24 20 21 22 21x2 23 22x2 25x2 24x2 26 23 26 27 26x2 27x5 28 27x5 26 30'

/** Of each symbol: how many bits its code has. */
const bitCounts = LENGTHS.split(' ').flatMap((run) => {
  const [bits, times = 1] = run.split('x').map(Number)
  return Array<number>(times).fill(bits as number)
})

/** Of each symbol: its code, in the low bits of a number. */
const codes = canonicalCodes()

/**
 * The code as a tree: of each node, two places, for the bit 0 and the bit 1. A positive number is the next node, a negative
 * one the symbol -n - 1.
 */
const tree = treeOf()

function canonicalCodes(): Uint32Array {
  const found = new Uint32Array(EOS + 1)
  let next = 0
  for (let bits = 1; bits <= 30; bits++) {
    next *= 2
    for (let symbol = 0; symbol <= EOS; symbol++) if (bitCounts[symbol] === bits) found[symbol] = next++
  }
  return found
}

function treeOf(): Int16Array {
  const places = new Int16Array(2 * (EOS + 1))
  let nodes = 1
  for (let symbol = 0; symbol <= EOS; symbol++) {
    let node = 0
    for (let bit = (bitCounts[symbol] as number) - 1; bit > 0; bit--) {
      const place = 2 * node + bitOf(symbol, bit)
      if (places[place] === 0) places[place] = nodes++
      node = places[place] as number
    }
    places[2 * node + bitOf(symbol, 0)] = -symbol - 1
  }
  return places
}

function bitOf(symbol: number, bit: number): number {
  return ((codes[symbol] as number) >>> bit) & 1
}

export type HuffmanFault = 'huffman-eos' | 'huffman-padding-too-long' | 'huffman-padding-not-ones'

/** The text that `octets[start, end)` stand for, one character an octet; or what is wrong with them. */
export function huffmanText(octets: Uint8Array, start: number, end: number): { text: string } | HuffmanFault {
  const symbols = new Uint8Array(Math.floor(((end - start) * 8) / 5))
  let count = 0
  let node = 0
  let bitsBegun = 0
  let allOnes = true
  for (let at = start; at < end; at++) {
    const octet = octets[at] as number
    for (let bit = 7; bit >= 0; bit--) {
      const value = (octet >>> bit) & 1
      const next = tree[2 * node + value] as number
      if (next >= 0) {
        node = next
        bitsBegun += 1
        allOnes &&= value === 1
        continue
      }
      // "A Huffman-encoded string literal containing the EOS symbol MUST be treated as a decoding error."
      if (next === -EOS - 1) return 'huffman-eos'
      symbols[count++] = -next - 1
      node = 0
      bitsBegun = 0
      allOnes = true
    }
  }
  // "A padding strictly longer than 7 bits MUST be treated as a decoding error. A padding not corresponding to the most
  // significant bits of the code for the EOS symbol MUST be treated as a decoding error."
  if (bitsBegun > 7) return 'huffman-padding-too-long'
  if (!allOnes) return 'huffman-padding-not-ones'
  return { text: latin1(symbols.subarray(0, count)) }
}

/** How many octets `text`, one octet a character, takes in the Huffman code. */
export function huffmanLength(text: string): number {
  let bits = 0
  for (let at = 0; at < text.length; at++) bits += bitCounts[text.charCodeAt(at)] as number
  return Math.ceil(bits / 8)
}

/** The code of one octet, as ones and zeros: `00011` for `a`. */
export function huffmanBits(octet: number): string {
  return (codes[octet] as number).toString(2).padStart(bitCounts[octet] as number, '0')
}
