/**
 * The client half: both peers of a data channel, in one page. The reader's calls, the other plays the server's part.
 * No STUN or TURN server is asked, so they find each other on this machine, or not at all.
 */
import type { Connect } from '../channel.ts'
import { Peer } from './peer.ts'
import { statsAreFresh } from './stats.ts'

export const connect: Connect = async (context, receive) => {
  const { saw, signal, serve } = context
  if (typeof RTCPeerConnection === 'undefined') throw new Error('This browser has no WebRTC, or it is switched off.')
  if (serve === undefined) throw new Error('A peer talks to a peer, and nobody plays the other one here.')
  const reader = new Peer('reader', context, (message) => {
    saw('onmessage', { octets: message.length })
    receive(message)
  })
  const other = new Peer('other', context, (message) => {
    saw('onmessage of the other peer', { octets: message.length })
    listener(message)
  })
  let listener = (_message: Uint8Array): void => {}

  /** Nobody between the two ends can tell: messages are encrypted (DTLS), and go over UDP, past the labs. */
  async function tell(): Promise<void> {
    saw('getStats() at the reader’s end', { detail: await reader.stats() })
    saw('getStats() at the other end', { detail: await other.stats() })
  }
  let closed: Promise<void> | undefined
  async function end(): Promise<void> {
    await statsAreFresh()
    await tell()
    reader.close()
    other.close()
  }
  const close = () => (closed ??= end())
  signal.addEventListener('abort', close, { once: true })
  try {
    await reader.call()
    await Promise.all([reader.opened, other.opened])
  } catch (error) {
    await close()
    throw error
  }
  saw('onopen', { detail: 'From here on messages go from peer to peer, and nothing crosses the labs.' })
  await tell()
  reader.endSignalling()
  other.endSignalling()

  serve({
    opened: Promise.resolve(),
    over: signal,
    send: (message) => other.send(message),
    onMessage: (listen) => {
      listener = listen
    },
  })
  return { send: (message) => reader.send(message), ended: reader.ended, close }
}
