/** The client half: splits the content of one response at its boundary, wherever reads cut it. */
import type { Channel, ClientContext, Connect, Receive } from '../channel.ts'
import { fromText } from '../message-text.ts'

export const connect: Connect = async (context, receive) => {
  const closed = new AbortController()
  const signal = AbortSignal.any([context.signal, closed.signal])
  const of = `?after=${context.after}`
  const response = await fetch(new URL(of, context.url), { cache: 'no-store', credentials: 'omit', signal })
  context.saw('fetch() resolved', { of, detail: `status ${response.status}` })
  if (!response.ok || response.body === null) throw new Error(`The stream was answered with ${response.status}.`)

  const [, boundary = ''] = /boundary=([^;"]+)/.exec(response.headers.get('Content-Type') ?? '') ?? []
  const ended = readParts(response.body, `\r\n--${boundary}`, of, context, receive)
  return { ended, close: () => closed.abort() } satisfies Channel
}

async function readParts(
  content: ReadableStream<Uint8Array>,
  delimiter: string,
  of: string,
  { saw }: ClientContext,
  receive: Receive,
) {
  const decoder = new TextDecoder()
  const reader = content.getReader()
  let begun = ''
  let preamble = true
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    const text = decoder.decode(value, { stream: true })
    saw('read()', { octets: value.length, of, detail: text })
    const parts = (begun + text).split(delimiter)
    begun = parts.pop() ?? ''
    for (const part of preamble ? parts.slice(1) : parts) {
      const [fields = '', body] = part.split('\r\n\r\n')
      const [, number] = /^Number: (\d+)$/m.exec(fields) ?? []
      if (number !== undefined && body !== undefined) receive(fromText(body), Number(number))
    }
    preamble &&= parts.length === 0
  }
  if (preamble || !begun.startsWith('--')) throw new Error('The stream broke off before its last boundary.')
}
