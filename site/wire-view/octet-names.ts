/** What single octets are called and how they look: the control characters of RFC 20, and US-ASCII as print. */

const CONTROLS = [
  ...'NUL SOH STX ETX EOT ENQ ACK BEL BS HT LF VT FF CR SO SI'.split(' '),
  ...'DLE DC1 DC2 DC3 DC4 NAK SYN ETB CAN EM SUB ESC FS GS RS US'.split(' '),
] as const

const SPOKEN: Readonly<Record<number, string>> = {
  0: 'null',
  9: 'horizontal tab',
  10: 'line feed',
  13: 'carriage return',
  27: 'escape',
  32: 'space',
  34: 'quotation mark',
  39: 'apostrophe',
  40: 'left parenthesis',
  41: 'right parenthesis',
  44: 'comma',
  45: 'hyphen',
  46: 'full stop',
  58: 'colon',
  59: 'semicolon',
  60: 'less-than sign',
  61: 'equals sign',
  62: 'greater-than sign',
  91: 'left square bracket',
  93: 'right square bracket',
  95: 'underscore',
  123: 'left brace',
  125: 'right brace',
  127: 'delete',
}

/** How an octet is drawn in the text columns. */
export interface Glyph {
  readonly text: string
  /**
   * `control` is drawn as a small name, `space` as a dot, `other` as a block without text: what is above US-ASCII, and the
   * controls that text does not have, which would crowd the octets of a binary protocol.
   */
  readonly kind: 'print' | 'control' | 'space' | 'other'
}

const GLYPHS: readonly Glyph[] = Array.from({ length: 256 }, (_, octet): Glyph => {
  if (octet === 0x20) return { text: '·', kind: 'space' }
  if (octet === 0x09 || octet === 0x0a || octet === 0x0d) return { text: CONTROLS[octet] ?? '', kind: 'control' }
  return octet > 0x20 && octet < 0x7f
    ? { text: String.fromCharCode(octet), kind: 'print' }
    : { text: '', kind: 'other' }
})

const HEX: readonly string[] = Array.from({ length: 256 }, (_, octet) => octet.toString(16).padStart(2, '0'))

export function glyphOf(octet: number): Glyph {
  return GLYPHS[octet] as Glyph
}

/** Two lower-case hexadecimal digits. */
export function hexOf(octet: number): string {
  return HEX[octet] as string
}

/** The octet's character in words: `carriage return`, `capital H`, `digit 1`. */
export function spokenOctet(octet: number): string {
  const known = SPOKEN[octet]
  if (known !== undefined) return known
  if (octet < 0x20) return `control ${CONTROLS[octet]}`
  if (octet > 0x7f) return 'not US-ASCII'
  const character = String.fromCharCode(octet)
  if (character >= 'A' && character <= 'Z') return `capital ${character}`
  return character >= '0' && character <= '9' ? `digit ${character}` : character
}

const ESCAPES: Readonly<Record<number, string>> = { 0: '\\0', 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }

/** Octets as one line of text that hides nothing: `hello\r\n`, `\xff`; at most `max` octets are read. */
export function visibleText(octets: Uint8Array, max = 80): string {
  let text = ''
  for (const octet of octets.subarray(0, max)) {
    const printable = octet >= 0x20 && octet < 0x7f
    text += ESCAPES[octet] ?? (printable ? String.fromCharCode(octet) : `\\x${HEX[octet]}`)
  }
  return octets.length > max ? `${text}…` : text
}
