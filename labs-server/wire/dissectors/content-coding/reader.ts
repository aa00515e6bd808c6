/**
 * Takes a content coding off: gzip (RFC 1952), or deflate, which is zlib (RFC 1950), around DEFLATE (RFC 1951).
 *
 * Rule 1: a header, compressed blocks up to the final one, and a trailer; of gzip, another member may follow.
 * Rule 2: what is decoded is handed on at once, each run with the octets that it was made of.
 * Rule 3: from an octet that cannot be decoded on, nothing is: the rest is unreadable.
 */
import { CarriedOctets, type ContentEnd } from '../../carried-octets.ts'
import { DecodingRoom } from '../../decoding-room.ts'
import type { CarriedContent, ContentDissector } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import { INFLATE_FAULTS } from '../../inflate/faults.ts'
import { type InflatedBlock, Inflater, MAX_DECODED_OCTETS } from '../../inflate.ts'
import type { OctetRange } from '../../octets.ts'
import type { Pdu } from '../../pdu.ts'
import { CompressedBlock } from './block.ts'
import { Adler32, type Checksum, Crc32 } from './checksums.ts'
import { FAULTS } from './faults.ts'
import { GzipHeader, GzipHeaderSearch, ID1, ID2, isGzipReadable } from './gzip-header.ts'
import { GZIP_TRAILER_OCTETS, GzipTrailer, ZLIB_TRAILER_OCTETS, ZlibTrailer } from './trailers.ts'
import { PlainUnit } from './unit.ts'
import { needsDictionary, startsLikeZlib, ZlibHeader, zlibHeaderLength } from './zlib-header.ts'

type Wrapper = 'gzip' | 'zlib' | 'none'

/** DEFLATE data being decoded. */
interface Deflated {
  readonly wrapper: Wrapper
  readonly inflater: Inflater
  /** Where its bits are counted from in the content, and its octets in what is decoded. */
  readonly base: number
  readonly decodedBase: number
  readonly checksum: Checksum
}

type State =
  /** Before the first octet, or behind a gzip member. */
  | { readonly name: 'start' }
  | { readonly name: 'gzip-header'; readonly search: GzipHeaderSearch }
  | { readonly name: 'zlib-header' }
  | { readonly name: 'blocks'; readonly deflated: Deflated }
  | { readonly name: 'trailer'; readonly deflated: Deflated }
  /** Bare DEFLATE or zlib has ended. */
  | { readonly name: 'done' }
  | { readonly name: 'unreadable'; readonly fault: Fault }

export class CodingReader implements ContentDissector {
  readonly carried: readonly CarriedContent[]
  readonly #content: CarriedContent
  readonly #isGzip: boolean
  readonly #room: DecodingRoom
  readonly #decoded = new CarriedOctets()
  #state: State = { name: 'start' }
  /** The first octet that is in no unit yet. */
  #at = 0
  /** How many octets the inflater has been given, from the content's first on. */
  #given = 0
  /** Blocks that have ended since the last look. */
  readonly #ended: InflatedBlock[] = []
  #isOver = false

  constructor(content: CarriedContent, room = new DecodingRoom()) {
    this.#content = content
    this.#room = room
    this.#isGzip = content.codings.at(-1) !== 'deflate'
    this.carried = [{ ...content, octets: this.#decoded, codings: content.codings.slice(0, -1) }]
  }

  advance(): readonly Pdu[] {
    const units: Pdu[] = []
    while (this.#step(units));
    return units
  }

  end(): readonly Pdu[] {
    const units: Pdu[] = []
    const { octets } = this.#content
    if (this.#state.name === 'blocks') this.#state.deflated.inflater.closeRun()
    const last = this.#begun(FAULTS['coding-incomplete'])
    this.#isOver = true
    // A response to HEAD has no content, coded or not.
    const isWhole = last === undefined || octets.length === 0
    if (!isWhole) units.push(last)
    const how: ContentEnd = isWhole && octets.ended === 'complete' ? 'complete' : 'cut-short'
    this.#decoded.end(how)
    return units
  }

  pending(): Pdu | undefined {
    return this.#content.octets.length > this.#at ? this.#begun() : undefined
  }

  /** Goes on by one unit or one state; false while octets are missing. */
  #step(units: Pdu[]): boolean {
    const { octets } = this.#content.octets
    switch (this.#state.name) {
      case 'start':
        return this.#start(octets)
      case 'gzip-header':
        return this.#readGzipHeader(octets, this.#state.search, units)
      case 'zlib-header':
        return this.#readZlibHeader(octets, units)
      case 'blocks':
        return this.#readBlocks(octets, this.#state.deflated, units)
      case 'trailer':
        return this.#readTrailer(octets, this.#state.deflated, units)
      case 'done':
        return octets.length > this.#at && this.#giveUp(FAULTS['octets-behind-coding'])
      case 'unreadable':
        return false
    }
  }

  #start(octets: Uint8Array): boolean {
    const first = octets[this.#at]
    if (first === undefined) return false
    if (!this.#isGzip) {
      if (startsLikeZlib(first)) this.#state = { name: 'zlib-header' }
      else this.#startBlocks('none')
      return true
    }
    const second = octets[this.#at + 1]
    if (first === ID1 && second === undefined) return false
    if (first !== ID1 || second !== ID2) {
      return this.#giveUp(FAULTS[this.#at === 0 ? 'gzip-identification-wrong' : 'octets-behind-coding'])
    }
    this.#state = { name: 'gzip-header', search: new GzipHeaderSearch(this.#at) }
    return true
  }

  #readGzipHeader(octets: Uint8Array, search: GzipHeaderSearch, units: Pdu[]): boolean {
    const end = search.end(octets)
    if (end === undefined) return search.isTooLong && this.#giveUp(FAULTS['gzip-header-too-long'])
    units.push(new GzipHeader(this.#content, search, end, true))
    const isReadable = isGzipReadable(octets, this.#at)
    this.#at = end
    if (!isReadable) return this.#giveUp(FAULTS['gzip-method-unknown'])
    this.#startBlocks('gzip')
    return true
  }

  #readZlibHeader(octets: Uint8Array, units: Pdu[]): boolean {
    const flags = octets[this.#at + 1]
    if (flags === undefined) return false
    const end = this.#at + zlibHeaderLength(flags)
    if (end > octets.length) return false
    units.push(new ZlibHeader(this.#content, { start: this.#at, end }, true))
    this.#at = end
    if (needsDictionary(flags)) return this.#giveUp(FAULTS['zlib-dictionary'])
    this.#startBlocks('zlib')
    return true
  }

  #startBlocks(wrapper: Wrapper): void {
    const base = this.#at
    const decodedBase = this.#decoded.length
    const checksum = wrapper === 'gzip' ? new Crc32() : new Adler32()
    const inflater = new Inflater(
      {
        run: (octets, { start, end }, verbatim) => {
          checksum.take(octets)
          const from = { start: base + start, end: base + end }
          if (verbatim) this.#decoded.carryOn(this.#content.octets, from)
          else this.#decoded.carryDecoded(octets, ...this.#content.octets.rangesOf(from))
        },
        block: (block) => this.#ended.push(block),
      },
      { maxOctets: MAX_DECODED_OCTETS - decodedBase, room: this.#room },
    )
    this.#given = base
    this.#state = { name: 'blocks', deflated: { wrapper, inflater, base, decodedBase, checksum } }
  }

  #readBlocks(octets: Uint8Array, deflated: Deflated, units: Pdu[]): boolean {
    const { inflater, base } = deflated
    inflater.push(octets.subarray(this.#given))
    this.#given = octets.length
    for (const block of this.#ended.splice(0)) {
      const end = base + Math[block.isFinal ? 'ceil' : 'floor']((block.end ?? 0) / 8)
      units.push(this.#block(deflated, block, end, true, this.#missingWrapper(deflated)))
      this.#at = end
    }
    if (inflater.state === 'reading') return false
    if (inflater.state !== 'done') return this.#giveUpBlock(deflated, INFLATE_FAULTS[inflater.state], units)
    this.#state = deflated.wrapper === 'none' ? { name: 'done' } : { name: 'trailer', deflated }
    return true
  }

  /** What could be read of the block that has a fault, and from there on nothing. */
  #giveUpBlock(deflated: Deflated, fault: Fault, units: Pdu[]): boolean {
    const { inflater, base } = deflated
    const end = base + Math.floor(inflater.position / 8)
    if (inflater.block !== undefined && end > this.#at) {
      units.push(this.#block(deflated, inflater.block, end, false, fault))
      this.#at = end
    }
    return this.#giveUp(fault)
  }

  #readTrailer(octets: Uint8Array, deflated: Deflated, units: Pdu[]): boolean {
    const end = this.#at + (deflated.wrapper === 'gzip' ? GZIP_TRAILER_OCTETS : ZLIB_TRAILER_OCTETS)
    if (end > octets.length) return false
    units.push(this.#trailer(deflated, end, true))
    this.#at = end
    this.#state = { name: deflated.wrapper === 'gzip' ? 'start' : 'done' }
    return true
  }

  #giveUp(fault: Fault): boolean {
    this.#state = { name: 'unreadable', fault }
    return true
  }

  /** What has begun and is not complete; with `fault`, also what should have begun. */
  #begun(fault?: Fault): Pdu | undefined {
    if (this.#isOver) return undefined
    const { length } = this.#content.octets
    const range = { start: this.#at, end: length }
    switch (this.#state.name) {
      case 'start':
        // One octet 1f, of which it is not known yet whether a member starts with it.
        if (length === this.#at) return undefined
        return new GzipHeader(this.#content, new GzipHeaderSearch(this.#at), length, false, fault)
      case 'gzip-header':
        return new GzipHeader(this.#content, this.#state.search, length, false, fault)
      case 'zlib-header':
        return new ZlibHeader(this.#content, range, false, fault)
      case 'blocks': {
        const { deflated } = this.#state
        return this.#block(deflated, deflated.inflater.block, length, false, fault ?? this.#missingWrapper(deflated))
      }
      case 'trailer':
        return this.#trailer(this.#state.deflated, length, false, fault)
      case 'done':
        return undefined
      case 'unreadable':
        return new PlainUnit(this.#content, range, fault !== undefined, this.#state.fault)
    }
  }

  #missingWrapper({ wrapper }: Deflated): Fault | undefined {
    return wrapper === 'none' && this.#at === 0 ? FAULTS['zlib-header-missing'] : undefined
  }

  #block(deflated: Deflated, block: InflatedBlock | undefined, end: number, complete: boolean, fault?: Fault): Pdu {
    const { base, decodedBase } = deflated
    // The block grows while it is read; the unit stays as it is.
    const facts = block && { ...block, decodedEnd: complete ? block.decodedEnd : this.#decoded.length - decodedBase }
    const range: OctetRange = { start: this.#at, end }
    const of = { block: facts, base, decoded: this.#decoded, decodedBase }
    return new CompressedBlock(of, this.#content, range, complete, fault)
  }

  #trailer({ wrapper, decodedBase, checksum }: Deflated, end: number, complete: boolean, fault?: Fault): Pdu {
    const decoded = { length: this.#decoded.length - decodedBase, checksum: checksum.value }
    const range = { start: this.#at, end }
    return wrapper === 'gzip'
      ? new GzipTrailer(decoded, this.#content, range, complete, fault)
      : new ZlibTrailer(decoded, this.#content, range, complete, fault)
  }
}
