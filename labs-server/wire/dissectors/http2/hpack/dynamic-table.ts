/**
 * The dynamic table: RFC 7541 sections 2.3 and 4.
 *
 * Entries are kept in the order of their insertion, for ever; the table at any time is a window on them. So the table as it
 * was before and after each of a hundred thousand field blocks costs four numbers each.
 */
import { STATIC_TABLE } from './static-table.ts'

export interface Entry {
  readonly name: string
  readonly value: string
}

/** The table at one time: entries `[first, end)` of all that were ever inserted. */
export interface TableWindow {
  readonly first: number
  readonly end: number
  /** What its entries count together, in octets: RFC 7541 section 4.1. */
  readonly size: number
  readonly maxSize: number
}

/** RFC 9113 section 6.5.2: the initial value of SETTINGS_HEADER_TABLE_SIZE, in octets. */
export const INITIAL_TABLE_SIZE = 4096

const EMPTY: TableWindow = { first: 0, end: 0, size: 0, maxSize: INITIAL_TABLE_SIZE }

/** RFC 7541 section 4.1: "The size of an entry is the sum of its name's length in octets, its value's length in octets, and 32." */
export function sizeOf({ name, value }: Entry): number {
  return name.length + value.length + 32
}

export class DynamicTable {
  readonly #entries: Entry[]
  #first: number
  #end: number
  #size: number
  #maxSize: number
  /** The table as it is, until it changes: most blocks change nothing. */
  #window: TableWindow | undefined

  constructor(entries: Entry[] = [], { first, end, size, maxSize } = EMPTY) {
    this.#entries = entries
    this.#first = first
    this.#end = end
    this.#size = size
    this.#maxSize = maxSize
  }

  get window(): TableWindow {
    this.#window ??= { first: this.#first, end: this.#end, size: this.#size, maxSize: this.#maxSize }
    return this.#window
  }

  get size(): number {
    return this.#size
  }

  /** The same table as it was at `window`: what is done to it leaves this one as it is. */
  at(window: TableWindow): DynamicTable {
    return new DynamicTable(this.#entries, window)
  }

  /** The entries from the newest to the oldest, as their indices go from 62 on. */
  get entries(): readonly Entry[] {
    return this.#entries.slice(this.#first, this.#end).reverse()
  }

  /** The entry at an index of the address space of both tables (RFC 7541 section 2.3.3); undefined where there is none. */
  entry(index: number): Entry | undefined {
    if (index < STATIC_TABLE.length) return STATIC_TABLE[index]
    const place = this.#end - 1 - (index - STATIC_TABLE.length)
    return place < this.#first ? undefined : this.#entries[place]
  }

  insert(entry: Entry): void {
    const size = sizeOf(entry)
    // RFC 7541 section 4.4: "an attempt to add an entry larger than the maximum size causes the table to be emptied of all
    // existing entries and results in an empty table."
    this.#window = undefined
    this.#evict(Math.max(0, this.#maxSize - size))
    if (size > this.#maxSize) return
    // A window of the past finds here what it inserted then.
    if (this.#end === this.#entries.length) this.#entries.push(entry)
    this.#end += 1
    this.#size += size
  }

  resize(maxSize: number): void {
    this.#window = undefined
    this.#maxSize = maxSize
    this.#evict(maxSize)
  }

  #evict(size: number): void {
    while (this.#size > size) {
      this.#size -= sizeOf(this.#entries[this.#first] as Entry)
      this.#first += 1
    }
  }
}
