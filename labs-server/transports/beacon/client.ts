/** The client half: `sendBeacon` takes no more than 64 KiB at a time, and says only whether it has taken them. */
import type { Connect } from '../channel.ts'

/** Octets that may be on their way in all beacons together: Chromium refuses more. */
const PART_OCTETS = 65_536
/** How long the browser may refuse, and how often it is asked, in milliseconds. */
const PATIENCE_MS = 5000
const ASKED_EVERY_MS = 20

export const connect: Connect = async ({ url, signal, saw }) => {
  const end = Promise.withResolvers<void>()
  let number = 0
  let before: Promise<void> = Promise.resolve()

  async function hand(of: string, octets: Uint8Array) {
    const refusedAt = performance.now()
    signal.throwIfAborted()
    while (!navigator.sendBeacon(new URL(of, url), octets as Uint8Array<ArrayBuffer>)) {
      if (performance.now() - refusedAt > PATIENCE_MS) {
        throw new Error('sendBeacon() returned false for 5 s: what was handed over before is still on its way.')
      }
      await new Promise((resolve) => setTimeout(resolve, ASKED_EVERY_MS))
      signal.throwIfAborted()
    }
    saw('sendBeacon() called', { octets: octets.length, of, detail: 'returned true' })
  }

  async function sendParts(message: Uint8Array, own: number) {
    const count = Math.max(1, Math.ceil(message.length / PART_OCTETS))
    for (let part = 1; part <= count; part++) {
      const octets = message.subarray((part - 1) * PART_OCTETS, part * PART_OCTETS)
      await hand(`?number=${own}&part=${part}&of=${count}`, octets)
    }
  }

  return {
    send(message) {
      number += 1
      const own = number
      before = before.catch(() => {}).then(() => sendParts(message, own))
      return before
    },
    ended: end.promise,
    close: () => end.resolve(),
  }
}
