/** Chunked coding: RFC 9112 section 7.1. */
import type { CarriedOctets } from '../../carried-octets.ts'
import type { Fault } from '../../fault.ts'
import type { Part, Pdu } from '../../pdu.ts'
import { CR, LF } from './characters.ts'
import { begunChunkLineParts, type ChunkLine, chunkExtParts, readChunkLine } from './chunk-line.ts'
import type { ContentReader } from './content.ts'
import { FAULTS } from './faults.ts'
import { LineSearch, SectionSearch } from './line.ts'
import { chunkParts, faulted, part } from './part.ts'
import { TrailerSection } from './trailer-section.ts'
import { Http1Unit, PlainUnit, type Source, type UnitPlace } from './unit.ts'

/** `chunk`, or `last-chunk` when its size is 0. A stream has so many that its first line is read anew when its parts are asked for. */
export class Chunk extends Http1Unit {
  readonly #lineEnd: number
  /** Octets of content it carries. */
  readonly value: number
  /** Known where there is nothing but what nearly every chunk is made of. */
  readonly faulty: boolean | undefined

  constructor(place: UnitPlace, line: ChunkLine, complete: boolean, fault?: Fault) {
    super(place, complete, fault)
    const { size, sizeEnd, end, next } = line
    this.#lineEnd = next
    this.value = size
    const isPlain = fault === undefined && sizeEnd === end && next - end === 2
    this.faulty = isPlain && (size === 0 || place.end - next - size === 2) ? false : undefined
  }

  get name(): 'chunk' | 'last-chunk' {
    return this.value === 0 ? 'last-chunk' : 'chunk'
  }

  get #line(): ChunkLine {
    // It was read when the chunk came, so it can be read.
    return readChunkLine(this.source.stream.octets, this.start, this.#lineEnd) as ChunkLine
  }

  get parts(): readonly Part[] {
    const { size, sizeEnd, end, next } = this.#line
    const dataEnd = Math.min(next + size, this.end)
    const parts: Part[] = [chunkParts.size(this.start, sizeEnd, size)]
    if (sizeEnd < end) parts.push(...chunkExtParts(this.octets, sizeEnd, end))
    parts.push(chunkTerminator(end, next))
    if (dataEnd > next) parts.push(chunkParts.data(next, dataEnd))
    // Half a CRLF may have come, or none when other octets stand in its place.
    if (this.complete && this.end > dataEnd) parts.push(chunkTerminator(dataEnd, this.end))
    return parts
  }
}

function chunkTerminator(end: number, next: number): Part {
  return next - end === 2 ? chunkParts.crlf(end, next) : faulted(part('LF', end, next), 'chunk-line-bare-lf')
}

/** A chunk of whose first line only the beginning has come. */
class BegunChunk extends Http1Unit {
  readonly name = 'chunk'

  get parts(): readonly Part[] {
    return begunChunkLineParts(this.octets, this.start)
  }
}

// chunked-body = *chunk last-chunk trailer-section CRLF
export class ChunkedReader implements ContentReader {
  at: number
  state: ContentReader['state'] = 'reading'
  readonly #source: Source
  readonly #exchange: number
  readonly #lines = new LineSearch()
  /** Set between a chunk's first line and its end. */
  #line: ChunkLine | undefined
  /** The latest chunk's data, as far as it has not been handed on. */
  #data = { start: 0, end: 0 }
  /** Set from the last chunk on. */
  #trailers: SectionSearch | undefined

  constructor(source: Source, exchange: number, start: number) {
    this.#source = source
    this.#exchange = exchange
    this.at = start
  }

  read(octets: Uint8Array): Pdu | undefined {
    if (this.state !== 'reading') return undefined
    return this.#trailers ? this.#readTrailers(octets, this.#trailers) : this.#readChunk(octets)
  }

  pending(): Pdu | undefined {
    return this.#source.stream.length > this.at ? this.#begun() : undefined
  }

  // RFC 9112 section 8: "A message body that uses the chunked transfer coding is incomplete if the zero-sized chunk that
  // terminates the encoding has not been received."
  end(): Pdu {
    const fault = FAULTS['message-incomplete']
    if (this.#source.stream.length > this.at) return this.#begun(fault)
    const missing = this.#place(this.at)
    return this.#trailers
      ? new TrailerSection(missing, false, fault)
      : new PlainUnit('last-chunk', missing, false, fault)
  }

  carry(into: CarriedOctets): void {
    const octets = this.#source.stream.slice(this.#data)
    into.carry(octets, this.#data.start)
    this.#data.start += octets.length
  }

  #readChunk(octets: Uint8Array): Pdu | undefined {
    const line = this.#line ?? this.#readLine(octets)
    if (line === undefined) return undefined
    if (line.size === 0) {
      this.#trailers = new SectionSearch(line.next)
      return this.#chunk(line, line.next)
    }
    const dataEnd = line.next + line.size
    if (line !== this.#line) this.#data = { start: line.next, end: dataEnd }
    const end = dataEnd + terminatorLength(octets, dataEnd)
    if (end > octets.length) {
      this.#line = line
      return undefined
    }
    if (end === dataEnd) this.state = 'chunk-data-crlf-missing'
    return this.#chunk(line, end)
  }

  #readLine(octets: Uint8Array): ChunkLine | undefined {
    const next = this.#lines.end(octets, this.at)
    if (next === undefined) {
      if (this.#lines.isTooLong(this.at)) this.state = 'line-too-long'
      return undefined
    }
    const line = readChunkLine(octets, this.at, next)
    if (typeof line === 'object') return line
    this.state = line
    return undefined
  }

  #chunk(line: ChunkLine, end: number): Pdu {
    const chunk = new Chunk(this.#place(end), line, true)
    this.#line = undefined
    this.at = end
    return chunk
  }

  #readTrailers(octets: Uint8Array, search: SectionSearch): Pdu | undefined {
    const end = search.end(octets)
    if (end === undefined) return undefined
    if (typeof end === 'number') {
      this.state = 'done'
      return this.#trailerSection(end, true)
    }
    this.state = end
    return search.line > this.at ? this.#trailerSection(search.line, false, FAULTS[end]) : undefined
  }

  #trailerSection(end: number, complete: boolean, fault?: Fault): Pdu {
    const section = new TrailerSection(this.#place(end), complete, fault)
    this.at = end
    return section
  }

  #begun(fault?: Fault): Pdu {
    const place = this.#place(this.#source.stream.length)
    if (this.#trailers) return new TrailerSection(place, false, fault)
    return this.#line ? new Chunk(place, this.#line, false, fault) : new BegunChunk(place, false, fault)
  }

  #place(end: number): UnitPlace {
    return { source: this.#source, exchange: this.#exchange, start: this.at, end }
  }
}

/** 2 for CRLF or where it is still to come, 1 for LF alone, 0 where other octets stand. */
function terminatorLength(octets: Uint8Array, at: number): number {
  const first = octets[at]
  if (first === LF) return 1
  if (first !== undefined && first !== CR) return 0
  const second = octets[at + 1]
  return second === undefined || second === LF ? 2 : 0
}
