/** The client half: `new Image()` for each part of a message. */
import type { Connect } from '../channel.ts'
import { sendAgain } from '../send-again.ts'

/** Octets in a part, a third longer as base64url: RFC 9110 section 4.1 has everybody support 8000 octets of address. */
const PART_OCTETS = 5700

export const connect: Connect = async (context) => {
  const { url, signal, saw } = context
  const end = Promise.withResolvers<void>()
  // An address that the page has shown before is not asked for again, not even with `Cache-Control: no-store`.
  const once = Math.random().toString(36).slice(2, 8)
  let number = 0

  async function load(of: string, octets: Uint8Array) {
    const text = octets.toBase64({ alphabet: 'base64url', omitPadding: true })
    const image = new Image()
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    image.onload = resolve
    image.onerror = () => reject(new Error('No image came back: the message was refused, or its connection was cut.'))
    const cancel = () => {
      image.src = ''
      reject(signal.reason)
    }
    signal.addEventListener('abort', cancel)
    image.src = new URL(`?message=${text}${of}`, url).href
    saw('src =', { of, detail: `${octets.length} octets of the message` })
    await promise.finally(() => signal.removeEventListener('abort', cancel))
    saw('onload', { of, detail: `${image.naturalWidth} × ${image.naturalHeight} pixel` })
  }

  return {
    async send(message) {
      number += 1
      const count = Math.max(1, Math.ceil(message.length / PART_OCTETS))
      const parts = Array.from({ length: count }, (_, index) => {
        const of = `&number=${number}&part=${index + 1}&of=${count}&once=${once}`
        const octets = message.subarray(index * PART_OCTETS, (index + 1) * PART_OCTETS)
        return sendAgain(context, of, () => load(of, octets))
      })
      await Promise.all(parts)
    },
    ended: end.promise,
    close: () => end.resolve(),
  }
}
