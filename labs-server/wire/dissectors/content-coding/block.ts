/**
 * Compressed blocks: RFC 1951 section 3.2.
 *
 * Bits are packed without regard to octets. An octet in which one block ends and the next begins belongs to the next; one in
 * which a header ends and its data begin, to the header.
 */
import type { CarriedOctets } from '../../carried-octets.ts'
import type { CarriedContent } from '../../dissector.ts'
import type { Fault } from '../../fault.ts'
import type { InflatedBlock } from '../../inflate.ts'
import type { OctetRange } from '../../octets.ts'
import type { Computed, Part } from '../../pdu.ts'
import { type BlockName, specOf } from './names.ts'
import { CodingUnit, littleEndian } from './unit.ts'

/** Decoded octets that are shown of one block. */
const MAX_SHOWN_OCTETS = 16_384

/** What a block is made of, and what it makes. */
export interface BlockFacts {
  /** Undefined when not even its first bits have come. */
  readonly block: Readonly<InflatedBlock> | undefined
  /** Where the bits are counted from, in the content. */
  readonly base: number
  /** What it decodes to. */
  readonly decoded: CarriedOctets
  /** Where the octets are counted from, in `decoded`. */
  readonly decodedBase: number
}

const STORED = 0
const OWN_CODES = 2

/** BFINAL, BTYPE, HLIT, HDIST, HCLEN. */
const FIELDS = [
  { name: 'BFINAL', at: 0, bits: 1, least: 0 },
  { name: 'BTYPE', at: 1, bits: 2, least: 0 },
  { name: 'HLIT', at: 3, bits: 5, least: 257 },
  { name: 'HDIST', at: 8, bits: 5, least: 1 },
  { name: 'HCLEN', at: 13, bits: 4, least: 4 },
] as const
const COMMON_FIELDS = 2
const COUNTS_END = 17

export class CompressedBlock extends CodingUnit {
  readonly name = 'compressed-block'
  readonly #facts: BlockFacts

  constructor(facts: BlockFacts, content: CarriedContent, range: OctetRange, complete: boolean, fault?: Fault) {
    super(content, range, complete, fault)
    this.#facts = facts
  }

  /** How many octets it decodes to, as far as it has come. */
  get value(): number {
    const { start, end } = this.#decodedRange
    return end - start
  }

  get parts(): readonly Part[] {
    const { block, base } = this.#facts
    if (block === undefined) return []
    const { octets } = this
    const headerBits = block.type === OWN_CODES ? (block.dataStart ?? this.end * 8 - base * 8) : block.start + 3
    const headerEnd = Math.min(this.end, base + Math.ceil(headerBits / 8))
    const header = this.named('block-header', this.start, headerEnd, { parts: this.#headerParts(block) })
    if (block.type !== STORED) return [...header, ...this.#data('compressed-data', headerEnd)]
    return [
      ...header,
      ...this.named('LEN', headerEnd, headerEnd + 2, { value: littleEndian(octets, headerEnd, 2) }),
      ...this.named('NLEN', headerEnd + 2, headerEnd + 4, { value: littleEndian(octets, headerEnd + 2, 2) }),
      ...this.#data('literal-data', headerEnd + 4),
    ]
  }

  get computed(): readonly Computed[] {
    const { start, end } = this.#decodedRange
    if (end === start) return []
    const octets = this.#facts.decoded.slice({ start, end: Math.min(end, start + MAX_SHOWN_OCTETS) })
    return [
      {
        kind: 'value',
        name: 'decoded-length',
        before: this.end - this.start,
        value: end - start,
        spec: specOf(this.layer, 'decoded-length'),
      },
      { kind: 'octets', name: 'decoded-octets', octets, spec: specOf(this.layer, 'decoded-octets') },
    ]
  }

  get #decodedRange(): OctetRange {
    const { block, decodedBase } = this.#facts
    if (block === undefined) return { start: 0, end: 0 }
    return { start: decodedBase + block.decodedStart, end: decodedBase + block.decodedEnd }
  }

  #headerParts({ type, start, dataStart }: Readonly<InflatedBlock>): readonly Part[] {
    const fields = type === OWN_CODES ? FIELDS : FIELDS.slice(0, COMMON_FIELDS)
    const parts = fields.flatMap(({ name, at, bits, least }) => {
      const value = this.#bits(start + at, bits) + least
      return this.#bitPart(name, start + at, start + at + bits, name === 'BFINAL' ? value === 1 : value)
    })
    if (type !== OWN_CODES || dataStart === undefined) return parts
    return [...parts, ...this.#bitPart('code-lengths', start + COUNTS_END, dataStart)]
  }

  #bitPart(name: BlockName, startBit: number, endBit: number, value?: number | boolean): readonly Part[] {
    const { base } = this.#facts
    return this.named(name, base + Math.floor(startBit / 8), base + Math.ceil(endBit / 8), { value })
  }

  /** "Data elements are packed into bytes in order of increasing bit number within the byte": section 3.1.1. */
  #bits(start: number, count: number): number {
    const { octets } = this
    let value = 0
    for (let place = 0; place < count; place++) {
      const octet = octets[this.#facts.base + ((start + place) >>> 3)] ?? 0
      value |= ((octet >>> ((start + place) & 7)) & 1) << place
    }
    return value
  }

  #data(name: BlockName, start: number): readonly Part[] {
    return start < this.end ? this.named(name, start, this.end) : []
  }
}
