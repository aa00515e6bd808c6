/**
 * The lines of an event stream: WHATWG HTML, "Parsing an event stream".
 *
 * Rule 1: CRLF, LF alone and CR alone end a line. So a CR is not known to be all of its line's end before the next octet.
 * Rule 2: a blank line whose CR follows another CR ends at once, or in a stream with CR alone each event would wait for the
 *   next one. An LF behind it is the other half of its end, and stands at the start of what follows.
 * Both look at octets only, never at how they were cut.
 */

const LF = 0x0a
const CR = 0x0d
const SPACE = 0x20
const COLON = 0x3a

/** `[start, end)`, and where the next line starts. */
export interface Line {
  readonly start: number
  readonly end: number
  readonly next: number
}

// end-of-line = ( cr lf / cr / lf )
/** The line at `start`, or undefined when its end has not come. Before `searched` there is none. */
export function lineAt(octets: Uint8Array, start: number, isOver: boolean, searched = start): Line | undefined {
  for (let at = searched; at < octets.length; at++) {
    const octet = octets[at]
    if (octet === LF) return { start, end: at, next: at + 1 }
    if (octet !== CR) continue
    if (at === start && octets[at - 1] === CR) return { start, end: at, next: at + 1 }
    if (at + 1 === octets.length && !isOver) return undefined
    return { start, end: at, next: octets[at + 1] === LF ? at + 2 : at + 1 }
  }
  return undefined
}

/** Where the first line of a block starts: behind a byte order mark, or behind the LF that ends the line before. */
export function firstLineStart(octets: Uint8Array, start: number): number {
  // "The UTF-8 decode algorithm strips one leading UTF-8 Byte Order Mark (BOM), if any."
  if (start === 0) return octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf ? 3 : 0
  return octets[start] === LF && octets[start - 1] === CR ? start + 1 : start
}

export function isBlank({ start, end }: Line): boolean {
  return start === end
}

// comment = colon *any-char end-of-line
export function isComment(octets: Uint8Array, { start, end }: Line): boolean {
  return start < end && octets[start] === COLON
}

/** Where the name and the value of a field lie. */
export interface Field {
  readonly nameEnd: number
  /** Undefined where the whole line is the name. */
  readonly colon: number | undefined
  readonly valueStart: number
}

// field = 1*name-char [ colon [ space ] *any-char ] end-of-line
export function fieldOf(octets: Uint8Array, { start, end }: Line): Field {
  const found = octets.subarray(start, end).indexOf(COLON)
  if (found === -1) return { nameEnd: end, colon: undefined, valueStart: end }
  const colon = start + found
  // "If value starts with a U+0020 SPACE character, remove it from value."
  const hasSpace = colon + 1 < end && octets[colon + 1] === SPACE
  return { nameEnd: colon, colon, valueStart: hasSpace ? colon + 2 : colon + 1 }
}

/** Whether `[start, end)` is this name, letter by letter: field names are case-sensitive. */
export function isNamed(octets: Uint8Array, start: number, end: number, name: string): boolean {
  if (end - start !== name.length) return false
  for (let at = 0; at < name.length; at++) if (octets[start + at] !== name.charCodeAt(at)) return false
  return true
}
