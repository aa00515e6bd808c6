/** Reads a capture file in a worker, so that the page answers whatever the file's size. */
import { type Batch, packBatch } from '#wire/formats/batch.ts'
import type { Capture } from '#wire/formats/capture.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { type Room, roomFor, type TraceRecord } from '#wire/trace.ts'

/**
 * What the worker says: how far it has come; the capture without its records, and the room they take; these in batches, whose octets
 * change hands instead of being copied; or a sentence that says why not.
 */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly octets: number }
  | { readonly kind: 'opened'; readonly capture: Omit<Capture, 'records'>; readonly room: readonly Room[] }
  | { readonly kind: 'records'; readonly batch: Batch; readonly more: boolean }
  | { readonly kind: 'end' }
  | { readonly kind: 'unreadable'; readonly sentence: string }

/** Octets that one message carries, about. */
const BATCH_OCTETS = 2 ** 20
const BATCH_RECORDS = 5000

const say = (message: WorkerMessage, transfer: Transferable[] = []) => postMessage(message, { transfer })

addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  try {
    const { records, ...capture } = await openFile(file.stream(), (octets) => say({ kind: 'progress', octets }))
    say({ kind: 'opened', capture, room: roomFor(records) })
    let from = 0
    for (const some of batches(records)) {
      const batch = packBatch(capture.run.id, from, some)
      from += some.length
      say({ kind: 'records', batch, more: from < records.length }, [batch.octets.buffer])
    }
    say({ kind: 'end' })
  } catch (error) {
    say({ kind: 'unreadable', sentence: (error as Error).message })
  }
})

function* batches(records: readonly TraceRecord[]): Iterable<readonly TraceRecord[]> {
  let batch: TraceRecord[] = []
  let octets = 0
  for (const record of records) {
    batch.push(record)
    if (record.kind === 'octets') octets += record.octets.length
    if (octets < BATCH_OCTETS && batch.length < BATCH_RECORDS) continue
    yield batch
    batch = []
    octets = 0
  }
  yield batch
}
