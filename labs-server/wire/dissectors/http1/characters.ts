/** The octets that HTTP/1.1's grammar speaks of: RFC 5234 appendix B.1 and RFC 9110 section 5.6. */

export const HTAB = 0x09
export const LF = 0x0a
export const CR = 0x0d
export const SP = 0x20
export const DQUOTE = 0x22
export const COLON = 0x3a
export const SEMICOLON = 0x3b
export const EQUALS = 0x3d
export const BACKSLASH = 0x5c
export const DEL = 0x7f

// tchar = "!" / "#" / "$" / "%" / "&" / "'" / "*" / "+" / "-" / "." / "^" / "_" / "`" / "|" / "~" / DIGIT / ALPHA
const TCHAR = "!#$%&'*+-.^_`|~0123456789" + 'ABCDEFGHIJKLMNOPQRSTUVWXYZ' + 'abcdefghijklmnopqrstuvwxyz'

const IS_TCHAR = new Uint8Array(256)
for (const character of TCHAR) IS_TCHAR[character.charCodeAt(0)] = 1

const NOT_HEX = 255
const HEX_VALUE = new Uint8Array(256).fill(NOT_HEX)
for (let value = 0; value < 16; value++) {
  HEX_VALUE[value.toString(16).charCodeAt(0)] = value
  HEX_VALUE[value.toString(16).toUpperCase().charCodeAt(0)] = value
}

export function isTchar(octet: number | undefined): boolean {
  return octet !== undefined && IS_TCHAR[octet] === 1
}

/** SP or HTAB: what OWS, BWS and RWS are made of. */
export function isWhitespace(octet: number | undefined): boolean {
  return octet === SP || octet === HTAB
}

/** Controls that no text of a message may hold: all but HTAB. */
export function isControl(octet: number): boolean {
  return (octet < SP && octet !== HTAB) || octet === DEL
}

/** The value of a hexadecimal digit of either case, or -1. */
export function hexValue(octet: number | undefined): number {
  const value = octet === undefined ? NOT_HEX : (HEX_VALUE[octet] ?? NOT_HEX)
  return value === NOT_HEX ? -1 : value
}

// token = 1*tchar
export function isToken(octets: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isTchar(octets[at])) return false
  return end > start
}

/** The first offset from `start` on, at most `end`, that is not whitespace. */
export function skipWhitespace(octets: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && isWhitespace(octets[at])) at++
  return at
}

/** The least offset from `start` on such that only whitespace lies between it and `end`. */
export function trimWhitespace(octets: Uint8Array, start: number, end: number): number {
  let at = end
  while (at > start && isWhitespace(octets[at - 1])) at--
  return at
}
