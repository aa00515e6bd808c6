/** The browser's own WebSocket: says hello, sends sixteen octets when it has heard enough, and closes. */
import type { Seen } from '../conversation.ts'

export function run(address: string, saw: Seen): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const socket = new WebSocket(`${address.replace('http', 'ws')}chat`)
  socket.binaryType = 'arraybuffer'
  socket.onopen = () => {
    saw('onopen')
    socket.send('hello')
  }
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (data instanceof ArrayBuffer) {
      saw('onmessage', { octets: data.byteLength, detail: 'binary', of: 'chat' })
      socket.close(1000, 'that was all')
      return
    }
    saw('onmessage', { octets: new TextEncoder().encode(data).length, detail: data, of: 'chat' })
    if (data.startsWith('The same')) socket.send(Uint8Array.from({ length: 16 }, (_, place) => place * 17))
  }
  socket.onclose = ({ code, reason }) => {
    saw('onclose', { detail: `${code} ${reason}` })
    resolve()
  }
  return promise
}
