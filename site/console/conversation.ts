/** What was said on the console's connections, in order: kept while the tab is open, and bounded. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { ConsoleClosedHow } from '#labs-server/console/console-events.ts'
import type { Direction } from '#wire/pdu.ts'

/** One thing that happened. `at` is in milliseconds since its connection was there. */
export type Entry = { readonly connection: number; readonly at: number } & (
  | { readonly kind: 'opened'; readonly client: string; readonly server: string }
  /** No connection was to be had. */
  | { readonly kind: 'failed'; readonly why: string }
  /** One piece up or one read down; `length` octets, of which the first are kept. */
  | { readonly kind: 'octets'; readonly direction: Direction; readonly octets: Uint8Array; readonly length: number }
  /** No more will come in this direction (FIN). */
  | { readonly kind: 'end'; readonly direction: Direction }
  | { readonly kind: 'closed'; readonly how: ConsoleClosedHow | 'lost'; readonly why: string | undefined }
)

/** Octets kept of one entry, octets kept of all, and entries kept. */
const MAX_ENTRY_OCTETS = 16_384
const MAX_OCTETS = 262_144
const MAX_ENTRIES = 500

/** An entry as it is stored: its octets as base64. */
type Stored = Omit<Entry, 'octets'> & { readonly octets?: string }

export class Conversation {
  readonly #entries: Signal<readonly Entry[]> = signal([])
  readonly #dropped = signal(0)

  get entries(): ReadonlySignal<readonly Entry[]> {
    return this.#entries
  }

  /** How many of the oldest entries are no longer kept. */
  get dropped(): ReadonlySignal<number> {
    return this.#dropped
  }

  /** The number of the latest connection; 0 before the first. */
  get latest(): number {
    return this.#entries.peek().at(-1)?.connection ?? 0
  }

  /** Adds an entry in its place: what was written waits for the connection, and may be told after a later read. */
  add(entry: Entry): void {
    const entries = this.#entries.peek()
    const before = entries.findLastIndex(({ connection, at }) => connection !== entry.connection || at <= entry.at)
    this.#keep(entries.toSpliced(before + 1, 0, entry))
  }

  addOctets(connection: number, direction: Direction, octets: Uint8Array, at: number): void {
    const kept = octets.slice(0, MAX_ENTRY_OCTETS)
    this.add({ kind: 'octets', connection, at, direction, octets: kept, length: octets.length })
  }

  clear(): void {
    this.#entries.value = []
    this.#dropped.value = 0
  }

  /** For storage. */
  toStored(): readonly Stored[] {
    return this.#entries
      .peek()
      .map((entry) => (entry.kind === 'octets' ? { ...entry, octets: entry.octets.toBase64() } : entry))
  }

  /** Takes in what `toStored` gave. A connection that was open then is gone with its page. */
  restore(stored: readonly Stored[]): void {
    const entries = stored.map((entry) =>
      entry.octets === undefined ? entry : { ...entry, octets: Uint8Array.fromBase64(entry.octets) },
    ) as Entry[]
    const last = entries.at(-1)
    if (last !== undefined && last.kind !== 'closed' && last.kind !== 'failed') {
      const why = 'Its page was closed or loaded anew.'
      entries.push({ kind: 'closed', connection: last.connection, at: last.at, how: 'closed', why })
    }
    this.#keep(entries)
  }

  #keep(entries: readonly Entry[]): void {
    let octets = 0
    let from = entries.length
    while (from > 0 && entries.length - from < MAX_ENTRIES) {
      const entry = entries[from - 1]
      octets += entry?.kind === 'octets' ? entry.octets.length : 0
      if (octets > MAX_OCTETS) break
      from -= 1
    }
    this.#dropped.value += from
    this.#entries.value = entries.slice(from)
  }
}
