/**
 * The log of a run: trace records in columns of numbers, octets in a few large blocks. Thousands of small objects and
 * buffers that stay would cost the garbage collector more than all the noting; records are built when somebody reads.
 */
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'

/** Octets in a block; a larger piece gets a block of its own size. */
const BLOCK_OCTETS = 64 * 1024
const SMALLEST_CAPACITY = 64

/** What a row of numbers holds of one record of octets. */
const ROW = { connection: 0, at: 1, direction: 2, block: 3, start: 4, length: 5 } as const
const COLUMNS = 6
const NO_OCTETS = new Uint8Array(0)

/** What few records of octets have. */
interface More {
  readonly pieces?: readonly number[]
  readonly heldMs?: number
}

export class RecordLog {
  #rows = new Float64Array(SMALLEST_CAPACITY * COLUMNS)
  #length = 0
  readonly #more = new Map<number, More>()
  /** Records of another kind than octets, by their place. */
  readonly #others = new Map<number, TraceRecord>()
  #blocks: Uint8Array[] = []
  #used = 0

  /** How many records there are. */
  get length(): number {
    return this.#length
  }

  /** Appends a record that is not of octets. */
  append(record: Exclude<TraceRecord, { kind: 'octets' }>): void {
    this.#others.set(this.#length, record)
    this.#nextRow()
  }

  /** Appends a record of octets, which are copied. */
  appendOctets(connection: number, direction: Direction, octets: Uint8Array, at: number, more: More | undefined): void {
    if (more !== undefined) this.#more.set(this.#length, more)
    const row = this.#nextRow()
    const rows = this.#rows
    rows[row + ROW.connection] = connection
    rows[row + ROW.at] = at
    rows[row + ROW.direction] = direction === 'client-to-server' ? 0 : 1
    rows[row + ROW.length] = octets.length
    this.#keep(octets, row)
  }

  /** Records from the place `from` on: at most `maxRecords`, and `maxOctets` or the first record alone. */
  read(from: number, maxRecords: number, maxOctets: number): readonly TraceRecord[] {
    const records: TraceRecord[] = []
    let octets = 0
    for (let place = from; place < Math.min(this.#length, from + maxRecords); place++) {
      octets += this.#number(place * COLUMNS + ROW.length)
      if (octets > maxOctets && place > from) break
      records.push(this.#others.get(place) ?? this.#octetsAt(place))
    }
    return records
  }

  /** Forgets everything. */
  clear(): void {
    this.#rows = new Float64Array(0)
    this.#length = 0
    this.#more.clear()
    this.#others.clear()
    this.#blocks = []
  }

  #octetsAt(place: number): TraceRecord {
    const row = place * COLUMNS
    const start = this.#number(row + ROW.start)
    const record = {
      kind: 'octets',
      connection: this.#number(row + ROW.connection),
      at: this.#number(row + ROW.at),
      direction: this.#number(row + ROW.direction) === 0 ? 'client-to-server' : 'server-to-client',
      octets: (this.#blocks[this.#number(row + ROW.block)] ?? NO_OCTETS).subarray(
        start,
        start + this.#number(row + ROW.length),
      ),
    } as const
    const more = this.#more.get(place)
    return more === undefined ? record : { ...record, ...more }
  }

  #number(at: number): number {
    return this.#rows[at] ?? 0
  }

  /** Makes room for one more row and returns where it starts. */
  #nextRow(): number {
    const row = this.#length * COLUMNS
    this.#length += 1
    if (row === this.#rows.length) {
      const grown = new Float64Array(row * 2)
      grown.set(this.#rows)
      this.#rows = grown
    }
    return row
  }

  #keep(octets: Uint8Array, row: number): void {
    let block = this.#blocks.at(-1)
    if (block === undefined || this.#used + octets.length > block.length) {
      block = new Uint8Array(Math.max(BLOCK_OCTETS, octets.length))
      this.#blocks.push(block)
      this.#used = 0
    }
    block.set(octets, this.#used)
    this.#rows[row + ROW.block] = this.#blocks.length - 1
    this.#rows[row + ROW.start] = this.#used
    this.#used += octets.length
  }
}
