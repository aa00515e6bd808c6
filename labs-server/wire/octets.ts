/** Octets of one direction of one connection, and ranges over them. */

/** A half-open range `[start, end)` of octets, counted from the first octet of one direction of one connection. */
export interface OctetRange {
  readonly start: number
  readonly end: number
}

const SMALLEST_CAPACITY = 1024
/** How much a store grows when it is full: at most a third of it stands empty, and an octet is copied twice on average. */
const GROWTH = 1.5

/**
 * The octets seen so far in one direction of one connection: append-only, contiguous, growing by half.
 *
 * The trace owns it, and dissectors read from it, so that octets are held once and a unit can read its own values
 * on demand from its ranges.
 */
export class OctetStream {
  #store: Uint8Array = new Uint8Array(0)
  #length = 0
  #view: Uint8Array | undefined

  /** How many octets have been appended. */
  get length(): number {
    return this.#length
  }

  /**
   * Every octet so far, as a view. The view is good until the next `append`; do not keep it and do not write to it.
   */
  get octets(): Uint8Array {
    this.#view ??= this.#store.subarray(0, this.#length)
    return this.#view
  }

  /** Makes room for as many octets in all, where that is known beforehand. */
  reserve(capacity: number): void {
    if (capacity <= this.#store.length) return
    const grown = new Uint8Array(capacity)
    grown.set(this.#store.subarray(0, this.#length))
    this.#store = grown
  }

  /**
   * Takes `store` over, while nothing has been appended: octets that are then appended from it, one after another from its first
   * on, are where they belong, and are not copied.
   */
  adopt(store: Uint8Array): void {
    if (this.#length === 0) this.#store = store
  }

  /** Appends `octets`: a copy, unless they lie in a store that was taken over. */
  append(octets: Uint8Array): void {
    const needed = this.#length + octets.length
    if (needed > this.#store.length) {
      this.reserve(Math.max(needed, Math.ceil(this.#store.length * GROWTH), SMALLEST_CAPACITY))
    }
    if (!this.#isInPlace(octets)) this.#store.set(octets, this.#length)
    this.#length = needed
    this.#view = undefined
  }

  #isInPlace({ byteOffset, buffer }: Uint8Array): boolean {
    return byteOffset === this.#store.byteOffset + this.#length && buffer === this.#store.buffer
  }

  /** The octets of `range` that have been seen, as a view (see `octets`). */
  slice(range: OctetRange): Uint8Array {
    return this.#store.subarray(range.start, Math.min(range.end, this.#length))
  }

  /** Where on the wire the octets of `range` lie, in order: here they are the wire's own. */
  rangesOf(range: OctetRange): readonly OctetRange[] {
    return [range]
  }

  /** The octets of `range` as ISO 8859-1 text, one character an octet: the only reading that never fails or guesses. */
  text(range: OctetRange): string {
    return latin1(this.slice(range))
  }
}

const MAX_CALL_ARGUMENTS = 8192

/** Octets as ISO 8859-1 text, one character an octet. */
export function latin1(octets: Uint8Array): string {
  if (octets.length <= MAX_CALL_ARGUMENTS) return fromCharCodes(octets)
  let text = ''
  for (let at = 0; at < octets.length; at += MAX_CALL_ARGUMENTS) {
    text += fromCharCodes(octets.subarray(at, at + MAX_CALL_ARGUMENTS))
  }
  return text
}

/** `String.fromCharCode(...octets)` says the same, but goes through an iterator: six times as long for a field value. */
function fromCharCodes(octets: Uint8Array): string {
  return Reflect.apply(String.fromCharCode, undefined, octets)
}

/** From this length on it is worth trying whether text is US-ASCII, whose octets are those of UTF-8. */
const LONG_TEXT = 64
const utf8 = new TextEncoder()

/** The octets of ISO 8859-1 text; characters above U+00FF lose their high bits, so give it none. */
export function octetsOf(text: string): Uint8Array {
  const octets = new Uint8Array(text.length)
  if (text.length >= LONG_TEXT && utf8.encodeInto(text, octets).read === text.length) return octets
  for (let at = 0; at < text.length; at++) octets[at] = text.charCodeAt(at)
  return octets
}

/** How many octets `ranges` cover together. */
export function octetCount(ranges: readonly OctetRange[]): number {
  let count = 0
  for (const range of ranges) count += range.end - range.start
  return count
}
