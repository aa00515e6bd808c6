/** The client half: the CometD library, over XMLHttpRequest. It polls, keeps its two requests apart, and shakes hands. */
import { type Message as BayeuxMessage, CometD } from 'cometd'
import { DOWN, fromData, toData, UP } from '../bayeux-data.ts'
import type { Channel, ClientContext, Connect, Receive } from '../channel.ts'
import { sendAgain } from '../send-again.ts'

/** The library refuses to send more than 8192 characters, unless it is told otherwise. */
const MAX_CHARACTERS = 2 ** 23

export const connect: Connect = (context, receive) => connectOver('long-polling', context, receive)

/** Opens a channel over one of the library's transports. */
export async function connectOver(
  type: 'long-polling' | 'websocket',
  context: ClientContext,
  receive: Receive,
): Promise<Channel> {
  const { url, after, signal, ways, saw } = context
  const of = `?after=${after}`
  const cometd = new CometD()
  for (const other of cometd.getTransportTypes()) if (other !== type) cometd.unregisterTransport(other)
  cometd.configure({
    url: new URL(of, url).href,
    appendMessageTypeToURL: false, // One address, one preflight.
    maxSendBayeuxMessageSize: MAX_CHARACTERS,
    useWorkerScheduler: false,
    logLevel: 'warn',
  })
  const ended = Promise.withResolvers<void>()
  ended.promise.catch(() => {}) // Told to whoever listens, if anybody does.
  const close = () => cometd.disconnect(() => ended.resolve())
  signal.addEventListener('abort', close)

  /** What the library calls back with, as a promise. */
  async function answer(what: string, ask: (callback: (message: BayeuxMessage) => void) => void): Promise<void> {
    const message = await new Promise<BayeuxMessage>(ask)
    saw(what, { of, detail: message.successful ? 'successful' : `not successful: ${message.error ?? 'no answer'}` })
    if (!message.successful) throw new Error(`${message.channel} failed: ${message.error ?? 'there was no answer'}.`)
  }

  await answer('handshake()', (callback) => cometd.handshake(callback))
  // From here on the library would come back by itself. Here that is the caller's part, as with every transport.
  cometd.addListener('/meta/connect', ({ successful, error }) => {
    if (successful || cometd.isDisconnected()) return
    ended.reject(new Error(`/meta/connect failed: ${error ?? 'there was no answer'}.`))
    close()
  })
  if (ways.includes('down')) {
    await answer('subscribe()', (callback) => cometd.subscribe(DOWN, take, callback))
  }
  let last = after
  function take({ data }: BayeuxMessage): void {
    const { number, message } = fromData(data)
    if (number !== last + 1) {
      // A browser asks again by itself when a connection is cut; what was in the answer that is lost, the server has forgotten.
      ended.reject(new Error(`Message ${last + 1} was lost on its way.`))
      close()
      return
    }
    last = number
    saw('message', { octets: message.length, of })
    receive(message, number)
  }

  let number = 0
  return {
    async send(message) {
      number += 1
      const data = toData(number, message)
      await sendAgain(context, of, () => answer('publish()', (callback) => cometd.publish(UP, data, callback)))
    },
    ended: ended.promise,
    close,
  }
}
