/** The client half: the CometD library, over XMLHttpRequest. It polls, keeps its two requests apart, shakes hands. */
import type { Message as BayeuxMessage } from 'cometd'
import { DOWN, fromData, toData, UP } from '../bayeux-data.ts'
import type { Channel, ClientContext, Connect, Receive } from '../channel.ts'
import { sendAgain } from '../send-again.ts'
import { type ConnectionType, libraryFor } from './library.ts'

export const connect: Connect = (context, receive) => connectOver('long-polling', context, receive)

/** Opens a channel over one of the library's transports. */
export async function connectOver(type: ConnectionType, context: ClientContext, receive: Receive): Promise<Channel> {
  const { url, after, signal, ways, saw } = context
  const of = `?after=${after}`
  const cometd = libraryFor(new URL(of, url), type)
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
  function lose(why: string): void {
    ended.reject(new Error(why))
    close()
  }

  await answer('handshake()', (callback) => cometd.handshake(callback))
  // From here on the library would come back by itself. Here that is the caller's part, as with every transport.
  cometd.addListener('/meta/connect', ({ successful, error }) => {
    if (!successful && !cometd.isDisconnected()) lose(`/meta/connect failed: ${error ?? 'there was no answer'}.`)
  })
  let last = after
  function take({ data }: BayeuxMessage): void {
    const { number, message } = fromData(data)
    // Cut off, a browser asks again by itself. What was in the answer that is lost, the server has forgotten.
    if (number !== last + 1) lose(`Message ${last + 1} was lost on its way.`)
    else {
      last = number
      saw('message', { octets: message.length, of })
      receive(message, number)
    }
  }
  if (ways.includes('down')) await answer('subscribe()', (callback) => cometd.subscribe(DOWN, take, callback))

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
