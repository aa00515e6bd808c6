/** Reads pcapng (draft-ietf-opsawg-pcapng): blocks one after another, in sections of either byte order. */
import { type Capture, UnreadableFile } from '../capture.ts'
import { FilePieces } from '../packets/file-pieces.ts'
import { PacketTrace } from '../packets/packet-trace.ts'
import { grouped, Problems, placeInFile } from '../packets/problems.ts'
import { BLOCK_HEADER, BLOCK_OVERHEAD, BYTE_ORDER_MAGIC } from './codes.ts'
import { blockFaultWords, Contents } from './contents.ts'

/** A block that is read is not longer; one that is passed over may be. */
export const MAX_BLOCK_OCTETS = 2 ** 24

/** Whether a file that begins with these octets is pcapng: the type of its first block reads the same in both byte orders. */
export function isPcapng(octets: Uint8Array): boolean {
  return octets[0] === 0x0a && octets[1] === 0x0d && octets[2] === 0x0d && octets[3] === 0x0a
}

/** Reads a pcapng file as its pieces come. The pieces are kept: they must not be written to afterwards. */
export class PcapngReader {
  readonly #pieces = new FilePieces()
  readonly #problems = new Problems()
  readonly #trace = new PacketTrace(this.#problems)
  readonly #contents = new Contents(this.#trace)
  #littleEndian = true
  #hasSection = false
  /** Where the latest block begins. */
  #blockAt = 0
  #stopped = false

  /** @throws UnreadableFile when the file is not pcapng. */
  push(piece: Uint8Array): void {
    if (this.#stopped) return
    this.#pieces.push(piece)
    while (!this.#stopped && this.#readBlock());
  }

  /** @throws UnreadableFile when the file ends within its first block. */
  end(): Capture {
    if (!this.#hasSection) {
      throw new UnreadableFile(
        'A pcapng file begins with a section header block; this file ends before the end of that.',
      )
    }
    if (!this.#stopped && this.#pieces.length + this.#pieces.missing > 0) {
      this.#problems.say(
        `The file is cut short within the block that begins at ${placeInFile(this.#blockAt)}. What comes before it has been read.`,
      )
    }
    return this.#trace.finish({ format: 'pcapng', ...this.#contents.facts })
  }

  /** Returns false while octets of the next block are missing. */
  #readBlock(): boolean {
    const header = this.#pieces.peek(BLOCK_OVERHEAD)
    this.#blockAt = this.#pieces.offset
    if (header === undefined) return false
    const view = viewOf(header)
    if (isPcapng(header)) {
      if (!this.#readByteOrder(view)) return false
    } else if (!this.#hasSection) {
      throw new UnreadableFile('This is not a pcapng file: it does not begin with a section header block.')
    }
    const type = view.getUint32(0, this.#littleEndian)
    const length = view.getUint32(4, this.#littleEndian)
    // Section 3.1: the block total length "MUST be a multiple of 4".
    if (length < BLOCK_OVERHEAD || length % 4 !== 0) return this.#stop(`says that it has ${grouped(length)} octets`)
    if (!this.#contents.reads(type)) return this.#skip(length)
    if (length > MAX_BLOCK_OCTETS) {
      this.#count('long', `longer than ${grouped(MAX_BLOCK_OCTETS)} octets, and left out`)
      return this.#skip(length)
    }
    const block = this.#pieces.take(length)
    if (block === undefined) return false
    if (viewOf(block).getUint32(length - 4, this.#littleEndian) !== length) {
      return this.#stop('ends with another length than it begins with')
    }
    this.#hasSection = true
    const body = block.subarray(BLOCK_HEADER, length - 4)
    const fault = this.#contents.read(type, body, this.#littleEndian, this.#blockAt)
    if (fault !== undefined) this.#count(fault, blockFaultWords(fault))
    return true
  }

  /** Section 4.1: the magic number tells the byte order of the section. Returns false when it does not. */
  #readByteOrder(view: DataView): boolean {
    const isLittle = view.getUint32(BLOCK_HEADER, true) === BYTE_ORDER_MAGIC
    if (isLittle || view.getUint32(BLOCK_HEADER) === BYTE_ORDER_MAGIC) {
      this.#littleEndian = isLittle
      return true
    }
    if (this.#hasSection) return this.#stop('begins a section, but has no byte-order magic')
    throw new UnreadableFile('This file begins as a pcapng file does, but has no byte-order magic.')
  }

  #skip(length: number): boolean {
    this.#pieces.skip(length)
    return this.#pieces.missing === 0
  }

  #stop(why: string): false {
    this.#problems.say(
      `The file is damaged: the block at ${placeInFile(this.#blockAt)} ${why}. What comes before it has been read, and nothing behind it.`,
    )
    this.#stopped = true
    return false
  }

  #count(kind: string, words: string): void {
    this.#problems.count(
      kind,
      this.#blockAt,
      (count, which) =>
        `${grouped(count)} ${count === 1 ? 'block' : 'blocks'}: ${words} (at octet ${which} of the file).`,
    )
  }
}

/** @throws UnreadableFile when `octets` are not pcapng. */
export function readPcapng(octets: Uint8Array): Capture {
  const reader = new PcapngReader()
  reader.push(octets)
  return reader.end()
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length)
}
