/**
 * Octets as a reader types them, in pieces, and the way back. Text is UTF-8; a line break is sent as CRLF or LF; a line that
 * ends in `\` sends none; `\r \n \t \0 \\ \x7f` stand for octets. A line `---` ends a piece. In hexadecimal, `#` begins a comment.
 */

/** How the text is to be read. */
export interface Notation {
  readonly hex: boolean
  /** Whether a line break is sent as CRLF, as HTTP/1.1 needs it (RFC 9112 section 2.2), or else as LF. */
  readonly crlf: boolean
}

/** The line between two pieces. */
export const MARKER = '---'

export interface ParsedText {
  /** Pieces that have octets, in order. */
  readonly pieces: readonly Uint8Array[]
  /** A sentence for each line that cannot be read; there are no pieces then. */
  readonly problems: readonly string[]
}

/** Reads what was typed. */
export function parseOctets(text: string, notation: Notation): ParsedText {
  const lines = text.split('\n')
  const problems: string[] = []
  const pieces: number[][] = [[]]
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1
    const piece = pieces.at(-1) as number[]
    if (line.trimEnd() === MARKER) pieces.push([])
    else {
      const problem = notation.hex ? readHex(line, piece) : readLine(line, piece)
      if (problem !== undefined) problems.push(`Line ${index + 1}: ${problem}`)
      if (!notation.hex && !isLast && !continues(line)) piece.push(...(notation.crlf ? [CR, LF] : [LF]))
    }
  }
  if (problems.length > 0) return { pieces: [], problems }
  return { pieces: pieces.filter(({ length }) => length > 0).map((piece) => Uint8Array.from(piece)), problems }
}

const LF = 10
const CR = 13
const BACKSLASH = 92
const ESCAPED: Readonly<Record<string, number>> = { r: CR, n: LF, t: 9, '0': 0, '\\': BACKSLASH }
const ESCAPE = /\\(?:x([0-9A-Fa-f]{2})|([rnt0\\])|$|(.?))/gu

/** Whether a line has an odd backslash at its end, so that no line break follows it. */
function continues(line: string): boolean {
  return (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1
}

/** Adds the octets of a line; returns the end of a sentence when it cannot be read. */
function readLine(line: string, piece: number[]): string | undefined {
  let read = 0
  for (const match of line.matchAll(ESCAPE)) {
    const [whole, hex, letter, wrong] = match
    if (wrong !== undefined) return `"${whole}" stands for no octet. Write \\\\ for a backslash.`
    addText(line.slice(read, match.index), piece)
    read = match.index + whole.length
    if (hex !== undefined) piece.push(Number.parseInt(hex, 16))
    else if (letter !== undefined) piece.push(ESCAPED[letter] ?? BACKSLASH)
  }
  addText(line.slice(read), piece)
  return undefined
}

function addText(text: string, piece: number[]): void {
  for (const octet of new TextEncoder().encode(text)) piece.push(octet)
}

function readHex(line: string, piece: number[]): string | undefined {
  for (const word of line.replace(/#.*/, '').split(/\s+/)) {
    if (!/^(?:[0-9A-Fa-f]{2})*$/.test(word)) return `"${word.slice(0, 20)}" is not made of pairs of hexadecimal digits.`
    for (let at = 0; at < word.length; at += 2) piece.push(Number.parseInt(word.slice(at, at + 2), 16))
  }
  return undefined
}

/** Pieces as a reader would type them: `parseOctets` gives them back. */
export function typedPieces(pieces: readonly Uint8Array[], notation: Notation): string {
  const texts = pieces.map((piece) => (notation.hex ? typedHex(piece) : typedText(piece, notation.crlf)))
  return texts
    .map((text, index) => (index === texts.length - 1 || text.endsWith('\n') || notation.hex ? text : `${text}\\\n`))
    .join(notation.hex ? `\n${MARKER}\n` : `${MARKER}\n`)
}

const OCTETS_PER_LINE = 16

function typedHex(octets: Uint8Array): string {
  const lines: string[] = []
  for (let at = 0; at < octets.length; at += OCTETS_PER_LINE) {
    const row = [...octets.subarray(at, at + OCTETS_PER_LINE)]
    lines.push(row.map((octet) => octet.toString(16).padStart(2, '0')).join(' '))
  }
  return lines.join('\n')
}

/** Octets as text that hides nothing: what is no printed character is written as an escape. */
export function typedText(octets: Uint8Array, crlf: boolean): string {
  let text = ''
  for (let at = 0; at < octets.length; ) {
    const octet = octets[at] as number
    const next = octets[at + 1]
    if (octet === CR && next === LF && crlf) {
      text += '\n'
      at += 2
      continue
    }
    const character = characterAt(octets, at)
    if (octet === LF) text += crlf ? '\\n\\\n' : '\n'
    else text += LETTERS[octet] ?? character ?? `\\x${octet.toString(16).padStart(2, '0')}`
    at += LETTERS[octet] === undefined && character !== undefined ? lengthFrom(octet) : 1
  }
  // A line of content that looks like the marker is none.
  return text.replace(/^---(?=\s*$)/gm, '\\x2d--')
}

const LETTERS: Readonly<Record<number, string>> = { 0: '\\0', 9: '\\t', 13: '\\r', 92: '\\\\' }

/** How many octets a character takes that begins with this one (RFC 3629 section 3). */
function lengthFrom(octet: number): number {
  return octet < 0x80 ? 1 : octet < 0xe0 ? 2 : octet < 0xf0 ? 3 : 4
}

/** Characters that are not seen, or change how others are seen. */
const UNSEEN = /[\p{C}\p{Z}]/u

/** The character that the octets at `at` are, when it is one that can be seen. */
function characterAt(octets: Uint8Array, at: number): string | undefined {
  const octet = octets[at] as number
  if (octet < 0x80) return octet >= 0x20 && octet < 0x7f ? String.fromCharCode(octet) : undefined
  try {
    const own = octets.subarray(at, at + lengthFrom(octet))
    const character = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(own)
    return UNSEEN.test(character) ? undefined : character
  } catch {
    return undefined
  }
}
