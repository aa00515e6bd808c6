/** The client half: a `fetch` for every message. Several may be under way at once, so each message has its number. */
import type { Connect } from '../channel.ts'

export const connect: Connect = async ({ url, signal, saw }) => {
  const end = Promise.withResolvers<void>()
  let number = 0
  return {
    async send(message) {
      number += 1
      const target = `?number=${number}`
      saw('fetch() called', { octets: message.length, of: target })
      const response = await fetch(new URL(target, url), {
        method: 'POST',
        body: message as Uint8Array<ArrayBuffer>,
        credentials: 'omit',
        signal,
      })
      saw('fetch() resolved', { of: target, detail: `status ${response.status}` })
      if (!response.ok) throw new Error(`Message ${number} was answered with ${response.status}.`)
    },
    ended: end.promise,
    close: () => end.resolve(),
  }
}
