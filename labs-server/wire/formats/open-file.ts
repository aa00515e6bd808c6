/** Opens a file that holds a run: recognised by its content, read in pieces by the reader of its format. */
import { type Capture, UnreadableFile } from './capture.ts'

/** What every reader of a format can do. */
interface CaptureReader {
  /** @throws UnreadableFile when the file is broken from its first octet on. */
  push(piece: Uint8Array): void
  /** @throws UnreadableFile when nothing of the file could be read. */
  end(): Capture
}

/** Enough to recognise every format: magic numbers, and what may stand in front of JSON. */
const ENOUGH_OCTETS = 64
/** One piece is not longer, so that whoever waits for the file can do something in between. */
const PIECE_OCTETS = 2 ** 20

const KNOWN = 'pcapng, pcap, HAR, Chromium NetLog, and runs saved from a lab'

/**
 * Reads a file from beginning to end; `told` hears how many octets have been read so far. The pieces are kept: they must not
 * be written to afterwards.
 *
 * @throws UnreadableFile for a file that is none of what is read, or broken from its first octet on.
 */
export async function openFile(
  file: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  told?: (octets: number) => void,
): Promise<Capture> {
  let first: Uint8Array = new Uint8Array()
  let reader: CaptureReader | undefined
  let octets = 0
  for await (const chunk of file) {
    for (let at = 0; at < chunk.length; at += PIECE_OCTETS) {
      const piece = chunk.subarray(at, at + PIECE_OCTETS)
      octets += piece.length
      if (reader === undefined) {
        first = first.length === 0 ? piece : joined(first, piece)
        if (first.length < ENOUGH_OCTETS) continue
        reader = await readerFor(first)
        reader.push(first)
      } else reader.push(piece)
      told?.(octets)
    }
  }
  if (octets === 0) throw new UnreadableFile('The file is empty.')
  if (reader === undefined) {
    reader = await readerFor(first)
    reader.push(first)
  }
  return reader.end()
}

/** The code of a format is loaded when a file of it is opened. */
async function readerFor(first: Uint8Array): Promise<CaptureReader> {
  switch (formatOf(first)) {
    case 'pcapng':
      return new (await import('./pcapng/reader.ts')).PcapngReader()
    case 'pcap':
      return new (await import('./pcap.ts')).PcapReader()
    case 'json':
      return new (await import('./json-capture.ts')).JsonCaptureReader()
    case 'compressed':
      throw new UnreadableFile('This file is compressed. Unpack it, and open what is inside.')
    default:
      throw new UnreadableFile(`This file is none of those that can be read: ${KNOWN}.`)
  }
}

/** Their first octets as a number, most significant first. */
const MAGIC: ReadonlyMap<number, 'pcapng' | 'pcap'> = new Map([
  [0x0a0d0d0a, 'pcapng'],
  // Both byte orders, with times in microseconds and in nanoseconds.
  [0xa1b2c3d4, 'pcap'],
  [0xd4c3b2a1, 'pcap'],
  [0xa1b23c4d, 'pcap'],
  [0x4d3cb2a1, 'pcap'],
])

const GZIP = 0x1f8b
const ZIP = 0x504b
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]
const OPEN_OBJECT = 0x7b

function formatOf(first: Uint8Array): 'pcapng' | 'pcap' | 'json' | 'compressed' | undefined {
  const [one = 0, two = 0, three = 0, four = 0] = first
  const magic = MAGIC.get(((one << 24) | (two << 16) | (three << 8) | four) >>> 0)
  if (magic !== undefined) return magic
  const short = (one << 8) | two
  if (short === GZIP || short === ZIP) return 'compressed'
  const hasMark = BYTE_ORDER_MARK.every((octet, at) => first[at] === octet)
  const text = first.subarray(hasMark ? BYTE_ORDER_MARK.length : 0)
  return text.find((octet) => octet > 0x20) === OPEN_OBJECT ? 'json' : undefined
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length)
  both.set(one)
  both.set(other, one.length)
  return both
}
