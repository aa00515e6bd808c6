/** The line a chunk starts with: its size and its extensions (RFC 9112 sections 7.1 and 7.1.1). */
import { latin1 } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import {
  BACKSLASH,
  CR,
  DQUOTE,
  EQUALS,
  hexValue,
  isControl,
  isTchar,
  SEMICOLON,
  skipWhitespace,
  trimWhitespace,
} from './characters.ts'
import type { FaultCode } from './faults.ts'
import { faulted, part, valuedPart } from './part.ts'

export interface ChunkLine {
  /** Octets of `chunk-data` to come. */
  readonly size: number
  /** Behind the last digit. */
  readonly sizeEnd: number
  /** Behind the extensions, before the line's terminator. */
  readonly end: number
  /** Behind the line's terminator. */
  readonly next: number
}

// chunk      = chunk-size [ chunk-ext ] CRLF chunk-data CRLF
// chunk-size = 1*HEXDIG
// last-chunk = 1*("0") [ chunk-ext ] CRLF
/** Reads the line `[start, next)`, terminator included; a fault code when it tells no size. */
export function readChunkLine(octets: Uint8Array, start: number, next: number): ChunkLine | FaultCode {
  let size = 0
  let sizeEnd = start
  for (let digit = hexValue(octets[start]); digit !== -1; digit = hexValue(octets[sizeEnd])) {
    // RFC 9112 section 7.1: "recipients MUST anticipate potentially large hexadecimal numerals and prevent parsing
    // errors due to integer conversion overflows or precision loss".
    size = size * 16 + digit
    if (size > Number.MAX_SAFE_INTEGER) return 'chunk-size-too-large'
    sizeEnd++
  }
  if (sizeEnd === start) return 'chunk-size-not-hex'
  const end = octets[next - 2] === CR ? next - 2 : next - 1
  if (sizeEnd < end) {
    const rest = skipWhitespace(octets, sizeEnd, end)
    if (rest < end && octets[rest] !== SEMICOLON) return 'chunk-size-not-hex'
  }
  return { size, sizeEnd, end, next }
}

/** What stands between chunk-size and the end of the line, as one part or none. */
export function chunkExtParts(octets: Uint8Array, start: number, end: number): readonly Part[] {
  if (start === end) return []
  if (skipWhitespace(octets, start, end) === end) return [faulted(part('BWS', start, end), 'chunk-size-whitespace')]
  const { parts, fault } = readChunkExt(octets, start, end)
  return [{ ...faulted(part('chunk-ext', start, end), fault), parts }]
}

// chunk-ext      = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS chunk-ext-val ] )
// chunk-ext-name = token
// chunk-ext-val  = token / quoted-string
function readChunkExt(octets: Uint8Array, start: number, end: number): { parts: Part[]; fault?: FaultCode } {
  const parts: Part[] = []
  let at = start
  const whitespace = () => {
    const next = skipWhitespace(octets, at, end)
    if (next > at) parts.push(part('BWS', at, next))
    at = next
  }
  const delimiter = (name: 'semicolon' | 'equals', octet: number): boolean => {
    const before = at
    whitespace()
    if (at === end || octets[at] !== octet) {
      if (at > before) parts.pop()
      at = before
      return false
    }
    parts.push(part(name, at, at + 1))
    at++
    whitespace()
    return true
  }
  const named = (name: 'chunk-ext-name' | 'chunk-ext-val', next: number, value: string) => {
    parts.push(valuedPart(name, at, next, value))
    at = next
  }

  while (delimiter('semicolon', SEMICOLON)) {
    const nameEnd = tokenEnd(octets, at, end)
    if (nameEnd === at) return { parts, fault: 'chunk-ext-malformed' }
    named('chunk-ext-name', nameEnd, latin1(octets.subarray(at, nameEnd)))
    if (!delimiter('equals', EQUALS)) continue
    if (octets[at] === DQUOTE && at < end) {
      const { next, value } = readQuotedString(octets, at, end)
      if (next === undefined) return { parts, fault: 'chunk-ext-malformed' }
      named('chunk-ext-val', next, value)
    } else {
      const valueEnd = tokenEnd(octets, at, end)
      if (valueEnd === at) return { parts, fault: 'chunk-ext-malformed' }
      named('chunk-ext-val', valueEnd, latin1(octets.subarray(at, valueEnd)))
    }
  }
  return at < end ? { parts, fault: 'chunk-ext-malformed' } : { parts }
}

// quoted-string = DQUOTE *( qdtext / quoted-pair ) DQUOTE
// quoted-pair   = "\" ( HTAB / SP / VCHAR / obs-text )
function readQuotedString(octets: Uint8Array, start: number, end: number): { next?: number; value: string } {
  let value = ''
  for (let at = start + 1; at < end; at++) {
    let octet = octets[at] ?? 0
    if (octet === DQUOTE) return { next: at + 1, value }
    if (octet === BACKSLASH && at + 1 < end) octet = octets[++at] ?? 0
    if (isControl(octet)) break
    value += String.fromCharCode(octet)
  }
  return { value }
}

function tokenEnd(octets: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end && isTchar(octets[at])) at++
  return at
}

/** The parts of a line of which only `[start, end)` has come: nothing can be wrong with it yet. */
export function begunChunkLineParts(octets: Uint8Array, start: number): readonly Part[] {
  const end = octets.at(-1) === CR ? octets.length - 1 : octets.length
  let sizeEnd = start
  while (sizeEnd < end && hexValue(octets[sizeEnd]) !== -1) sizeEnd++
  if (sizeEnd === start) return []
  const size = part('chunk-size', start, sizeEnd)
  if (octets[skipWhitespace(octets, sizeEnd, end)] !== SEMICOLON) return [size]
  const extEnd = trimWhitespace(octets, sizeEnd, end)
  return [size, { ...part('chunk-ext', sizeEnd, extEnd), parts: readChunkExt(octets, sizeEnd, extEnd).parts }]
}
