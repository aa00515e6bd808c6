/** The client half: asks where the session is served, opens it (W3C WebTransport), and one stream in it. */
import type { Connect } from '../channel.ts'
import { PrefixedMessages, prefixed } from './length-prefixed.ts'
import { browsersReport, serversReport } from './reports.ts'

/** How long a session may take to come about, in milliseconds: without UDP, nothing answers. */
const PATIENCE_MS = 5000
/** Datagrams that wait to be read; without a number, each drops the one before it. */
const MAX_WAITING_DATAGRAMS = 256

export const connect: Connect = async ({ url, after, ways, options, signal, saw }, receive) => {
  if (!isSecureContext) {
    throw new Error(
      'Browsers have WebTransport in secure contexts alone. Open this page as http://localhost on the machine that serves it.',
    )
  }
  if (typeof WebTransport === 'undefined') throw new Error('This browser has no WebTransport.')
  const answer = await ask('')
  const session = new WebTransport(answer.url, {
    serverCertificateHashes: [{ algorithm: 'sha-256', value: Uint8Array.fromBase64(answer.sha256) }],
  })
  const late = setTimeout(() => session.close(), PATIENCE_MS)
  await session.ready.catch((error: unknown) => {
    throw new Error(`No session came about with ${new URL(answer.url).origin}, which is reached by UDP: ${error}`)
  })
  clearTimeout(late)
  if (signal.aborted) session.close()
  signal.throwIfAborted()
  saw('ready', { detail: 'From here on all goes over QUIC, encrypted, and past the labs.' })

  const datagrams = session.datagrams.writable.getWriter()
  session.datagrams.incomingHighWaterMark = MAX_WAITING_DATAGRAMS
  const stream = await session.createBidirectionalStream()
  const writer = stream.writable.getWriter()
  // A stream is there once something is sent on it: the number of the last message that has come.
  await writer.write(prefixed(new TextEncoder().encode(String(after))))

  function take(what: string, message: Uint8Array): void {
    saw(what, { octets: message.length })
    if (ways.includes('down')) receive(message)
  }
  async function readStream(): Promise<void> {
    const messages = new PrefixedMessages()
    await forEach(stream.readable, (octets) => {
      for (const message of messages.take(octets)) take('read() of the stream', message)
    })
  }
  readStream().catch(() => {}) // How it ended is told by `closed`.
  forEach(session.datagrams.readable, (datagram) => take('read() of datagrams', datagram)).catch(() => {})

  async function tell(): Promise<void> {
    saw('getStats()', { detail: await browsersReport(session) })
    saw('what the server counted', { of: 'counts', detail: serversReport(await ask('counts')) })
  }
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= tell()
      .catch(() => {})
      .finally(() => session.close())
    return closing
  }
  signal.addEventListener('abort', close, { once: true })

  return {
    async send(message) {
      const { maxDatagramSize } = session.datagrams
      const fits = options.datagrams && message.length > 0 && message.length <= maxDatagramSize
      saw(fits ? 'write() of a datagram' : 'write() on the stream', { octets: message.length })
      if (fits) await datagrams.write(new Uint8Array(message))
      else await writer.write(prefixed(message))
    },
    ended: session.closed.then(() => {
      if (closing === undefined) throw new Error('The server closed the session.')
    }),
    close,
  }

  async function ask(what: string) {
    const response = await fetch(new URL(what, url), { cache: 'no-store', credentials: 'omit' })
    const content = await response.json()
    if (!response.ok) throw new Error(content.detail)
    return content
  }
}

async function forEach(stream: ReadableStream<Uint8Array>, take: (octets: Uint8Array) => void): Promise<void> {
  const reader = stream.getReader()
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) if (value) take(value)
}
