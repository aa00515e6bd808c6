/** The client half: the browser's own WebSocket. */
import type { Connect } from '../channel.ts'

export const connect: Connect = ({ url, signal, saw, after, ways }, receive) => {
  const opened = Promise.withResolvers<Awaited<ReturnType<Connect>>>()
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => {}) // Told to whoever listens, if anybody does.
  const target = `?after=${after}`
  const socket = new WebSocket(new URL(target, url.replace(/^http/, 'ws')))
  const close = () => socket.close(1000)
  const channel = {
    async send(message: Uint8Array) {
      if (socket.readyState !== WebSocket.OPEN) throw new Error('The WebSocket is not open.')
      socket.send(message as Uint8Array<ArrayBuffer>)
      saw('send()', { octets: message.length, of: target })
    },
    ended: ended.promise,
    close,
  }

  signal.addEventListener('abort', close)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => {
    saw('onopen', { of: target })
    opened.resolve(channel)
  }
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    if (!ways.includes('down')) return
    saw('onmessage', { octets: data.byteLength, of: target })
    receive(new Uint8Array(data))
  }
  socket.onclose = ({ code, wasClean }) => {
    saw('onclose', { of: target, detail: `code ${code}` })
    const reason = new Error(`The WebSocket was closed with code ${code}.`)
    opened.reject(reason)
    if (wasClean) ended.resolve()
    else ended.reject(reason)
  }
  return opened.promise
}
