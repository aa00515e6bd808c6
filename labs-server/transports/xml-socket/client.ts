/** The client half: a player of Flash's part, on a TCP connection that the labs server's console opens for the page. */
import type { ClientContext, Connect } from '../channel.ts'
import { DocumentReader, fromDocument, toDocument, toOctets } from './documents.ts'

const MAX_DOCUMENT_OCTETS = 4 * 2 ** 20

export const connect: Connect = async (context, receive) => {
  const { url, signal, saw, after, ways, openSocket } = context
  if (openSocket === undefined) throw new Error('No page has TCP to give: XMLSocket needs the labs server’s console.')
  await askWhoMay(context, openSocket)

  const reader = new DocumentReader(MAX_DOCUMENT_OCTETS, (document) => {
    const { message, number } = fromDocument(document)
    saw('onXML', { octets: message.length })
    if (ways.includes('down')) receive(message, number)
  })
  const broken = Promise.withResolvers<never>()
  const socket = await openSocket((octets) => {
    try {
      reader.read(octets)
    } catch (error) {
      broken.reject(error)
      socket.close()
    }
  })
  const ended = Promise.race([socket.ended, broken.promise]).finally(() => saw('onClose'))
  ended.catch(() => {}) // Told to whoever listens, if anybody does.
  saw('onConnect')
  signal.addEventListener('abort', () => socket.close())
  await socket.send(toOctets(`<join to="${new URL(url).pathname}" after="${after}"/>`))
  return {
    async send(message) {
      saw('send()', { octets: message.length })
      await socket.send(toOctets(toDocument(message)))
    },
    ended,
    close: () => socket.close(),
  }
}

/** Flash asks first, on a connection of its own, whose movies may connect here. */
async function askWhoMay({ saw }: ClientContext, openSocket: NonNullable<ClientContext['openSocket']>): Promise<void> {
  let policy = ''
  const reader = new DocumentReader(MAX_DOCUMENT_OCTETS, (document) => {
    policy = document
  })
  const socket = await openSocket((octets) => reader.read(octets))
  await socket.send(toOctets('<policy-file-request/>'))
  await socket.ended
  saw('policy file', { octets: policy.length })
  if (!/<allow-access-from\s[^>]*domain="\*"/.test(policy))
    throw new Error('The policy file lets this page in nowhere.')
}
