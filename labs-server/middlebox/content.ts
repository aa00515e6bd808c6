/** Content on its way through a middlebox: held, or passed on as it comes; never faster than it is taken. */
import { once } from 'node:events'
import type { Writable } from 'node:stream'

export interface Hold {
  readonly octets: Uint8Array
  /** All that came; nothing follows. */
  readonly isLast: boolean
}

/** Holds content until it is complete, or until there are `maxOctets` of it, which then go on while the next are held. */
export async function* inHolds(content: AsyncIterable<Buffer>, maxOctets: number): AsyncGenerator<Hold> {
  let held: Buffer[] = []
  let octets = 0
  for await (const piece of content) {
    held.push(piece)
    octets += piece.length
    if (octets < maxOctets) continue
    yield { octets: Buffer.concat(held), isLast: false }
    held = []
    octets = 0
  }
  yield { octets: Buffer.concat(held), isLast: true }
}

/** Writes, and resolves when more is taken. Rejects when `signal` is aborted before that. */
export async function put(to: Writable, octets: Uint8Array, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  if (octets.length > 0 && !to.write(octets)) await once(to, 'drain', { signal })
}
