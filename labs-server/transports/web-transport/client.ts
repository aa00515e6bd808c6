/** The client half: asks where the session is served, opens it (W3C WebTransport), and one stream in it. */
import type { Connect } from '../channel.ts'
import { forEach } from './chunks.ts'
import { endOf } from './ending.ts'
import { askWhere } from './labs-answer.ts'
import { PrefixedMessages, prefixed } from './length-prefixed.ts'
import { hasComeAbout, mustBePossible } from './opening.ts'
import { reportBoth } from './reports.ts'

/** Datagrams that wait to be read; without a number, each drops the one before it. */
const MAX_WAITING_DATAGRAMS = 256

export const connect: Connect = async (context, receive) => {
  const { url, after, ways, options, signal, saw } = context
  mustBePossible()
  const { url: address, sha256 } = await askWhere(url)
  const session = new WebTransport(address, {
    serverCertificateHashes: [{ algorithm: 'sha-256', value: Uint8Array.fromBase64(sha256) }],
  })
  await hasComeAbout(session, address, signal)
  saw('ready', { detail: 'From here on all goes over QUIC, encrypted, and past the labs.' })

  session.datagrams.incomingHighWaterMark = MAX_WAITING_DATAGRAMS
  const datagrams = session.datagrams.writable.getWriter()
  const stream = await session.createBidirectionalStream()
  const writer = stream.writable.getWriter()
  // A stream is there once something is sent on it: the number of the last message that has come.
  await writer.write(prefixed(new TextEncoder().encode(String(after))))

  const messages = new PrefixedMessages()
  const readStream = forEach(stream.readable, (octets) => {
    for (const message of messages.take(octets)) take('read() of the stream', message)
  })
  const readDatagrams = forEach(session.datagrams.readable, (datagram) => take('read() of datagrams', datagram))
  Promise.all([readStream, readDatagrams]).catch(() => {}) // How they ended is told by `closed`.
  function take(what: string, message: Uint8Array): void {
    saw(what, { octets: message.length })
    if (ways.includes('down')) receive(message)
  }

  let closing: Promise<void> | undefined
  function close(): Promise<void> {
    closing ??= reportBoth(session, context)
      .catch(() => {}) // An end that has gone tells nothing.
      .finally(() => session.close())
    return closing
  }
  signal.addEventListener('abort', close, { once: true })
  return {
    async send(message) {
      const fits = options.datagrams && message.length > 0 && message.length <= session.datagrams.maxDatagramSize
      saw(fits ? 'write() of a datagram' : 'write() on the stream', { octets: message.length })
      if (fits) await datagrams.write(new Uint8Array(message))
      else await writer.write(prefixed(message))
    },
    ended: endOf(session, () => closing !== undefined),
    close,
  }
}
