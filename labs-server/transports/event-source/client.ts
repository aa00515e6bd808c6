/** The client half: the browser's own EventSource. It comes back by itself, so this must not open another. */
import type { Channel, Connect } from '../channel.ts'
import { fromText } from '../message-text.ts'

const STATES = ['connecting: the browser comes back by itself', 'open', 'closed: the browser has given up']

export const connect: Connect = ({ url, signal, after, saw }, receive) => {
  const opened = Promise.withResolvers<Channel>()
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => {}) // Told to whoever listens, if anybody does.
  const of = `?after=${after}`
  const source = new EventSource(new URL(of, url))

  function close() {
    source.close()
    opened.reject(new Error('The event stream was closed before it was open.'))
    ended.resolve()
  }

  source.onopen = () => {
    saw('onopen', { of })
    opened.resolve({ ended: ended.promise, close })
  }
  source.onmessage = ({ data, lastEventId }: MessageEvent<string>) => {
    saw('onmessage', { octets: new TextEncoder().encode(data).length, of, detail: `id ${lastEventId}: ${data}` })
    receive(fromText(data), Number(lastEventId))
  }
  source.onerror = () => {
    const { readyState } = source
    saw('error', { of, detail: `readyState ${readyState}, ${STATES[readyState]}` })
    if (readyState !== EventSource.CLOSED) return
    const reason = new Error('The answer was no event stream, so the browser gave up: nothing more will come.')
    opened.reject(reason)
    ended.reject(reason)
  }
  signal.addEventListener('abort', close, { once: true })
  return opened.promise
}
