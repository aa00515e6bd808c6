/** Looks for octets in octets. */

/** Octets to look for. */
export interface Needle {
  readonly octets: Uint8Array
  /** Whether `a` finds `A`: for text, not for hexadecimal. */
  readonly foldsCase: boolean
  /** As the reader wrote it: `hello`, `hex 0d 0a`. */
  readonly written: string
}

/** A longer text or row of digits is cut: nobody types it, and each octet of it is compared. */
export const MAX_NEEDLE_OCTETS = 1024

// hex = ["hex" [":"]] 1*(2HEXDIG [SP / ":"])
const HEX = /^(?:hex\s*:?\s*)?((?:[0-9a-f]{2}[\s:]*)+)$/i

/**
 * The octets that are meant: `hex:0d0a`, `hex 0d 0a` and pairs of digits apart (`0d 0a`) are hexadecimal, all else is text
 * in UTF-8, in quotes or not. Undefined where nothing is meant, and for `hex:` without pairs of digits.
 */
export function needleOf(written: string): Needle | undefined {
  const trimmed = written.trim()
  const quoted = /^["“”](.+?)["“”]?$/s.exec(trimmed)?.[1]
  if (quoted === undefined) {
    const isMarked = /^hex\s*:|^hex\s+[0-9a-f]{2}\b/i.test(trimmed)
    const arePairs = /^[0-9a-f]{2}(?:[\s:]+[0-9a-f]{2})+$/i.test(trimmed)
    if (isMarked || arePairs) {
      const digits = HEX.exec(trimmed)?.[1]
        ?.replace(/[\s:]/g, '')
        .slice(0, 2 * MAX_NEEDLE_OCTETS)
      return digits === undefined
        ? undefined
        : { octets: octetsOfHex(digits), foldsCase: false, written: spaced(digits) }
    }
  }
  const text = quoted ?? trimmed
  if (text === '') return undefined
  const octets = new TextEncoder().encode(text).slice(0, MAX_NEEDLE_OCTETS)
  return { octets, foldsCase: true, written: `“${text}”` }
}

/** Where the needle next lies in `octets` at `from` or behind it; -1 when it does not. */
export function indexOfNeedle(octets: Uint8Array, { octets: needle, foldsCase }: Needle, from = 0): number {
  const last = octets.length - needle.length
  const first = needle[0]
  if (first === undefined) return -1
  if (!foldsCase) {
    for (let at = octets.indexOf(first, from); at !== -1 && at <= last; at = octets.indexOf(first, at + 1)) {
      if (matches(octets, needle, at)) return at
    }
    return -1
  }
  const folded = fold(first)
  for (let at = from; at <= last; at++) {
    if (fold(octets[at] as number) === folded && matchesFolded(octets, needle, at)) return at
  }
  return -1
}

function matches(octets: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let place = 1; place < needle.length; place++) if (octets[at + place] !== needle[place]) return false
  return true
}

function matchesFolded(octets: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let place = 1; place < needle.length; place++) {
    if (fold(octets[at + place] as number) !== fold(needle[place] as number)) return false
  }
  return true
}

/** US-ASCII capitals as small letters; other octets as they are. */
function fold(octet: number): number {
  return octet >= 0x41 && octet <= 0x5a ? octet + 0x20 : octet
}

function octetsOfHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function spaced(digits: string): string {
  return `hex ${(digits.toLowerCase().match(/../g) ?? []).join(' ')}`
}
