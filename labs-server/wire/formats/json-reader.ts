/**
 * Reads JSON (RFC 8259) as its octets come: the elements of the great arrays one at a time, so that a large file does not
 * have to be held twice and one that is cut off still gives what came before the cut.
 */
import { latin1 } from '../octets.ts'
import { type JsonObject, objectOf } from './json-values.ts'

/** What the file turns out to hold, told as it is read. */
export interface JsonListener {
  /** An array at one of the paths begins; `before` is all that stood in front of it, as far as the file has come. */
  opened(path: string, before: JsonObject): void
  /** One of its elements, counted from 0. */
  element(path: string, value: unknown, index: number): void
}

export interface JsonEnd {
  /** The whole, with those arrays left empty. */
  readonly rest: JsonObject
  /** Why reading stopped before the end, as the end of the sentence "The file ...". */
  readonly fault?: string
}

/** Brackets within brackets: more is not data, but an attempt on the reader. */
export const MAX_JSON_DEPTH = 512

/** Keys are only looked at to find the paths. */
const MAX_KEY_OCTETS = 32

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const MAX_WHITE_SPACE = 0x20

interface Wanted {
  readonly path: string
  /** How many brackets are open within it and around it. */
  readonly depth: number
  index: number
}

export class JsonReader {
  /** Those that have not been met: a second array at the same path is only part of the rest. */
  readonly #paths: Set<string>
  readonly #listener: JsonListener
  /** Everything but the elements, and how much of it stood in front of the latest of the arrays. */
  readonly #frame = new Pieces()
  #frameBefore = { octets: 0, closers: '' }
  readonly #element = new Pieces()
  #inElement = false
  #elementAt = 0
  #wanted: Wanted | undefined
  /** The brackets that are open around the elements, as those that close them; and the keys that lead here. */
  #closers = ''
  readonly #keys: string[] = []
  #depth = 0
  #inString = false
  #escaped = false
  #text = ''
  /** How many octets have been read. */
  #at = 0
  #fault: string | undefined

  /** `paths` are those of arrays, keys joined by points: `log.entries`. */
  constructor(paths: readonly string[], listener: JsonListener) {
    this.#paths = new Set(paths)
    this.#listener = listener
  }

  /** Whether more octets would not be read. */
  get stopped(): boolean {
    return this.#fault !== undefined
  }

  push(octets: Uint8Array): void {
    /** The first octet that is in neither the frame nor an element yet. */
    let from = 0
    for (let at = 0; at < octets.length && this.#fault === undefined; at++) {
      if (this.#inString) {
        at = this.#readString(octets, at)
        continue
      }
      const octet = octets[at] as number
      if (octet <= MAX_WHITE_SPACE) continue
      const isBetween = this.#wanted?.depth === this.#depth
      if (isBetween && (octet === COMMA || octet === CLOSE_ARRAY)) {
        if (this.#inElement) this.#endElement(this.#element.textWith(octets.subarray(from, at)))
        from = at + 1
        if (octet === CLOSE_ARRAY) {
          this.#wanted = undefined
          from = at
          this.#close()
        }
        continue
      }
      if (isBetween && !this.#inElement) {
        this.#inElement = true
        this.#elementAt = this.#at + at
        from = at
      }
      switch (octet) {
        case QUOTE:
          this.#inString = true
          this.#text = ''
          break
        case COLON:
          if (!this.#inElement) this.#keys[this.#depth] = this.#text
          break
        case OPEN_ARRAY:
        case OPEN_OBJECT:
          this.#open(octet)
          if (octet === OPEN_ARRAY && !this.#inElement && this.#isWanted()) {
            this.#frame.add(octets.subarray(from, at + 1))
            from = at + 1
            this.#begin()
          }
          break
        case CLOSE_ARRAY:
        case CLOSE_OBJECT:
          this.#close()
          break
      }
    }
    // Between elements stand only commas and white space.
    if (this.#inElement) this.#element.add(octets.subarray(from))
    else if (this.#wanted === undefined) this.#frame.add(octets.subarray(from))
    this.#at += octets.length
  }

  /** No more octets will come. */
  end(): JsonEnd {
    // An element that closes itself is whole, even if nothing follows it; a number might have gone on.
    if (this.#inElement && !this.#inString && this.#depth === this.#wanted?.depth) {
      const text = this.#element.text().trimEnd()
      if (text.endsWith('}')) this.#endElement(text)
    }
    if (this.#fault === undefined && (this.#depth > 0 || this.#inString)) {
      this.#fault = `ends before it is complete, after ${this.#at} octets`
    }
    const whole = parsed(this.#frame.text() + this.#closers)
    const { octets, closers } = this.#frameBefore
    const rest = objectOf(whole) ?? objectOf(parsed(this.#frame.text(octets) + closers)) ?? {}
    if (whole === undefined) this.#fault ??= 'is not JSON all through'
    return { rest, ...(this.#fault !== undefined && { fault: this.#fault }) }
  }

  /** Reads on within a string, from `start`; returns where its closing quote is, or the last octet so far. */
  #readString(octets: Uint8Array, start: number): number {
    let at = start
    let escaped = this.#escaped
    for (; at < octets.length; at++) {
      if (escaped) escaped = false
      else if (octets[at] === BACKSLASH) escaped = true
      else if (octets[at] === QUOTE) {
        this.#inString = false
        break
      }
    }
    this.#escaped = escaped
    if (!this.#inElement && this.#text.length < MAX_KEY_OCTETS) {
      this.#text += latin1(octets.subarray(start, Math.min(at, start + MAX_KEY_OCTETS)))
    }
    return at
  }

  #open(octet: number): void {
    this.#depth += 1
    if (this.#depth > MAX_JSON_DEPTH) this.#fault = `nests brackets more than ${MAX_JSON_DEPTH} deep`
    if (!this.#inElement) this.#closers = (octet === OPEN_ARRAY ? ']' : '}') + this.#closers
  }

  #close(): void {
    this.#depth -= 1
    if (this.#depth < 0) this.#fault = 'closes a bracket that it has not opened'
    if (!this.#inElement) this.#closers = this.#closers.slice(1)
  }

  /** Whether the array that has just been opened is at one of the paths. */
  #isWanted(): boolean {
    return this.#paths.has(this.#path()) && !this.#closers.slice(1).includes(']')
  }

  #path(): string {
    return this.#keys.slice(1, this.#depth).join('.')
  }

  #begin(): void {
    const path = this.#path()
    this.#paths.delete(path)
    this.#wanted = { path, depth: this.#depth, index: 0 }
    this.#frameBefore = { octets: this.#frame.length, closers: this.#closers }
    this.#listener.opened(path, objectOf(parsed(this.#frame.text() + this.#closers)) ?? {})
  }

  #endElement(text: string): void {
    const wanted = this.#wanted as Wanted
    const value = parsed(text)
    this.#element.clear()
    this.#inElement = false
    if (value === undefined) {
      this.#fault = `is not JSON in element ${wanted.index + 1} of "${wanted.path}", at octet ${this.#elementAt}`
      return
    }
    this.#listener.element(wanted.path, value, wanted.index)
    wanted.index += 1
  }
}

/** To make one takes as long as to decode a hundred octets. */
const UTF_8 = new TextDecoder()

/** Octets that come in pieces, as one text. */
class Pieces {
  #pieces: Uint8Array[] = []
  length = 0

  /** Copies: what is read from a stream may be written over. */
  add(octets: Uint8Array): void {
    if (octets.length === 0) return
    this.#pieces.push(octets.slice())
    this.length += octets.length
  }

  text(length = this.length): string {
    const decoder = new TextDecoder()
    let text = ''
    let left = length
    for (const piece of this.#pieces) {
      text += decoder.decode(piece.subarray(0, left), { stream: true })
      left -= Math.min(left, piece.length)
    }
    return text + decoder.decode()
  }

  /** The text with octets that are not to be kept. */
  textWith(octets: Uint8Array): string {
    if (this.length === 0) return UTF_8.decode(octets)
    this.add(octets)
    return this.text()
  }

  clear(): void {
    this.#pieces = []
    this.length = 0
  }
}

/** Undefined for what is no JSON, or too deep for the platform's own reader. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
