/**
 * Reads who owns an HTTP/2 connection (RFC 9113) from the `:path` of its first request: the first HEADERS frame, with the
 * CONTINUATION frames behind it. What is no HTTP/2 is nobody's.
 */

import {
  FRAME_HEADER_OCTETS,
  type FrameHeader,
  payloadExtent,
  readFrameHeader,
} from '#wire/dissectors/http2/frame-header.ts'
import { DynamicTable } from '#wire/dissectors/http2/hpack/dynamic-table.ts'
import { readInstructions } from '#wire/dissectors/http2/hpack/field-block-decoder.ts'
import { CONNECTION_PREFACE } from '#wire/dissectors/http2/reader.ts'
import { END_HEADERS } from '#wire/dissectors/http2/registries.ts'
import { OctetStream } from '#wire/octets.ts'
import { type FirstRequest, type Owner, ownerIn } from './first-request.ts'

export class FirstRequestFrames implements FirstRequest {
  readonly #maxOctets: number
  readonly #seen = new OctetStream()
  /** Where the next frame starts; 0 before the connection preface has been read. */
  #at = 0
  /** The field block of the first request, as far as it has come. */
  readonly #block = new OctetStream()
  readonly #table = new DynamicTable()
  #instructionAt = 0
  /** The octets before this one have been taken into the block. */
  #taken = 0
  #isInBlock = false
  #path: string | undefined
  #finished = false

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets
  }

  get finished(): boolean {
    return this.#finished
  }

  read(octets: Uint8Array): Owner | undefined {
    if (this.#finished) return undefined
    this.#seen.append(octets.subarray(0, this.#maxOctets - this.#seen.length))
    const isOver = this.#advance() || this.#seen.length === this.#maxOctets
    return isOver ? this.end() : undefined
  }

  end(): Owner | undefined {
    this.#finished = true
    return this.#path === undefined ? undefined : ownerIn(this.#path)
  }

  /** Reads on as far as octets have come; true when there is nothing more to find out. */
  #advance(): boolean {
    const { octets } = this.#seen
    if (this.#at === 0) {
      const preface = octets.subarray(0, CONNECTION_PREFACE.length)
      if (preface.some((octet, place) => octet !== CONNECTION_PREFACE[place])) return true
      if (preface.length < CONNECTION_PREFACE.length) return false
      this.#at = CONNECTION_PREFACE.length
    }
    for (;;) {
      const frame = readFrameHeader(octets, this.#at)
      if (frame === undefined) return false
      // RFC 9113 section 6.10: nothing but CONTINUATION may stand between HEADERS and the end of its block.
      const isOfBlock = frame.name === (this.#isInBlock ? 'CONTINUATION' : 'HEADERS')
      if (this.#isInBlock && !isOfBlock) return true
      if (isOfBlock && this.#readFragment(octets, frame)) return true
      if (octets.length < frame.end) return false
      this.#isInBlock = isOfBlock
      this.#at = frame.end
    }
  }

  /** Reads on in the block; true when the path has been read, or never will be. */
  #readFragment(octets: Uint8Array, frame: FrameHeader): boolean {
    if (octets.length <= frame.start + FRAME_HEADER_OCTETS) return false // A frame may say first how long its padding is.
    const { start, end, fault } = payloadExtent(octets, frame)
    if (fault !== undefined) return true
    const from = Math.max(start, this.#taken)
    const seen = Math.min(end, octets.length)
    if (from < seen) {
      this.#block.append(octets.subarray(from, seen))
      this.#taken = seen
    }
    const decoded = readInstructions(this.#block.octets, this.#instructionAt, this.#table)
    this.#instructionAt = decoded.at
    for (const instruction of decoded.instructions) {
      if (instruction.kind !== 'dynamic-table-size-update' && instruction.name === ':path')
        this.#path ??= instruction.value
    }
    const isWhole = octets.length >= frame.end && (frame.flags & END_HEADERS) !== 0
    return this.#path !== undefined || decoded.fault !== undefined || isWhole
  }
}
