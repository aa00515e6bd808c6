/** A batch: trace records on their way to a page, with all their octets in one binary piece. */
import type { TraceRecord } from '../trace.ts'

type Packed<Kind> = Kind extends { readonly octets: Uint8Array }
  ? Omit<Kind, 'octets'> & { readonly length: number }
  : Kind

/** A record without its octets: `length` says how many of the batch's octets are its own. */
export type PackedRecord = Packed<TraceRecord>

export interface Batch {
  /** The run's id. */
  readonly run: string
  /** The place of the first record in the run, counted from 0, so that a reader can resume and notice a loss. */
  readonly from: number
  /** How many of `octets`, at the beginning, are the records: a `PackedRecord` each, as JSON in UTF-8. */
  readonly head: number
  /** The records, and then the octets of all of them, one after another. */
  readonly octets: Uint8Array
}

export function packBatch(run: string, from: number, records: readonly TraceRecord[]): Batch {
  let total = 0
  const packed = records.map((record): PackedRecord => {
    if (record.kind !== 'octets') return record
    total += record.octets.length
    // Field by field: a busy labs server packs tens of thousands of records a second.
    const { kind, connection, at, direction, pieces, heldMs } = record
    const length = record.octets.length
    if (pieces === undefined && heldMs === undefined) return { kind, connection, at, direction, length }
    return {
      kind,
      connection,
      at,
      direction,
      length,
      ...(pieces && { pieces }),
      ...(heldMs !== undefined && { heldMs }),
    }
  })
  // In one binary piece with the octets: a transport would look into every object, or escape every quote.
  const head = new TextEncoder().encode(JSON.stringify(packed))
  const octets = new Uint8Array(head.length + total)
  octets.set(head)
  let end = head.length
  for (const record of records) {
    if (record.kind !== 'octets') continue
    octets.set(record.octets, end)
    end += record.octets.length
  }
  return { run, from, head: head.length, octets }
}

/** The records of a batch; their octets are views of the batch's. */
export function unpackBatch(batch: Batch): readonly TraceRecord[] {
  // A transport may hand over an ArrayBuffer or a Node Buffer where it was given a Uint8Array.
  const octets = new Uint8Array(batch.octets)
  const records: readonly PackedRecord[] = JSON.parse(new TextDecoder().decode(octets.subarray(0, batch.head)))
  let at = batch.head
  return records.map((record): TraceRecord => {
    if (record.kind !== 'octets') return record
    const { length, ...rest } = record
    const own = octets.subarray(at, at + length)
    at += length
    return { ...rest, octets: own }
  })
}
