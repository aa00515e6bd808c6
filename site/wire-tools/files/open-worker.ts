/** Reads a capture file in a worker, so that the page answers whatever the file's size. */
import type { Capture } from '#wire/formats/capture.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { buffersOf, type LaidOut, layOut } from './laid-out.ts'

/** What the worker says: how far it has come; the capture, its records laid out; or a sentence that says why not. */
export type WorkerMessage =
  | { readonly kind: 'progress'; readonly octets: number }
  | { readonly kind: 'opened'; readonly capture: Omit<Capture, 'records'>; readonly laidOut: LaidOut }
  | { readonly kind: 'unreadable'; readonly sentence: string }

const say = (message: WorkerMessage, transfer: Transferable[] = []) => postMessage(message, { transfer })

addEventListener('message', async ({ data: file }: MessageEvent<File>) => {
  try {
    const { records, ...capture } = await openFile(file.stream(), (octets) => say({ kind: 'progress', octets }))
    const laidOut = layOut(records)
    say({ kind: 'opened', capture, laidOut }, buffersOf(laidOut))
  } catch (error) {
    say({ kind: 'unreadable', sentence: (error as Error).message })
  }
})
