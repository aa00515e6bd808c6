/**
 * How fast chunks of 27 octets are dissected, the range and value of every part read, beside http-parser-js in the same
 * process, in alternating turns. http-parser-js hands out each chunk's octets and tells no ranges at all. Seconds are
 * processor time of this thread, so that other work on the machine counts less.
 */
import { HTTPParser } from 'http-parser-js'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import '#wire/dissectors/index.ts'
import { type OctetRange, OctetStream, octetsOf } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import type { BenchRow } from './bench-row.ts'

const CHUNKS = 200_000
const CHUNK_OCTETS = 27
const TURNS = 9
/** Octets given at once: what one read of a busy socket brings. */
const READ_OCTETS = 65_536

const message = octetsOf(
  `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${`1b\r\n${'x'.repeat(CHUNK_OCTETS)}\r\n`.repeat(CHUNKS)}0\r\n\r\n`,
)

export async function bench(): Promise<BenchRow[]> {
  const turns = { ours: [] as number[], theirs: [] as number[] }
  for (let turn = 0; turn < TURNS; turn++) {
    turns.ours.push(millionsPerSecond(dissect))
    turns.theirs.push(millionsPerSecond(parse))
  }
  const ours = median(turns.ours)
  const theirs = median(turns.theirs)
  return [
    {
      name: 'dissecting chunks of 27 octets, range and value of every part read',
      measured: `${ours.toFixed(2)} million/s of processor time`,
      target: '>= 1 million/s',
      met: ours >= 1,
    },
    {
      name: 'http-parser-js over the same octets, no ranges',
      measured: `${theirs.toFixed(2)} million/s (ours over theirs: ${(ours / theirs).toFixed(2)})`,
      target: 'told',
      met: true,
    },
  ]
}

/** Microseconds are what `threadCpuUsage` counts in, so chunks per microsecond are millions per second. */
function millionsPerSecond(read: () => number): number {
  const before = process.threadCpuUsage()
  const chunks = read()
  const { user, system } = process.threadCpuUsage(before)
  if (chunks !== CHUNKS) throw new Error(`Failed to count chunks: ${chunks} of ${CHUNKS}`)
  return CHUNKS / (user + system)
}

function dissect(): number {
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  const connection = new ConnectionDissector(streams)
  let chunks = 0
  let sum = 0
  for (let at = 0; at < message.length; at += READ_OCTETS) {
    streams['server-to-client'].append(message.subarray(at, at + READ_OCTETS))
    for (const unit of connection.advance('server-to-client')) {
      if (unit.name === 'chunk') chunks++
      sum += readAll(unit)
    }
  }
  // What was read must be used, or the compiler may leave the reading out.
  if (sum === 0) throw new Error('Failed to read any range')
  return chunks
}

function readAll(part: Part): number {
  let sum = typeof part.value === 'number' ? part.value : 0
  const { ranges, parts } = part
  for (let place = 0; place < ranges.length; place++) sum += (ranges[place] as OctetRange).end
  if (parts !== undefined) for (let place = 0; place < parts.length; place++) sum += readAll(parts[place] as Part)
  return sum
}

function parse(): number {
  const parser = new HTTPParser(HTTPParser.RESPONSE)
  let contentOctets = 0
  parser[HTTPParser.kOnHeadersComplete] = () => 0
  // A chunk that two reads brought is handed out in two pieces, so octets are counted.
  parser[HTTPParser.kOnBody] = (_octets, _offset, length) => {
    contentOctets += length
  }
  const octets = Buffer.from(message.buffer)
  for (let at = 0; at < octets.length; at += READ_OCTETS) parser.execute(octets.subarray(at, at + READ_OCTETS))
  return contentOctets / CHUNK_OCTETS
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] as number
}

if (import.meta.main) for (const row of await bench()) console.log(`${row.name}: ${row.measured} (${row.target})`)
