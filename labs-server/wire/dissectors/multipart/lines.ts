/** The lines of a multipart: what ends them, and which of them hold the boundary (RFC 2046 section 5.1.1). */
import { octetsOf } from '../../octets.ts'

export const LF = 0x0a
export const CR = 0x0d
const HTAB = 0x09
const SP = 0x20
const HYPHEN = 0x2d

/** What a boundary may be, beside its length. */
// bchars := bcharsnospace / " "
// bcharsnospace := DIGIT / ALPHA / "'" / "(" / ")" / "+" / "_" / "," / "-" / "." / "/" / ":" / "=" / "?"
export const BOUNDARY = /^[0-9A-Za-z'()+_,\-./:=? ]*[0-9A-Za-z'()+_,\-./:=?]$/

/** "boundary := 0*69<bchars> bcharsnospace" */
export const MAX_BOUNDARY_CHARACTERS = 70

/** A line that holds the boundary. */
export interface DelimiterLine {
  /** Behind the boundary. */
  readonly boundaryEnd: number
  /** Behind the two hyphens that say it is the last. */
  readonly closeEnd: number
  /** Behind the spaces and tabs that may follow. */
  readonly paddingEnd: number
  /** Behind the line's end. */
  readonly next: number
}

/** `undecided`: more octets are needed to tell. */
export type Recognized = DelimiterLine | 'none' | 'undecided'

/** More transport padding than this is none, so that a line need not be looked at again and again. */
const MAX_PADDING_OCTETS = 1024

// dash-boundary := "--" boundary
export function dashBoundary(boundary: string): Uint8Array {
  return octetsOf(`--${boundary}`)
}

// delimiter transport-padding CRLF
// close-delimiter transport-padding [CRLF epilogue]
/** Whether the line at `start` is one of these two. A longer word that starts with the boundary is neither. */
export function delimiterLineAt(octets: Uint8Array, start: number, boundary: Uint8Array, isOver: boolean): Recognized {
  const undecided = isOver ? 'none' : 'undecided'
  for (let at = 0; at < boundary.length; at++) {
    if (start + at === octets.length) return undecided
    if (octets[start + at] !== boundary[at]) return 'none'
  }
  const boundaryEnd = start + boundary.length
  const hyphens = hyphensAt(octets, boundaryEnd)
  if (hyphens === 1 && boundaryEnd + 1 === octets.length) return undecided
  const closeEnd = hyphens === 2 ? boundaryEnd + 2 : boundaryEnd
  let paddingEnd = closeEnd
  while (isPadding(octets[paddingEnd]) && paddingEnd - closeEnd < MAX_PADDING_OCTETS) paddingEnd++
  const next = lineEndAt(octets, paddingEnd)
  if (next !== undefined) return { boundaryEnd, closeEnd, paddingEnd, next }
  const mayGoOn = paddingEnd === octets.length || (paddingEnd + 1 === octets.length && octets[paddingEnd] === CR)
  if (mayGoOn && !isOver) return 'undecided'
  // No part follows the two hyphens, whatever else does.
  return hyphens === 2 ? { boundaryEnd, closeEnd, paddingEnd, next: paddingEnd } : 'none'
}

function hyphensAt(octets: Uint8Array, at: number): 0 | 1 | 2 {
  if (octets[at] !== HYPHEN) return 0
  return octets[at + 1] === HYPHEN ? 2 : 1
}

/** Behind the CRLF or LF that stands at `at`. */
function lineEndAt(octets: Uint8Array, at: number): number | undefined {
  if (octets[at] === LF) return at + 1
  return octets[at] === CR && octets[at + 1] === LF ? at + 2 : undefined
}

export function isPadding(octet: number | undefined): boolean {
  return octet === SP || octet === HTAB
}

/** The offset before the CRLF or LF that ends at `next`; `start` bounds it. */
export function beforeLineEnd(octets: Uint8Array, start: number, next: number): number {
  if (next === start || octets[next - 1] !== LF) return next
  return next - 1 > start && octets[next - 2] === CR ? next - 2 : next - 1
}
