/** The header of a gzip member: RFC 1952 sections 2.3 and 2.3.1. */
import type { Fault } from '../../fault.ts'
import { latin1 } from '../../octets.ts'
import type { Part } from '../../pdu.ts'
import { Crc32 } from './checksums.ts'
import { FAULTS } from './faults.ts'
import { CodingUnit, littleEndian } from './unit.ts'

/** A header that goes on for longer is not read to its end: names in it have no other limit. */
export const MAX_HEADER_OCTETS = 131_072

export const ID1 = 0x1f
export const ID2 = 0x8b
const DEFLATE = 8

const FTEXT = 0x01
const FHCRC = 0x02
const FEXTRA = 0x04
const FNAME = 0x08
const FCOMMENT = 0x10
const RESERVED = 0xe0

// +---+---+---+---+---+---+---+---+---+---+
// |ID1|ID2|CM |FLG|     MTIME     |XFL|OS |
// +---+---+---+---+---+---+---+---+---+---+
const FIXED_OCTETS = 10

/** Where the fields of a header end; each undefined until it is known. */
interface Layout {
  extraEnd?: number | undefined
  nameEnd?: number | undefined
  commentEnd?: number | undefined
  end?: number | undefined
}

/** Looks for the end of a header, in octets that grow. */
export class GzipHeaderSearch {
  readonly start: number
  readonly layout: Layout = {}
  /** How far the zero has been looked for that ends the text in hand. */
  #searched = 0

  constructor(start: number) {
    this.start = start
  }

  get isTooLong(): boolean {
    return this.layout.end === undefined && this.#searched - this.start > MAX_HEADER_OCTETS
  }

  /** Behind the header; undefined while octets of it are missing. */
  end(octets: Uint8Array): number | undefined {
    const { start, layout } = this
    const fixedEnd = start + FIXED_OCTETS
    const flags = octets[start + 3]
    if (octets.length < fixedEnd || flags === undefined) return undefined
    if (layout.extraEnd === undefined) {
      const hasExtra = (flags & FEXTRA) !== 0
      if (hasExtra && octets.length < fixedEnd + 2) return undefined
      layout.extraEnd = fixedEnd + (hasExtra ? 2 + littleEndian(octets, fixedEnd, 2) : 0)
    }
    layout.nameEnd ??= this.#textEnd(octets, layout.extraEnd, (flags & FNAME) !== 0)
    if (layout.nameEnd === undefined) return undefined
    layout.commentEnd ??= this.#textEnd(octets, layout.nameEnd, (flags & FCOMMENT) !== 0)
    if (layout.commentEnd === undefined) return undefined
    const end = layout.commentEnd + ((flags & FHCRC) !== 0 ? 2 : 0)
    if (end > octets.length) return undefined
    layout.end = end
    return end
  }

  /** Behind the zero that ends a text. */
  #textEnd(octets: Uint8Array, start: number, isThere: boolean): number | undefined {
    if (!isThere) return start
    const zero = octets.indexOf(0, Math.max(start, this.#searched))
    if (zero !== -1) return zero + 1
    this.#searched = Math.max(start, octets.length)
    return undefined
  }
}

export class GzipHeader extends CodingUnit {
  readonly name = 'gzip-header'
  readonly #layout: Layout

  constructor(content: CodingUnit['content'], search: GzipHeaderSearch, end: number, complete: boolean, fault?: Fault) {
    super(content, { start: search.start, end }, complete, fault)
    this.#layout = { ...search.layout }
  }

  get parts(): readonly Part[] {
    const { start, octets } = this
    const at = (offset: number) => octets[start + offset]
    const octet = (place: number) => [start + place, start + place + 1] as const
    const id = (value: number | undefined, wanted: number) => ({
      value,
      fault: value === wanted ? undefined : FAULTS['gzip-identification-wrong'],
    })
    return [
      ...this.named('ID1', ...octet(0), id(at(0), ID1)),
      ...this.named('ID2', ...octet(1), id(at(1), ID2)),
      ...this.named('CM', ...octet(2), {
        value: at(2),
        fault: at(2) === DEFLATE ? undefined : FAULTS['gzip-method-unknown'],
      }),
      ...this.named('FLG', ...octet(3), { value: at(3), parts: this.#flags(at(3) ?? 0) }),
      ...this.named('MTIME', start + 4, start + 8, { value: littleEndian(octets, start + 4, 4) }),
      ...this.named('XFL', ...octet(8), { value: at(8) }),
      ...this.named('OS', ...octet(9), { value: at(9) }),
      ...this.#optionalParts(at(3) ?? 0),
    ]
  }

  #flags(flags: number): readonly Part[] {
    const at = [this.start + 3, this.start + 4] as const
    const flag = (mask: number) => ({ value: (flags & mask) !== 0 })
    return [
      ...this.named('FTEXT', ...at, flag(FTEXT)),
      ...this.named('FHCRC', ...at, flag(FHCRC)),
      ...this.named('FEXTRA', ...at, flag(FEXTRA)),
      ...this.named('FNAME', ...at, flag(FNAME)),
      ...this.named('FCOMMENT', ...at, flag(FCOMMENT)),
      ...this.named('reserved', ...at, {
        value: (flags & RESERVED) >> 5,
        // "Reserved FLG bits must be zero."
        fault: (flags & RESERVED) === 0 ? undefined : FAULTS['gzip-reserved-flag'],
      }),
    ]
  }

  #optionalParts(flags: number): readonly Part[] {
    const { octets, start } = this
    const fixedEnd = start + FIXED_OCTETS
    const { extraEnd = this.end, nameEnd = this.end, commentEnd = this.end } = this.#layout
    const parts: Part[] = []
    if ((flags & FEXTRA) !== 0) {
      const fault = this.#isExtraWhole(fixedEnd + 2, extraEnd) ? undefined : FAULTS['gzip-extra-malformed']
      parts.push(...this.named('XLEN', fixedEnd, fixedEnd + 2, { value: littleEndian(octets, fixedEnd, 2) }))
      if (extraEnd > fixedEnd + 2) parts.push(...this.named('extra-field', fixedEnd + 2, extraEnd, { fault }))
    }
    const text = (from: number, to: number) => ({ value: latin1(octets.subarray(from, to - 1)) })
    if (nameEnd > extraEnd) {
      const value = this.#layout.nameEnd === undefined ? {} : text(extraEnd, nameEnd)
      parts.push(...this.named('original-file-name', extraEnd, nameEnd, value))
    }
    if (commentEnd > nameEnd) {
      const value = this.#layout.commentEnd === undefined ? {} : text(nameEnd, commentEnd)
      parts.push(...this.named('file-comment', nameEnd, commentEnd, value))
    }
    if ((flags & FHCRC) !== 0) {
      const value = littleEndian(octets, commentEnd, 2)
      const fault = value === this.#headerCheck(commentEnd) ? undefined : FAULTS['gzip-header-check-wrong']
      parts.push(...this.named('CRC16', commentEnd, commentEnd + 2, { value, fault }))
    }
    return parts
  }

  // "The CRC16 consists of the two least significant bytes of the CRC32 for all bytes of the gzip header up to and not
  // including the CRC16."
  #headerCheck(end: number): number {
    const check = new Crc32()
    check.take(this.octets.subarray(this.start, end))
    return check.value & 0xffff
  }

  // Each subfield: SI1, SI2, LEN in two octets, and LEN octets of data.
  #isExtraWhole(start: number, end: number): boolean {
    let at = start
    while (at + 4 <= end) at += 4 + littleEndian(this.octets, at + 2, 2)
    return at === end
  }
}

/** Whether the header, which is complete, says that DEFLATE follows. */
export function isGzipReadable(octets: Uint8Array, start: number): boolean {
  return octets[start] === ID1 && octets[start + 1] === ID2 && octets[start + 2] === DEFLATE
}
