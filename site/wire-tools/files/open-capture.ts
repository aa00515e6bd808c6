/** Opens a capture file in a view: read by a worker, bounded, and taken in while the page goes on answering. */
import type { WireModel } from '#site/wire-view/wire-model.ts'
import { unpackBatch } from '#wire/formats/batch.ts'
import { type Capture, UnreadableFile } from '#wire/formats/capture.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { observerOf } from './observer.ts'
import type { WorkerMessage } from './open-worker.ts'

/** Octets of a file that are shown; those behind them become gaps with this name. */
export const MAX_OCTETS_OPENED = 64 * 2 ** 20

export interface OpenedCapture extends Omit<Capture, 'records'> {
  /** Whether octets were left out because of `MAX_OCTETS_OPENED`. */
  readonly isCut: boolean
}

/**
 * Reads `file` and shows it in `model`. `onProgress` is told how many octets of the file have been read.
 *
 * @throws UnreadableFile with a sentence for the reader.
 * @throws DOMException `AbortError` when `signal` says so.
 */
export async function openCapture(
  model: WireModel,
  file: File,
  onProgress: (octets: number) => void,
  signal: AbortSignal,
): Promise<OpenedCapture> {
  const worker = new Worker(new URL('./open-worker.ts', import.meta.url), { type: 'module' })
  let left = MAX_OCTETS_OPENED
  let opened: Omit<Capture, 'records'> | undefined
  try {
    worker.postMessage(file)
    for await (const message of messagesOf(worker, signal)) {
      switch (message.kind) {
        case 'progress':
          onProgress(message.octets)
          break
        case 'opened':
          opened = message.capture
          // Every layer is wanted, and better before the octets than in the midst of them.
          await import('#wire/dissectors/all.ts')
          model.begin(opened.run, opened.octets === 'rebuilt' ? 'rebuilt' : 'file', observerOf(opened))
          if (message.room.reduce((sum, { octets }) => sum + octets, 0) <= MAX_OCTETS_OPENED) {
            model.log.peek()?.trace.reserve(message.room)
          }
          for (const event of opened.script) model.script.add(event)
          break
        case 'records': {
          const records = unpackBatch(message.batch).map((record): TraceRecord => {
            if (record.kind !== 'octets') return record
            left -= record.octets.length
            if (left >= 0) return record
            const { connection, at, direction, octets } = record
            return { kind: 'gap', connection, at, direction, octets: octets.length, limit: 'maxOctetsOpened' }
          })
          await model.take(records, message.more)
          break
        }
        case 'unreadable':
          throw new UnreadableFile(message.sentence)
      }
    }
  } finally {
    worker.terminate()
  }
  if (opened === undefined) throw new UnreadableFile('The file could not be read to its end.')
  return { ...opened, isCut: left < 0 }
}

/** The worker's messages up to its `end`, one after another however long each takes. */
async function* messagesOf(worker: Worker, signal: AbortSignal): AsyncIterable<WorkerMessage> {
  const waiting: WorkerMessage[] = []
  let failed: Error | undefined
  let wake = () => {}
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
    waiting.push(data)
    wake()
  })
  worker.addEventListener('error', ({ message }) => {
    failed = new UnreadableFile(`The reader of files could not be loaded or failed${message ? `: ${message}` : ''}.`)
    wake()
  })
  signal.addEventListener('abort', () => wake())
  for (;;) {
    signal.throwIfAborted()
    if (failed) throw failed
    const message = waiting.shift()
    if (message === undefined) {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    } else if (message.kind === 'end') {
      return
    } else {
      yield message
    }
  }
}
