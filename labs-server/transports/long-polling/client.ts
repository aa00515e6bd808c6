/** The client half: asks, waits for as long as the answer takes, and asks again at once. */
import type { ClientContext, Connect, Receive } from '../channel.ts'
import { LineReader } from '../numbered-line.ts'
import { pause } from '../pause.ts'

/** So many polls may fail in a row, and how long the page waits after each, in milliseconds. */
const MOST_FAILURES = 3
const PAUSE_MS = 100

export const connect: Connect = async (context, receive) => {
  const closed = new AbortController()
  const over = AbortSignal.any([context.signal, closed.signal])
  return { ended: keepAsking(context, over, receive), close: () => closed.abort() }
}

async function keepAsking({ url, after, saw }: ClientContext, over: AbortSignal, receive: Receive) {
  let last = after
  const lines = new LineReader((message, number = last + 1) => {
    last = number
    receive(message, number)
  })
  for (let poll = 1, failures = 0; !over.aborted; poll++) {
    const of = `?after=${last}&poll=${poll}`
    try {
      // Without `no-store`, a second page that asks for the same address waits until the cache has this one's answer.
      const response = await fetch(new URL(of, url), { cache: 'no-store', credentials: 'omit', signal: over })
      saw('fetch() resolved', { of, detail: `status ${response.status}` })
      if (!response.ok) throw new Error(`The server answered with ${response.status}.`)
      const text = await response.text()
      if (text !== '') saw('text()', { octets: new TextEncoder().encode(text).length, of, detail: text })
      lines.read(text)
      failures = 0
    } catch (reason) {
      if (over.aborted) return
      saw('poll failed', { of, detail: String(reason) })
      if (++failures === MOST_FAILURES) throw new Error(`${failures} polls in a row failed. ${reason}`)
      await pause(PAUSE_MS, over)
    }
  }
}
