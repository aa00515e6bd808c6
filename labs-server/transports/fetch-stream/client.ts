/** The client half: the content of one response, read as it comes. What a read brings is not what the server wrote. */
import type { Channel, ClientContext, Connect, Receive } from '../channel.ts'
import { LineReader } from '../numbered-line.ts'

export const connect: Connect = async (context, receive) => {
  const closed = new AbortController()
  const signal = AbortSignal.any([context.signal, closed.signal])
  const target = `?after=${context.after}`
  const response = await fetch(new URL(target, context.url), { cache: 'no-store', credentials: 'omit', signal })
  context.saw('fetch() resolved', { of: target, detail: `status ${response.status}` })
  if (!response.ok || response.body === null) throw new Error(`The stream was answered with ${response.status}.`)

  return { ended: readLines(response.body, target, context, receive), close: () => closed.abort() } satisfies Channel
}

async function readLines(content: ReadableStream<Uint8Array>, of: string, { saw }: ClientContext, receive: Receive) {
  const lines = new LineReader(receive)
  const decoder = new TextDecoder()
  const reader = content.getReader()
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const text = decoder.decode(value, { stream: true })
    saw('read()', { octets: value.length, of, detail: text })
    lines.read(text)
  }
}
