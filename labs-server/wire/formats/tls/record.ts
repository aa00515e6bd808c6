/** The record layer of TLS: RFC 8446 section 5.1, RFC 5246 section 6.2. */
import { counted } from '../../number-words.ts'
import type { Passage } from '../../trace.ts'
import type { Sender } from './sender.ts'

/** `ContentType`, RFC 8446 appendix B.1. */
export const CHANGE_CIPHER_SPEC = 20
export const ALERT = 21
export const HANDSHAKE = 22
export const APPLICATION_DATA = 23
const HEARTBEAT = 24

/**
 * ```
 * struct {
 *     ContentType type;
 *     ProtocolVersion legacy_record_version;
 *     uint16 length;
 *     opaque fragment[TLSPlaintext.length];
 * } TLSPlaintext;
 * ```
 */
export interface TlsRecord {
  readonly type: number
  /** When the read or write passed that completed it, in milliseconds since the run started. */
  readonly at: number
  /** The first octet of its header in its direction. */
  readonly start: number
  /** Type, version and length, as they stand. */
  readonly header: Uint8Array
  readonly fragment: Uint8Array
}

const HEADER_OCTETS = 5

// RFC 5246 section 6.2.3: "The length MUST NOT exceed 2^14 + 2048." RFC 8446 section 5.2 allows 256 in place of 2048.
export const MAX_FRAGMENT_OCTETS = 2 ** 14 + 2048
export const MAX_FRAGMENT_OCTETS_1_3 = 2 ** 14 + 256

/** Cuts one direction into records, in one pass; the records are views of its octets. */
export class RecordReader {
  readonly #octets: Uint8Array
  readonly #passages: readonly Passage[]
  readonly #sender: Sender
  #start = 0
  #passage = 0
  #at: number
  #problem: string | undefined

  constructor(octets: Uint8Array, passages: readonly Passage[], sender: Sender) {
    this.#octets = octets
    this.#passages = passages
    this.#sender = sender
    this.#at = passages[0]?.at ?? 0
  }

  /** Why there is no further record, where octets are left. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Where the next record begins. */
  get start(): number {
    return this.#start
  }

  /** The next record; undefined when there is none, or none that is whole. */
  next(): TlsRecord | undefined {
    const start = this.#start
    const left = this.#octets.length - start
    if (left === 0 || this.#problem !== undefined) return undefined
    const header = this.#octets.subarray(start, start + HEADER_OCTETS)
    const [type = 0, major, , high = 0, low = 0] = header
    const length = high * 256 + low
    if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT || (left > 1 && major !== 3) || length > MAX_FRAGMENT_OCTETS) {
      this.#problem = `At octet ${start} of what the ${this.#sender} sent no TLS record begins, so nothing from there on is read.`
      return undefined
    }
    const end = start + HEADER_OCTETS + length
    if (left < HEADER_OCTETS || end > this.#octets.length) {
      this.#problem = `What the ${this.#sender} sent ends inside a TLS record: ${counted(left, 'octet')} of it ${left === 1 ? 'is' : 'are'} there.`
      return undefined
    }
    this.#start = end
    return { type, at: this.#passedAt(end), start, header, fragment: this.#octets.subarray(start + HEADER_OCTETS, end) }
  }

  /** When the octets before `end` had passed. What is read in order is not read before what stands in front of it. */
  #passedAt(end: number): number {
    for (; ; this.#passage++) {
      const passage = this.#passages[this.#passage]
      if (passage === undefined) return this.#at
      this.#at = Math.max(this.#at, passage.at)
      if (passage.end >= end) return this.#at
    }
  }
}
