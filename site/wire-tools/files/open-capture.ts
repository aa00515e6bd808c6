/** Opens a capture file in a view: read by a worker, bounded, and taken in while the page goes on answering. */
import type { WireModel } from '#site/wire-view/wire-model.ts'
import { loadWireBody } from '#site/wire-view/wire-view.tsx'
import { type Capture, UnreadableFile } from '#wire/formats/capture.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { recordsOf } from './laid-out.ts'
import { observerOf } from './observer.ts'
import type { WorkerMessage } from './open-worker.ts'

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
  // What the octets will need is loaded while the worker reads. When it cannot be, layers and views say so in their turn.
  const layers = import('#wire/dissectors/all.ts')
  Promise.allSettled([layers, loadWireBody()])
  try {
    worker.postMessage(file)
    for await (const message of messagesOf(worker, signal)) {
      switch (message.kind) {
        case 'progress':
          onProgress(message.octets)
          break
        case 'opened': {
          const { capture, laidOut } = message
          // Every layer is wanted, and better before the octets than in the midst of them.
          await layers
          model.begin(capture.run, capture.octets === 'rebuilt' ? 'rebuilt' : 'file', observerOf(capture))
          model.log.peek()?.trace.adopt(laidOut.stores)
          for (const event of capture.script) model.script.add(event)
          await model.take(untilAborted(recordsOf(laidOut), signal))
          return { ...capture, isCut: laidOut.isCut }
        }
        case 'unreadable':
          throw new UnreadableFile(message.sentence)
      }
    }
  } finally {
    worker.terminate()
  }
  throw new UnreadableFile('The file could not be read to its end.')
}

function* untilAborted(records: Iterable<TraceRecord>, signal: AbortSignal): Iterable<TraceRecord> {
  for (const record of records) {
    signal.throwIfAborted()
    yield record
  }
}

/** The worker's messages, one after another however long each takes. */
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
    } else {
      yield message
    }
  }
}
