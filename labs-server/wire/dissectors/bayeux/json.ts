/**
 * JSON (RFC 8259) in octets: where members, elements and values lie. Nothing here recurses, and nothing looks at an octet
 * more often than values are nested.
 */
import { latin1 } from '../../octets.ts'
import { utf8 } from '../../utf8.ts'

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null'

/** A value that stands at `[start, end)`. */
export interface JsonValue {
  readonly kind: JsonKind
  readonly start: number
  readonly end: number
}

// member = string name-separator value
export interface JsonMember {
  readonly nameStart: number
  readonly nameEnd: number
  readonly separator: number
  readonly value: JsonValue
}

/** What was read of an object or array: all of it, or what stands before the octets that are missing or not JSON. */
export interface JsonItems<Item> {
  readonly items: readonly Item[]
  readonly end: 'whole' | 'cut-short' | 'malformed'
  /** Behind the last octet that was understood. */
  readonly at: number
}

/** Brackets within brackets; what nests deeper is not read. */
export const MAX_JSON_DEPTH = 512

const QUOTE = 0x22
const PLUS = 0x2b
const COMMA = 0x2c
const HYPHEN = 0x2d
const POINT = 0x2e
const ZERO = 0x30
const NINE = 0x39
const COLON = 0x3a
const BACKSLASH = 0x5c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const FIRST_TEXT = 0x20

/** Why nothing more can be read: the octets end, or they are not JSON. */
type Stop = 'cut-short' | 'malformed'

// object = begin-object [ member *( value-separator member ) ] end-object
/** The members of the object that starts at `start`; `octets` may end before it does. */
export function membersOf(octets: Uint8Array, start: number): JsonItems<JsonMember> {
  return itemsOf(octets, start, CLOSE_OBJECT, memberAt, ({ value }) => value.end)
}

// array = begin-array [ value *( value-separator value ) ] end-array
export function elementsOf(octets: Uint8Array, start: number): JsonItems<JsonValue> {
  return itemsOf(octets, start, CLOSE_ARRAY, valueAt, ({ end }) => end)
}

/** The name of a member, or the text of a string: `[start, end)` with its quotes. */
export function stringAt(octets: Uint8Array, start: number, end: number): string {
  return JSON.parse(utf8(octets.subarray(start, end)))
}

/** A string, number or boolean as itself; anything else as its JSON text. */
export function plainValue(octets: Uint8Array, { kind, start, end }: JsonValue): string | number | boolean {
  switch (kind) {
    case 'string':
      return stringAt(octets, start, end)
    case 'number':
      return Number(latin1(octets.subarray(start, end)))
    case 'boolean':
      return latin1(octets.subarray(start, end)) === 'true'
    default:
      return utf8(octets.subarray(start, end))
  }
}

function itemsOf<Item extends object>(
  octets: Uint8Array,
  start: number,
  close: number,
  itemAt: (octets: Uint8Array, at: number) => Item | Stop,
  endOf: (item: Item) => number,
): JsonItems<Item> {
  const items: Item[] = []
  let at = start + 1
  for (;;) {
    const next = skipSpace(octets, at)
    if (next === octets.length) return { items, end: 'cut-short', at }
    if (octets[next] === close && items.length === 0) return { items, end: 'whole', at: next + 1 }
    const item = itemAt(octets, next)
    if (typeof item === 'string') return { items, end: item, at }
    items.push(item)
    at = endOf(item)
    const behind = skipSpace(octets, at)
    if (octets[behind] === close) return { items, end: 'whole', at: behind + 1 }
    if (octets[behind] !== COMMA) return { items, end: stopAt(octets, behind), at }
    at = behind + 1
  }
}

function memberAt(octets: Uint8Array, at: number): JsonMember | Stop {
  const nameEnd = octets[at] === QUOTE ? stringEnd(octets, at) : 'malformed'
  if (typeof nameEnd === 'string') return nameEnd
  const separator = skipSpace(octets, nameEnd)
  if (octets[separator] !== COLON) return stopAt(octets, separator)
  const value = valueAt(octets, skipSpace(octets, separator + 1))
  return typeof value === 'string' ? value : { nameStart: at, nameEnd, separator, value }
}

function valueAt(octets: Uint8Array, at: number): JsonValue | Stop {
  const end = valueEnd(octets, at)
  return typeof end === 'string' ? end : { kind: kindOf(octets[at]), start: at, end }
}

function kindOf(first: number | undefined): JsonKind {
  switch (first) {
    case OPEN_OBJECT:
      return 'object'
    case OPEN_ARRAY:
      return 'array'
    case QUOTE:
      return 'string'
    case 0x6e:
      return 'null'
    case 0x74:
    case 0x66:
      return 'boolean'
    default:
      return 'number'
  }
}

/** Behind the value at `start`, which may nest as deep as `MAX_JSON_DEPTH`. */
function valueEnd(octets: Uint8Array, start: number): number | Stop {
  /** The closing brackets that are still to come, the innermost last. */
  const open: number[] = []
  let at = start
  for (;;) {
    const first = octets[at]
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
      if (open.length === MAX_JSON_DEPTH) return 'malformed'
      const close = first === OPEN_OBJECT ? CLOSE_OBJECT : CLOSE_ARRAY
      at = skipSpace(octets, at + 1)
      open.push(close)
      if (octets[at] !== close) {
        const valueStart = close === CLOSE_OBJECT ? behindName(octets, at) : at
        if (typeof valueStart === 'string') return valueStart
        at = valueStart
        continue
      }
    } else {
      const end = scalarEnd(octets, at)
      if (typeof end === 'string') return end
      at = end
    }
    // A value has ended, or an empty object or array is about to.
    for (;;) {
      const close = open.at(-1)
      if (close === undefined) return at
      at = skipSpace(octets, at)
      if (octets[at] === close) {
        open.pop()
        at += 1
        continue
      }
      if (octets[at] !== COMMA) return stopAt(octets, at)
      at = skipSpace(octets, at + 1)
      const valueStart = close === CLOSE_OBJECT ? behindName(octets, at) : at
      if (typeof valueStart === 'string') return valueStart
      at = valueStart
      break
    }
  }
}

/** Where a member's value starts, behind its name and the colon. */
function behindName(octets: Uint8Array, at: number): number | Stop {
  if (octets[at] !== QUOTE) return stopAt(octets, at)
  const nameEnd = stringEnd(octets, at)
  if (typeof nameEnd === 'string') return nameEnd
  const separator = skipSpace(octets, nameEnd)
  return octets[separator] === COLON ? skipSpace(octets, separator + 1) : stopAt(octets, separator)
}

function scalarEnd(octets: Uint8Array, at: number): number | Stop {
  const first = octets[at]
  if (first === undefined) return 'cut-short'
  if (first === QUOTE) return stringEnd(octets, at)
  for (const word of ['true', 'false', 'null']) if (word.charCodeAt(0) === first) return wordEnd(octets, at, word)
  return numberEnd(octets, at)
}

function wordEnd(octets: Uint8Array, at: number, word: string): number | Stop {
  for (let place = 0; place < word.length; place++) {
    if (octets[at + place] !== word.charCodeAt(place)) return stopAt(octets, at + place)
  }
  return at + word.length
}

// string = quotation-mark *char quotation-mark
function stringEnd(octets: Uint8Array, start: number): number | Stop {
  for (let at = start + 1; at < octets.length; at++) {
    const octet = octets[at] ?? 0
    if (octet === QUOTE) return at + 1
    if (octet < FIRST_TEXT) return 'malformed'
    if (octet !== BACKSLASH) continue
    const length = escapeLength(octets, at)
    if (typeof length === 'string') return length
    at += length - 1
  }
  return 'cut-short'
}

// char = unescaped / escape ( %x22 / %x5C / %x2F / %x62 / %x66 / %x6E / %x72 / %x74 / %x75 4HEXDIG )
function escapeLength(octets: Uint8Array, at: number): number | Stop {
  const letter = octets[at + 1]
  if (letter === undefined) return 'cut-short'
  if (letter !== 0x75) return '"\\/bfnrt'.includes(String.fromCharCode(letter)) ? 2 : 'malformed'
  for (let place = 2; place < 6; place++) {
    const digit = octets[at + place]
    if (digit === undefined) return 'cut-short'
    if (!/[0-9a-f]/i.test(String.fromCharCode(digit))) return 'malformed'
  }
  return 6
}

// number = [ minus ] int [ frac ] [ exp ]
/** A number at the very end of the octets may go on, so it counts as cut short. */
function numberEnd(octets: Uint8Array, start: number): number | Stop {
  let at = octets[start] === HYPHEN ? start + 1 : start
  const integer = digitsEnd(octets, at)
  if (integer === at) return stopAt(octets, at)
  if (octets[at] === ZERO && integer > at + 1) return 'malformed'
  at = integer
  if (octets[at] === POINT) {
    const fraction = digitsEnd(octets, at + 1)
    if (fraction === at + 1) return stopAt(octets, fraction)
    at = fraction
  }
  if (octets[at] === 0x65 || octets[at] === 0x45) {
    const sign = octets[at + 1] === PLUS || octets[at + 1] === HYPHEN ? at + 2 : at + 1
    const exponent = digitsEnd(octets, sign)
    if (exponent === sign) return stopAt(octets, exponent)
    at = exponent
  }
  return at === octets.length ? 'cut-short' : at
}

function digitsEnd(octets: Uint8Array, start: number): number {
  let at = start
  while ((octets[at] ?? 0) >= ZERO && (octets[at] ?? 0) <= NINE) at++
  return at
}

function stopAt(octets: Uint8Array, at: number): Stop {
  return at >= octets.length ? 'cut-short' : 'malformed'
}

// ws = *( %x20 / %x09 / %x0A / %x0D )
export function isSpace(octet: number | undefined): boolean {
  return octet === 0x20 || octet === 0x09 || octet === 0x0a || octet === 0x0d
}

function skipSpace(octets: Uint8Array, start: number): number {
  let at = start
  while (isSpace(octets[at])) at++
  return at
}
