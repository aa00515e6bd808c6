/** The server half, through `faye`: one Bayeux server for each WebSocket, so that nobody hears another's messages. */
/// <reference path="./faye.d.ts" />
import { once } from 'node:events'
import type { Duplex } from 'node:stream'
import faye, { type FayeClient } from 'faye'
import type { Mailbox } from '../../mailbox/mailbox.ts'
import { DOWN, fromData, toData, UP } from '../bayeux-data.ts'
import type { TakeSocket } from '../transport-server.ts'
import { admission, readMessages } from './admission.ts'

/** How long `/meta/connect` is held, in seconds. Over a WebSocket it brings nothing but that the client is there. */
const CONNECT_S = 25

export const takeSocket: TakeSocket = (request, socket, head, mailbox) => {
  const { heartbeat } = mailbox.options
  const bayeux = new faye.NodeAdapter({
    mount: '/',
    timeout: CONNECT_S,
    ...(heartbeat > 0 && { ping: heartbeat / 1000 }),
  })
  const own = bayeux.getClient()
  const after = Number(URL.parse(request.url ?? '', 'ws://localhost')?.searchParams.get('after') ?? 0)
  const gone = new AbortController()
  let publishing = false

  Object.assign(bayeux, { _parseJSON: readMessages })
  bayeux.addExtension(admission())
  bayeux.on('subscribe', (_clientId, channel) => {
    if (channel === UP || publishing) return
    publishing = true
    publish(own, mailbox, after, socket, gone.signal).catch(end)
  })
  own.subscribe(UP, (data) => {
    try {
      const { number, message } = fromData(data)
      mailbox.receive(message, number)
    } catch {
      end() // Whoever sends such data is not the client half.
    }
  })
  bayeux.handleUpgrade(request, socket, head)
  socket.on('close', end)
  mailbox.over.addEventListener('abort', end)

  function end(): void {
    mailbox.over.removeEventListener('abort', end)
    gone.abort()
    own.disconnect()
    bayeux.close()
    socket.end()
  }
}

/** Publishes messages as they come, each when the connection takes more. @throws LabError `LAB_GONE` */
async function publish(own: FayeClient, mailbox: Mailbox, after: number, socket: Duplex, gone: AbortSignal) {
  for await (const { number, message } of mailbox.messages(after, gone)) {
    await own.publish(DOWN, toData(number, message))
    if (socket.writableNeedDrain) await once(socket, 'drain', { signal: gone })
  }
}
