/** A batch: trace records on their way to a page, with all their octets in one binary piece. */
import { DIRECTIONS } from '../pdu.ts'
import type { TraceRecord } from '../trace.ts'

type OctetRecord = Extract<TraceRecord, { readonly kind: 'octets' }>

/** A record of octets, as a row: they are most of a batch, so their fields go without names. */
type PackedOctets = [
  connection: number,
  at: number,
  /** An index into `DIRECTIONS`. */
  direction: number,
  /** How many of the batch's octets are its own. */
  length: number,
  pieces?: readonly number[] | null,
  heldMs?: number,
]

type PackedRecord = PackedOctets | Exclude<TraceRecord, OctetRecord>

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
    return packOctets(record)
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
  const records = JSON.parse(new TextDecoder().decode(octets.subarray(0, batch.head))) as readonly PackedRecord[]
  let at = batch.head
  return records.map((record): TraceRecord => {
    if (!Array.isArray(record)) return record
    const start = at
    at += record[3]
    return unpackOctets(record, octets.subarray(start, at))
  })
}

function packOctets({ connection, at, direction, octets, pieces, heldMs }: OctetRecord): PackedOctets {
  const row: PackedOctets = [connection, at, DIRECTIONS.indexOf(direction), octets.length]
  if (heldMs !== undefined) row.push(pieces ?? null, heldMs)
  else if (pieces !== undefined) row.push(pieces)
  return row
}

function unpackOctets([connection, at, direction, , pieces, heldMs]: PackedOctets, octets: Uint8Array): TraceRecord {
  return {
    kind: 'octets',
    connection,
    at,
    direction: direction === 0 ? 'client-to-server' : 'server-to-client',
    octets,
    ...(pieces && { pieces }),
    ...(heldMs !== undefined && { heldMs }),
  }
}
