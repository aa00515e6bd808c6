/** A WebSocket through `ws`: compression, fragments, and a ping between them. */
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'

export const server = createServer()
// Small messages go as they are, so that both kinds of frame are there to be seen.
const sockets = new WebSocketServer({ server, perMessageDeflate: { threshold: 64 } })

sockets.on('connection', (socket: WebSocket) => {
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      socket.send(data, { binary: true })
      return
    }
    socket.send(`You said: ${data}`)
    socket.send('Once upon a time, ', { fin: false, compress: false })
    socket.ping('still there?')
    socket.send('a message was cut ', { fin: false, compress: false })
    socket.send('into three fragments.', { compress: false })
    socket.send('The same words again and again, the same words again and again, the same words again and again.')
  })
})
