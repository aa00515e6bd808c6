/**
 * The client half: the browser's own WebSocket, on the connection of a request made before. Without one, the browser
 * would open a new connection and speak HTTP/1.1 on it: it cannot know yet that this server takes CONNECT (RFC 8441
 * section 3).
 */
import type { Connect } from '../channel.ts'
import { connect as connectWebSocket } from '../web-socket/client.ts'

export const connect: Connect = async (context, receive) => {
  const { url, signal, saw } = context
  // With credentials, as a WebSocket's handshake has them: browsers keep connections with and without apart.
  const options: RequestInit = { mode: 'no-cors', credentials: 'include', cache: 'no-store', signal }
  await fetch(new URL('?first', url), options)
  saw('fetch() resolved', { of: '?first', detail: 'there is a connection' })
  return connectWebSocket(context, receive)
}
