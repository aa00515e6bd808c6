/**
 * Decodes DEFLATE (RFC 1951) and tells which compressed octets made what.
 *
 * Rule 1: a step is taken when all its bits have come, so that the result does not depend on how the octets were cut.
 * Rule 2: decoded octets are handed on in runs. A run ends with its block, behind the symbol that reaches `RUN_OCTETS`
 *         compressed or `MAX_RUN_OCTETS` decoded octets, and where the caller closes it.
 * Rule 3: a stored block stands as it is, so its octets are handed on as they come, each with its own place.
 */
import { DecodingRoom } from './decoding-room.ts'
import type { InflateFaultCode } from './inflate/faults.ts'
import {
  DISTANCE_BASES,
  DISTANCE_EXTRAS,
  FIRST_LENGTH,
  LENGTH_BASES,
  LENGTH_EXTRAS,
  LONGEST_MATCH,
} from './inflate/matches.ts'
import {
  type BlockCodes,
  fixedCodes,
  lengthOf,
  MAX_DISTANCE_CODES,
  MAX_LITERAL_CODES,
  NEEDS_BITS,
  NO_CODE,
  newBlockCodes,
  PrefixCode,
  symbolOf,
} from './inflate/prefix-code.ts'
import type { OctetRange } from './octets.ts'

/** One run is made of about so many compressed octets: less would cost more memory than the octets, more would blur. */
const RUN_OCTETS = 16
/** A run is not much longer than this when decoded. */
const MAX_RUN_OCTETS = 32_768
/** No stream is decoded further: a few kilobytes can stand for gigabytes (RFC 1951 section 6). */
export const MAX_DECODED_OCTETS = 67_108_864

const MAX_WINDOW_BITS = 15
const SMALLEST_BUFFER = 1024
/** Room for the window and for several runs, so that the window moves rarely. */
const LARGEST_BUFFER = 131_072
const HIGHEST_START = LARGEST_BUFFER - MAX_RUN_OCTETS - LONGEST_MATCH

/** A block as far as it has been read. Places are bits, counted from the stream's first; decoded places are octets. */
export interface InflatedBlock {
  readonly isFinal: boolean
  /** 0: stored, 1: fixed codes, 2: codes of its own (section 3.2.3). */
  readonly type: number
  /** Where BFINAL stands. */
  readonly start: number
  /** Where its symbols start, or the octets of a stored block: behind lengths and codes. */
  dataStart: number | undefined
  /** Behind its last bit. */
  end: number | undefined
  readonly decodedStart: number
  decodedEnd: number
}

/** Where decoded octets go. The octets are a view, good until the call returns. */
export interface InflateSink {
  /** `from` are the compressed octets that made these; `verbatim` says that each stands there as it is. */
  run(octets: Uint8Array, from: OctetRange, verbatim: boolean): void
  /** A block has ended. */
  block?(block: InflatedBlock): void
}

export interface InflateOptions {
  /** The base-2 logarithm of the window, 8 to 15: no distance goes further back. */
  readonly windowBits?: number
  /** RFC 7692 section 7.2.3.4: behind a final block, other blocks follow from the next octet on. */
  readonly continues?: boolean
  readonly maxOctets?: number
  /** What it shares with others; without it, room of its own. */
  readonly room?: DecodingRoom
}

type Step =
  | 'block-header'
  | 'stored-length'
  | 'stored'
  | 'code-counts'
  | 'code-length-lengths'
  | 'code-lengths'
  | 'symbols'

// Section 3.2.7: "(HCLEN + 4) x 3 bits: code lengths for the code length alphabet given just above, in the order".
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

const END_OF_BLOCK = 256
const NOTHING = new Uint8Array(0)

export class Inflater {
  /** A fault code says that nothing behind `position` can be decoded. */
  state: 'reading' | 'done' | InflateFaultCode = 'reading'
  /** The block that has begun and not ended. */
  block: InflatedBlock | undefined
  readonly #sink: InflateSink
  readonly #windowSize: number
  readonly #continues: boolean
  readonly #maxOctets: number
  readonly #shared: DecodingRoom

  /** Octets given and not used up: `#at` in `#input`, whose first octet is `#origin` in the stream, and bits in `#hold`. */
  #input: Uint8Array = NOTHING
  #origin = 0
  #at = 0
  #hold = 0
  #bits = 0

  /** The window, then the open run from `#runStart` on. */
  #buffer = new Uint8Array(SMALLEST_BUFFER)
  #out = 0
  #runStart = 0
  /** The octet in which the open run's first bit stands. */
  #runFrom = 0
  #handedOn = 0

  #step: Step = 'block-header'
  #codes: BlockCodes = fixedCodes()
  #ownCodes: BlockCodes | undefined
  #ownCodeLengths: PrefixCode | undefined
  /** Code lengths read so far, and how many there will be. */
  readonly #lengths = new Uint8Array(MAX_LITERAL_CODES + MAX_DISTANCE_CODES)
  #lengthCount = 0
  #literalCodes = 0
  #distanceCodes = 0
  #codeLengthCodes = 0
  #storedLeft = 0

  constructor(sink: InflateSink, options: InflateOptions = {}) {
    const { windowBits = MAX_WINDOW_BITS, continues = false, maxOctets = MAX_DECODED_OCTETS, room } = options
    this.#sink = sink
    this.#windowSize = 1 << windowBits
    this.#continues = continues
    this.#maxOctets = maxOctets
    this.#shared = room ?? new DecodingRoom()
  }

  /** How many bits have been decoded. */
  get position(): number {
    return (this.#origin + this.#at) * 8 - this.#bits
  }

  /** How many octets have been decoded. */
  get decoded(): number {
    return this.#handedOn + this.#out - this.#runStart
  }

  /** Whether everything given so far has been decoded, up to the end of a block and of its octet. */
  get isBetweenBlocks(): boolean {
    return this.block === undefined && this.#bits === 0 && this.#at === this.#input.length
  }

  /** Decodes on. What stands behind the last block is left alone. */
  push(octets: Uint8Array): void {
    if (this.state !== 'reading' || octets.length === 0) return
    const rest = this.#input.subarray(this.#at)
    this.#origin += this.#at
    this.#at = 0
    this.#input = rest.length === 0 ? octets : joined(rest, octets)
    while (this.state === 'reading' && this.#take());
    if (this.state !== 'reading') this.closeRun()
    // The octets are the caller's, good for this call only.
    const left = this.#input.slice(this.#at)
    this.#origin += this.#at
    this.#at = 0
    this.#input = left
  }

  /** Ends the open run here: hands on what has been decoded. */
  closeRun(): void {
    const { position } = this
    if (this.#out > this.#runStart) this.#handOn({ start: this.#runFrom, end: Math.ceil(position / 8) }, false)
    this.#runFrom = Math.floor(position / 8)
  }

  /** Takes the next step if its bits have come. */
  #take(): boolean {
    switch (this.#step) {
      case 'block-header':
        return this.#takeBlockHeader()
      case 'stored-length':
        return this.#takeStoredLength()
      case 'stored':
        return this.#takeStored()
      case 'code-counts':
        return this.#takeCodeCounts()
      case 'code-length-lengths':
        return this.#takeCodeLengthLength()
      case 'code-lengths':
        return this.#takeCodeLength()
      case 'symbols':
        return this.#takeSymbols()
    }
  }

  #fill(): void {
    while (this.#bits <= 24 && this.#at < this.#input.length) {
      this.#hold |= (this.#input[this.#at++] as number) << this.#bits
      this.#bits += 8
    }
  }

  #has(bits: number): boolean {
    if (this.#bits < bits) this.#fill()
    return this.#bits >= bits
  }

  #next(bits: number): number {
    const value = this.#hold & ((1 << bits) - 1)
    this.#hold >>>= bits
    this.#bits -= bits
    return value
  }

  #giveUp(code: InflateFaultCode): false {
    this.state = code
    return false
  }

  // BFINAL (1 bit), BTYPE (2 bits): section 3.2.3
  #takeBlockHeader(): boolean {
    if (!this.#has(3)) return false
    const start = this.position
    // Rule 1: a reserved type is no block.
    if (((this.#hold >>> 1) & 3) === 3) return this.#giveUp('block-type-reserved')
    const isFinal = this.#next(1) === 1
    const type = this.#next(2)
    const decodedStart = this.decoded
    this.block = { isFinal, type, start, dataStart: undefined, end: undefined, decodedStart, decodedEnd: decodedStart }
    if (type === 0) {
      // "Any bits of input up to the next byte boundary are ignored."
      this.#next(this.#bits & 7)
      this.#step = 'stored-length'
    } else if (type === 1) {
      this.#codes = fixedCodes()
      this.#startSymbols()
    } else {
      this.#step = 'code-counts'
    }
    return true
  }

  // LEN (16 bits), NLEN (16 bits): section 3.2.4
  #takeStoredLength(): boolean {
    if (!this.#has(32)) return false
    const length = this.#hold & 0xffff
    if (length !== ((~this.#hold >>> 16) & 0xffff)) return this.#giveUp('stored-length-mismatch')
    this.#hold = 0
    this.#bits = 0
    this.#storedLeft = length
    this.#startData('stored')
    return true
  }

  #takeStored(): boolean {
    if (this.#storedLeft === 0) return this.#endBlock()
    const room = this.#left
    if (room === 0) return this.#giveUp('decoded-too-long')
    const size = Math.min(this.#storedLeft, this.#input.length - this.#at, MAX_RUN_OCTETS, room)
    if (size === 0) return false
    const octets = this.#input.subarray(this.#at, this.#at + size)
    const from = this.#origin + this.#at
    this.#reserve(size)
    this.#buffer.set(octets, this.#out)
    this.#out += size
    this.#at += size
    this.#storedLeft -= size
    this.#handOn({ start: from, end: from + size }, true)
    return true
  }

  // HLIT (5 bits), HDIST (5 bits), HCLEN (4 bits): section 3.2.7
  #takeCodeCounts(): boolean {
    if (!this.#has(14)) return false
    this.#literalCodes = this.#next(5) + 257
    this.#distanceCodes = this.#next(5) + 1
    this.#codeLengthCodes = this.#next(4) + 4
    if (this.#literalCodes > 286 || this.#distanceCodes > 30) return this.#giveUp('too-many-codes')
    this.#lengths.fill(0)
    this.#lengthCount = 0
    this.#step = 'code-length-lengths'
    return true
  }

  #takeCodeLengthLength(): boolean {
    if (this.#lengthCount < this.#codeLengthCodes) {
      if (!this.#has(3)) return false
      this.#lengths[CODE_LENGTH_ORDER[this.#lengthCount++] as number] = this.#next(3)
      return true
    }
    this.#ownCodeLengths ??= new PrefixCode(CODE_LENGTH_ORDER.length)
    if (!this.#ownCodeLengths.define(this.#lengths.subarray(0, CODE_LENGTH_ORDER.length))) {
      return this.#giveUp('code-lengths-invalid')
    }
    this.#lengths.fill(0)
    this.#lengthCount = 0
    this.#step = 'code-lengths'
    return true
  }

  #takeCodeLength(): boolean {
    const count = this.#literalCodes + this.#distanceCodes
    if (this.#lengthCount === count) return this.#defineOwnCodes()
    this.#fill()
    const found = (this.#ownCodeLengths as PrefixCode).read(this.#hold, this.#bits)
    if (found === NO_CODE) return this.#giveUp('code-unknown')
    if (found === NEEDS_BITS) return false
    const symbol = symbolOf(found)
    if (symbol < 16) {
      this.#next(lengthOf(found))
      this.#lengths[this.#lengthCount++] = symbol
      return true
    }
    // 16: "Copy the previous code length 3 - 6 times." 17: "Repeat a code length of 0 for 3 - 10 times." 18: 11 - 138.
    const extra = symbol === 16 ? 2 : symbol === 17 ? 3 : 7
    if (this.#bits < lengthOf(found) + extra) return false
    if (symbol === 16 && this.#lengthCount === 0) return this.#giveUp('code-length-repeat')
    this.#next(lengthOf(found))
    const times = this.#next(extra) + (symbol === 18 ? 11 : 3)
    if (this.#lengthCount + times > count) return this.#giveUp('code-length-repeat')
    const length = symbol === 16 ? (this.#lengths[this.#lengthCount - 1] as number) : 0
    this.#lengths.fill(length, this.#lengthCount, this.#lengthCount + times)
    this.#lengthCount += times
    return true
  }

  #defineOwnCodes(): boolean {
    const literals = this.#lengths.subarray(0, this.#literalCodes)
    const distances = this.#lengths.subarray(this.#literalCodes, this.#lengthCount)
    if (literals[END_OF_BLOCK] === 0) return this.#giveUp('end-of-block-missing')
    this.#ownCodes ??= newBlockCodes()
    if (!this.#ownCodes.literals.define(literals) || !this.#ownCodes.distances.define(distances)) {
      return this.#giveUp('code-lengths-invalid')
    }
    this.#codes = this.#ownCodes
    this.#startSymbols()
    return true
  }

  #startSymbols(): void {
    this.#startData('symbols')
    this.#runFrom = Math.floor(this.position / 8)
  }

  #startData(step: 'stored' | 'symbols'): void {
    if (this.block !== undefined) this.block.dataStart = this.position
    this.#step = step
  }

  /**
   * Literals and matches until the block ends or bits are missing: the loop of section 3.2.3. What it changes is in locals,
   * because nearly all time is spent here.
   */
  #takeSymbols(): boolean {
    const input = this.#input
    const inputEnd = input.length
    const { literals, distances } = this.#codes
    let { buffer, out, runEnd, outEnd } = this.#room()
    let at = this.#at
    let hold = this.#hold
    let bits = this.#bits
    let startAt: number
    let startHold: number
    let startBits: number
    let fault: InflateFaultCode | undefined
    for (;;) {
      startAt = at
      startHold = hold
      startBits = bits
      for (; bits <= 24 && at < inputEnd; bits += 8) hold |= (input[at++] as number) << bits
      const found = literals.read(hold, bits)
      if (found < 0) {
        if (found === NO_CODE) fault = 'code-unknown'
        break
      }
      hold >>>= lengthOf(found)
      bits -= lengthOf(found)
      const symbol = symbolOf(found)
      if (symbol < END_OF_BLOCK) {
        buffer[out++] = symbol
      } else if (symbol === END_OF_BLOCK) {
        this.#leaveSymbols(startAt, startHold, startBits, out)
        this.closeRun()
        this.#leaveSymbols(at, hold, bits, this.#out)
        return this.state === 'reading' && this.#endBlock()
      } else {
        const lengthExtra = LENGTH_EXTRAS[symbol - FIRST_LENGTH]
        if (lengthExtra === undefined) {
          fault = 'code-unknown'
          break
        }
        if (lengthExtra > bits) break
        const length = (LENGTH_BASES[symbol - FIRST_LENGTH] as number) + (hold & ((1 << lengthExtra) - 1))
        hold >>>= lengthExtra
        bits -= lengthExtra

        for (; bits <= 24 && at < inputEnd; bits += 8) hold |= (input[at++] as number) << bits
        const foundDistance = distances.read(hold, bits)
        if (foundDistance === NEEDS_BITS) break
        const distanceExtra = foundDistance === NO_CODE ? undefined : DISTANCE_EXTRAS[symbolOf(foundDistance)]
        if (distanceExtra === undefined) {
          fault = 'code-unknown'
          break
        }
        hold >>>= lengthOf(foundDistance)
        bits -= lengthOf(foundDistance)

        for (; bits <= 24 && at < inputEnd; bits += 8) hold |= (input[at++] as number) << bits
        if (distanceExtra > bits) break
        const distance = (DISTANCE_BASES[symbolOf(foundDistance)] as number) + (hold & ((1 << distanceExtra) - 1))
        hold >>>= distanceExtra
        bits -= distanceExtra
        if (distance > out || distance > this.#windowSize) {
          fault = 'distance-too-far'
          break
        }
        for (const end = out + length; out < end; out++) buffer[out] = buffer[out - distance] as number
      }
      const isRunOver = at - (bits >>> 3) >= runEnd
      if (isRunOver || out >= outEnd) {
        this.#leaveSymbols(at, hold, bits, out)
        if (isRunOver || out - this.#runStart >= MAX_RUN_OCTETS) this.closeRun()
        if (this.state !== 'reading') return false
        ;({ buffer, out, runEnd, outEnd } = this.#room())
      }
    }
    // Of a symbol that is not whole, or is none, nothing is taken.
    this.#leaveSymbols(startAt, startHold, startBits, out)
    return fault === undefined ? false : this.#giveUp(fault)
  }

  /** Where decoded octets go, and up to where `#takeSymbols` may go on: in the input, and in the buffer. */
  #room() {
    this.#reserve(LONGEST_MATCH)
    return {
      buffer: this.#buffer,
      out: this.#out,
      runEnd: this.#runFrom + RUN_OCTETS - this.#origin,
      outEnd: Math.min(this.#runStart + MAX_RUN_OCTETS, this.#buffer.length - LONGEST_MATCH),
    }
  }

  #leaveSymbols(at: number, hold: number, bits: number, out: number): void {
    this.#at = at
    this.#hold = hold
    this.#bits = bits
    this.#out = out
  }

  #endBlock(): boolean {
    const { block } = this
    if (block === undefined) return false
    const isLast = block.isFinal && !this.#continues
    // What follows a final block starts with an octet of its own.
    if (block.isFinal) this.#next(this.#bits & 7)
    block.end = this.position
    block.decodedEnd = this.decoded
    this.block = undefined
    this.#step = 'block-header'
    if (isLast) this.state = 'done'
    this.#sink.block?.(block)
    return !isLast
  }

  /** How many octets may still be handed on. */
  get #left(): number {
    return Math.min(this.#maxOctets - this.#handedOn, this.#shared.left)
  }

  #handOn(from: OctetRange, verbatim: boolean): void {
    const size = this.#out - this.#runStart
    if (size > this.#left) {
      this.#out = this.#runStart
      this.state = 'decoded-too-long'
      return
    }
    this.#sink.run(this.#buffer.subarray(this.#runStart, this.#out), from, verbatim)
    this.#handedOn += size
    this.#shared.left -= size
    this.#runStart = this.#out
  }

  /** Makes room for `size` octets behind `#out`: by a larger buffer, then by moving the window to the front. */
  #reserve(size: number): void {
    if (this.#out + size <= this.#buffer.length && this.#runStart <= HIGHEST_START) return
    if (this.#buffer.length < LARGEST_BUFFER) {
      let length = this.#buffer.length
      while (length < this.#out + size) length *= 2
      const grown = new Uint8Array(Math.min(LARGEST_BUFFER, length))
      grown.set(this.#buffer.subarray(0, this.#out))
      this.#buffer = grown
      return
    }
    const cut = this.#runStart - (1 << MAX_WINDOW_BITS)
    this.#buffer.copyWithin(0, cut, this.#out)
    this.#out -= cut
    this.#runStart -= cut
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}
