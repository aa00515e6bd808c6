/** Finds the objects of a JSON text (RFC 8259) as its octets come. */
import { isSpace } from './json.ts'

const QUOTE = 0x22
const COMMA = 0x2c
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

/**
 * The elements of the text's array, or the one object that it is. Brackets outside of strings are counted and no more:
 * whether an object is well-formed is asked when it is there. A text of anything else has none.
 */
export class ObjectSearch {
  #state: 'start' | 'array' | 'object' | 'over' = 'start'
  #isArray = false
  #at = 0
  #start = 0
  #depth = 0
  #isString = false
  #isEscaped = false

  /** Where the object starts that has not ended; undefined between objects. */
  get begun(): number | undefined {
    return this.#state === 'object' ? this.#start : undefined
  }

  /** No more objects are looked for. */
  stop(): void {
    this.#state = 'over'
  }

  /** The next object that is whole, or undefined while it is not. */
  next(octets: Uint8Array): { readonly start: number; readonly end: number } | undefined {
    while (this.#at < octets.length && this.#state !== 'over') {
      const octet = octets[this.#at++] ?? 0
      if (this.#state !== 'object') this.#between(octet)
      else if (this.#closes(octet)) {
        this.#state = this.#isArray ? 'array' : 'over'
        return { start: this.#start, end: this.#at }
      }
    }
    return undefined
  }

  #between(octet: number): void {
    if (octet === OPEN_OBJECT) {
      this.#state = 'object'
      this.#start = this.#at - 1
      this.#depth = 1
    } else if (octet === OPEN_ARRAY && this.#state === 'start') {
      this.#state = 'array'
      this.#isArray = true
    } else if (!isSpace(octet) && !(octet === COMMA && this.#state === 'array')) this.#state = 'over'
  }

  /** Whether this octet is the bracket that ends the object. */
  #closes(octet: number): boolean {
    if (this.#isString) {
      if (this.#isEscaped) this.#isEscaped = false
      else if (octet === BACKSLASH) this.#isEscaped = true
      else if (octet === QUOTE) this.#isString = false
      return false
    }
    if (octet === QUOTE) this.#isString = true
    else if (octet === OPEN_OBJECT || octet === OPEN_ARRAY) this.#depth += 1
    else if (octet === CLOSE_OBJECT || octet === CLOSE_ARRAY) this.#depth -= 1
    return this.#depth === 0
  }
}
