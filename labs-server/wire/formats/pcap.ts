/** Reads pcap, the older capture format of libpcap (draft-ietf-opsawg-pcap): one link type, and one record a packet. */
import { type Capture, UnreadableFile } from './capture.ts'
import { FilePieces } from './packets/file-pieces.ts'
import { PacketTrace } from './packets/packet-trace.ts'
import { grouped, Problems, placeInFile } from './packets/problems.ts'

/** Magic numbers, as their octets stand: which order numbers are in, and how many nanoseconds a unit of time has. */
const MAGIC: Readonly<Record<number, { readonly littleEndian: boolean; readonly unit: bigint }>> = {
  2712847316: { littleEndian: false, unit: 1000n },
  3569595041: { littleEndian: true, unit: 1000n },
  2712812621: { littleEndian: false, unit: 1n },
  1295823521: { littleEndian: true, unit: 1n },
}

const FILE_HEADER = 24
const PACKET_HEADER = 16
/** The largest packet that tools write; a length above is none. */
export const MAX_PACKET_OCTETS = 2 ** 24

interface Header {
  readonly littleEndian: boolean
  /** Nanoseconds. */
  readonly unit: bigint
  readonly linkType: number
}

/** Whether a file that begins with these octets is pcap. */
export function isPcap(octets: Uint8Array): boolean {
  return octets.length >= 4 && MAGIC[new DataView(octets.buffer, octets.byteOffset).getUint32(0)] !== undefined
}

/** Reads a pcap file as its pieces come. The pieces are kept: they must not be written to afterwards. */
export class PcapReader {
  readonly #pieces = new FilePieces()
  readonly #problems = new Problems()
  readonly #trace = new PacketTrace(this.#problems)
  #header: Header | undefined
  #packets = 0
  #stopped = false

  /** @throws UnreadableFile when the file is not pcap. */
  push(piece: Uint8Array): void {
    if (this.#stopped) return
    this.#pieces.push(piece)
    this.#header ??= this.#readHeader()
    while (this.#header !== undefined && !this.#stopped && this.#readPacket(this.#header));
  }

  /** @throws UnreadableFile when the file ends within its header. */
  end(): Capture {
    if (this.#header === undefined) {
      throw new UnreadableFile(
        `A pcap file begins with ${FILE_HEADER} octets of header; this file ends after ${this.#pieces.length}.`,
      )
    }
    if (!this.#stopped && this.#pieces.length > 0) {
      this.#problems.say(
        `The file is cut short within packet ${grouped(this.#packets + 1)}, which begins at ${placeInFile(this.#pieces.offset)}. What comes before it has been read.`,
      )
    }
    return this.#trace.finish({
      format: 'pcap',
      writtenBy: '',
      run: undefined,
      names: new Map(),
      keyLog: '',
      octets: 'observed',
    })
  }

  #readHeader(): Header | undefined {
    const magic = this.#pieces.peek(4)
    if (magic === undefined) return undefined
    const kind = MAGIC[viewOf(magic).getUint32(0)]
    if (kind === undefined)
      throw new UnreadableFile('This is not a pcap file: it does not begin with its magic number.')
    const header = this.#pieces.take(FILE_HEADER)
    // The upper bits tell of the frame check sequence, which is behind everything that is read here.
    return header && { ...kind, linkType: viewOf(header).getUint32(20, kind.littleEndian) & 0xffff }
  }

  /** Returns false while octets of the next packet are missing. */
  #readPacket({ littleEndian, unit, linkType }: Header): boolean {
    const header = this.#pieces.peek(PACKET_HEADER)
    if (header === undefined) return false
    const view = viewOf(header)
    const captured = view.getUint32(8, littleEndian)
    const { offset } = this.#pieces
    if (captured > MAX_PACKET_OCTETS) {
      this.#problems.say(
        `At ${placeInFile(offset)}, packet ${grouped(this.#packets + 1)} claims ${grouped(captured)} octets, which no packet has. The file cannot be read from there; what comes before has been.`,
      )
      this.#stopped = true
      return false
    }
    const record = this.#pieces.take(PACKET_HEADER + captured)
    if (record === undefined) return false
    this.#packets += 1
    const time =
      BigInt(view.getUint32(0, littleEndian)) * 1_000_000_000n + BigInt(view.getUint32(4, littleEndian)) * unit
    this.#trace.add({ linkType, time, octets: record.subarray(PACKET_HEADER), offset })
    return true
  }
}

/** @throws UnreadableFile when `octets` are not pcap. */
export function readPcap(octets: Uint8Array): Capture {
  const reader = new PcapReader()
  reader.push(octets)
  return reader.end()
}

function viewOf(octets: Uint8Array): DataView {
  return new DataView(octets.buffer, octets.byteOffset, octets.length)
}
