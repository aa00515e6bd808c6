/** The client half: a `fetch` for every message. Several may be under way at once, so each message has its number. */
import type { Connect } from '../channel.ts'
import { Refused, sendAgain } from '../send-again.ts'

export const connect: Connect = async (context) => {
  const { url, signal, saw } = context
  const end = Promise.withResolvers<void>()
  let number = 0
  async function post(message: Uint8Array, of: string) {
    saw('fetch() called', { octets: message.length, of })
    const body = message as Uint8Array<ArrayBuffer>
    const response = await fetch(new URL(of, url), {
      method: 'POST',
      body,
      cache: 'no-store',
      credentials: 'omit',
      signal,
    })
    saw('fetch() resolved', { of, detail: `status ${response.status}` })
    if (!response.ok) throw new Refused(`A message was answered with ${response.status}.`)
  }

  return {
    send(message) {
      number += 1
      const of = `?number=${number}`
      return sendAgain(context, of, () => post(message, of))
    },
    ended: end.promise,
    close: () => end.resolve(),
  }
}
