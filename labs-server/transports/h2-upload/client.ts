/** The client half: one `fetch` whose content is a stream, into which every message is written as a line. */
import { canUpload, type StreamingRequest } from '../can-upload.ts'
import type { Connect } from '../channel.ts'
import { toLine } from '../numbered-line.ts'

/** How long the response may take once the request has ended, in milliseconds. */
const PATIENCE_MS = 1000

export const connect: Connect = async ({ url, signal, saw }) => {
  if (!canUpload())
    throw new Error(
      'This browser cannot send a stream as the content of a request: it would send "[object ReadableStream]".',
    )
  const of = '?lines'
  const abandoned = new AbortController()
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const writer = writable.getWriter()
  let number = 0

  /** `body` is read while the request is under way; the response is awaited until it has ended ("half"). */
  async function upload() {
    const request = { method: 'POST', body: readable, duplex: 'half', credentials: 'omit', signal: abandoned.signal }
    const response = await fetch(new URL(of, url), request as StreamingRequest)
    saw('fetch() resolved', { of, detail: `status ${response.status}` })
    if (!response.ok) throw new Error(`The stream of messages was answered with ${response.status}.`)
  }

  async function write(line: string) {
    const octets = new TextEncoder().encode(line)
    saw('write() called', { octets: octets.length, of })
    await writer.write(octets)
  }

  function close() {
    writer.close().catch(() => {}) // It has ended by itself.
    setTimeout(() => abandoned.abort(), PATIENCE_MS)
  }

  const ended = upload()
  ended.catch((reason) => writer.abort(reason))
  signal.addEventListener('abort', close)
  // An empty line means nothing; that it is taken says that there is a connection.
  await Promise.race([write('\n'), ended])
  return { send: (message) => write(toLine(++number, message)), ended, close }
}
