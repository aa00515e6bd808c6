/**
 * The records of a file on their way from the worker that read it to the page: their octets laid out as the trace keeps them, the
 * rest in columns of numbers. All that changes hands at once, and the page copies none of it.
 */
import type { Direction } from '#wire/pdu.ts'
import type { Store, TraceRecord } from '#wire/trace.ts'

/** Octets of a file that are shown; those behind them become gaps with this name. */
export const MAX_OCTETS_OPENED = 64 * 2 ** 20

type OctetRecord = Extract<TraceRecord, { readonly kind: 'octets' }>

/** What few records of octets say besides. */
type Besides = Pick<OctetRecord, 'pieces' | 'heldMs'>

export interface LaidOut {
  /** One for each direction of a connection; all of them lie in one buffer. */
  readonly stores: readonly Store[]
  /** Of each record its store (its place in `stores`), its time, and where its octets end in the store; they begin where those before end. */
  readonly columns: Float64Array
  /** By place among the records: those that are not of octets, and what few of these say besides. */
  readonly others: ReadonlyMap<number, Exclude<TraceRecord, OctetRecord> | Besides>
  /** Whether octets were left out because of `MAX_OCTETS_OPENED`. */
  readonly isCut: boolean
}

/** Numbers of each record in `columns`; those of a record without octets say nothing. */
const COLUMNS = 3

/** What can change hands instead of being copied. */
export function buffersOf({ stores: [first], columns }: LaidOut): Transferable[] {
  return [...(first === undefined ? [] : [first.octets.buffer]), columns.buffer] as ArrayBuffer[]
}

/** Lays records out; what follows the first `limit` octets becomes gaps. */
export function layOut(all: readonly TraceRecord[], limit = MAX_OCTETS_OPENED): LaidOut {
  const records = withinLimit(all, limit)
  const fillings = fillingsFor(records)
  const columns = new Float64Array(records.length * COLUMNS)
  const others = new Map<number, Exclude<TraceRecord, OctetRecord> | Besides>()
  for (const [place, record] of records.entries()) {
    if (record.kind !== 'octets') {
      others.set(place, record)
      continue
    }
    const { at, octets, pieces, heldMs } = record
    const filling = fillings.get(keyOf(record)) as Filling
    filling.octets.set(octets, filling.end)
    filling.end += octets.length
    columns.set([filling.place, at, filling.end], place * COLUMNS)
    if (pieces !== undefined || heldMs !== undefined) {
      others.set(place, { ...(pieces && { pieces }), ...(heldMs !== undefined && { heldMs }) })
    }
  }
  const stores = [...fillings.values()].map(({ connection, direction, octets }) => ({ connection, direction, octets }))
  return { stores, columns, others, isCut: records.some(({ kind }, place) => kind !== all[place]?.kind) }
}

/** The records again, made as they are asked for; their octets are views of the stores. */
export function* recordsOf({ stores, columns, others }: LaidOut): Iterable<TraceRecord> {
  const ends = new Float64Array(stores.length)
  for (let place = 0; place * COLUMNS < columns.length; place++) {
    const other = others.get(place)
    if (other !== undefined && 'kind' in other) {
      yield other
      continue
    }
    const first = place * COLUMNS
    const store = columns[first] as number
    const at = columns[first + 1] as number
    const end = columns[first + 2] as number
    const { connection, direction, octets } = stores[store] as Store
    const record = { kind: 'octets', connection, at, direction, octets: octets.subarray(ends[store], end) } as const
    yield other === undefined ? record : { ...record, ...other }
    ends[store] = end
  }
}

function withinLimit(records: readonly TraceRecord[], limit: number): readonly TraceRecord[] {
  let left = limit
  return records.map((record): TraceRecord => {
    if (record.kind !== 'octets') return record
    left -= record.octets.length
    if (left >= 0) return record
    const { connection, at, direction, octets } = record
    return { kind: 'gap', connection, at, direction, octets: octets.length, limit: 'maxOctetsOpened' }
  })
}

/** A store that is being filled: its place among all, and where the octets so far end. */
interface Filling extends Store {
  readonly place: number
  end: number
}

/** Empty stores that have room for the records' octets, by connection and direction. */
function fillingsFor(records: readonly TraceRecord[]): ReadonlyMap<string, Filling> {
  const lengths = new Map<string, { connection: number; direction: Direction; length: number }>()
  let total = 0
  for (const record of records) {
    if (record.kind !== 'octets') continue
    const { connection, direction, octets } = record
    const known = lengths.get(keyOf(record))
    if (known === undefined) lengths.set(keyOf(record), { connection, direction, length: octets.length })
    else known.length += octets.length
    total += octets.length
  }
  const buffer = new ArrayBuffer(total)
  const fillings = new Map<string, Filling>()
  let start = 0
  for (const [key, { connection, direction, length }] of lengths) {
    const octets = new Uint8Array(buffer, start, length)
    fillings.set(key, { connection, direction, octets, place: fillings.size, end: 0 })
    start += length
  }
  return fillings
}

function keyOf({ connection, direction }: OctetRecord): string {
  return `${connection} ${direction}`
}
