/** One `fetch` whose request has a stream as its content: the script notes when it writes, and when it can read. */
import { canUpload, type StreamingRequest } from '../../transports/can-upload.ts'
import type { LabClientContext } from '../lab-client.ts'
import type { DuplexSwitches } from './lab.ts'

export async function uploadAndRead(address: URL, context: LabClientContext, switches: DuplexSwitches): Promise<void> {
  if (!canUpload())
    throw new Error(
      'This browser cannot send a stream as the content of a request: it would send the words "[object ReadableStream]".',
    )
  const { signal, saw } = context
  const response = await fetch(address, {
    method: 'POST',
    body: pieces(context, switches),
    duplex: 'half',
    cache: 'no-store',
    credentials: 'omit',
    signal,
  } as StreamingRequest)
  saw('fetch() resolved', { detail: `status ${response.status}` })
  await readAll(response, context)
}

/** The pieces, as a stream that somebody reads. */
export function pieces(
  { saw, signal }: LabClientContext,
  { pieces, interval }: DuplexSwitches,
): ReadableStream<Uint8Array> {
  let number = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (number > 0) await new Promise((resolve) => setTimeout(resolve, interval))
        if (number === pieces || signal.aborted) {
          saw('close()', { detail: 'the request has ended' })
          controller.close()
          return
        }
        number += 1
        const piece = new TextEncoder().encode(`piece ${number}\n`)
        saw('enqueue()', { octets: piece.length, detail: `piece ${number}` })
        controller.enqueue(piece)
      },
    },
    { highWaterMark: 0 },
  )
}

/** Reads a response to its end, and notes each read. */
export async function readAll(response: Response, { saw }: LabClientContext): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  for (;;) {
    const { done, value = '' } = (await reader?.read()) ?? { done: true }
    if (done) break
    saw('read()', { octets: value.length, of: 'echo', detail: value })
  }
  saw('read() done')
}
