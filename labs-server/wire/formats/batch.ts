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
  /** The records, a `PackedRecord` each, as JSON: text, for a transport would look into every object for binary pieces. */
  readonly records: string
  /** The octets of all records, one after another. */
  readonly octets: Uint8Array
}

export function packBatch(run: string, from: number, records: readonly TraceRecord[]): Batch {
  let total = 0
  for (const record of records) if (record.kind === 'octets') total += record.octets.length
  const octets = new Uint8Array(total)
  let at = 0
  const packed = records.map((record): PackedRecord => {
    if (record.kind !== 'octets') return record
    const { octets: own, ...rest } = record
    octets.set(own, at)
    at += own.length
    return { ...rest, length: own.length }
  })
  return { run, from, records: JSON.stringify(packed), octets }
}

/** The records of a batch; their octets are views of the batch's. */
export function unpackBatch(batch: Batch): readonly TraceRecord[] {
  // A transport may hand over an ArrayBuffer or a Node Buffer where it was given a Uint8Array.
  const octets = new Uint8Array(batch.octets)
  let at = 0
  return (JSON.parse(batch.records) as PackedRecord[]).map((record): TraceRecord => {
    if (record.kind !== 'octets') return record
    const { length, ...rest } = record
    const own = octets.subarray(at, at + length)
    at += length
    return { ...rest, octets: own }
  })
}
