/** The server half: once a client has joined, a document for every message, in both directions. */
import { once } from 'node:events'
import type { TakeDocuments } from '../transport-server.ts'
import { fromDocument, toDocument, toOctets } from './documents.ts'

export const takeDocuments: TakeDocuments = (socket, after, mailbox) => {
  const gone = new AbortController()
  socket.on('close', () => gone.abort())
  const send = async () => {
    for await (const { number, message } of mailbox.messages(after, gone.signal)) {
      socket.write(toOctets(toDocument(message, number)))
      if (socket.writableNeedDrain) await once(socket, 'drain', { signal: gone.signal }).catch(() => {})
    }
    socket.end()
  }
  send().catch(() => socket.destroy()) // What comes next is no longer kept.
  return (document) => mailbox.receive(fromDocument(document).message)
}
