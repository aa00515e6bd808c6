/** The server half: every transport of the chain with an echo in its mailbox, and Socket.IO. */
import { PLAIN_OPTIONS } from '../../transports/plain-options.ts'
import { answerAll } from '../answer-all.ts'
import type { Upgrade } from '../lab-server.ts'
import { mailboxLab } from '../mailbox-lab.ts'
import { socketIo } from './socket-io.ts'

const transports = mailboxLab({ options: () => PLAIN_OPTIONS, perform: answerAll })

export const { routes } = transports
routes.all('/socket.io/', (request, response) => {
  socketIo.emit('request', request, response)
})

export const upgrade: Upgrade = (request, socket, head, target) => {
  if (!target.path.startsWith('socket.io/')) return transports.upgrade(request, socket, head, target)
  request.url = `/${target.path}`
  socketIo.emit('upgrade', request, socket, head)
}
