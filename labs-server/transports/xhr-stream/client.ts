/** The client half: an XMLHttpRequest, read before it is done. Its text only grows, so it remembers where it was. */
import type { Channel, Connect } from '../channel.ts'
import { LineReader } from '../numbered-line.ts'

export const connect: Connect = ({ url, signal, after, saw }, receive) => {
  const opened = Promise.withResolvers<Channel>()
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => {}) // Told to whoever listens, if anybody does.
  const lines = new LineReader(receive)
  const of = `?after=${after}`
  const request = new XMLHttpRequest()
  let read = 0

  function fail(reason: Error) {
    opened.reject(reason)
    ended.reject(reason)
  }
  function close() {
    request.abort()
    opened.reject(new Error('The stream was closed before it was open.'))
    ended.resolve()
  }

  request.open('GET', new URL(of, url))
  request.onreadystatechange = () => {
    const { readyState, status } = request
    if (readyState === XMLHttpRequest.HEADERS_RECEIVED) {
      saw('readyState 2', { of, detail: `status ${status}` })
      if (status === 200) opened.resolve({ ended: ended.promise, close })
      else fail(new Error(`The stream was answered with ${status}.`))
    } else if (status === 200) {
      const text = request.responseText.slice(read)
      read += text.length
      if (text === '') return
      saw(`readyState ${readyState}`, { octets: new TextEncoder().encode(text).length, of, detail: text })
      lines.read(text)
    }
  }
  request.onload = () => ended.resolve()
  request.onerror = () => fail(new Error('The stream was cut: its connection was lost before its end.'))
  signal.addEventListener('abort', close, { once: true })
  request.send()
  return opened.promise
}
