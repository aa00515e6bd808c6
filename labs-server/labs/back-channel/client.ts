/** The client half: `fetch` readers that stay open for what comes down, and one POST for each message up. */
import type { LabClient } from '../lab-client.ts'
import type { BackChannelSwitches } from './lab.ts'

/** How long a message may wait for a connection before the script closes a stream to make room, in milliseconds. */
const PATIENCE_MS = 2000

export const run: LabClient<BackChannelSwitches> = async ({ url, signal, saw }, switches) => {
  const options: RequestInit = { cache: 'no-store', credentials: 'omit' }
  const streams: AbortController[] = []
  const cameDown = new EventTarget()

  async function holdStream(number: number, held: AbortController) {
    const ended = AbortSignal.any([signal, held.signal])
    const target = `down?stream=${number}`
    const response = await fetch(new URL(target, url), { ...options, signal: ended })
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { done, value = '' } = (await reader?.read()) ?? { done: true }
      if (done) return
      saw('read()', { octets: value.length, of: target, detail: `stream ${number}: ${value.trim()}` })
      for (const line of value.split('\n')) cameDown.dispatchEvent(new Event(line))
    }
  }

  /** Resolves once `line` has come down on any stream; rejects when the reader stops the lab. */
  const down = (line: string) =>
    new Promise<void>((resolve, reject) => {
      cameDown.addEventListener(line, () => resolve(), { once: true })
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })

  function closeOneStream(waiting: string) {
    saw('still waiting', { detail: `${waiting} found no free connection in ${PATIENCE_MS} ms: closing one stream` })
    streams.pop()?.abort()
  }

  async function post(message: string) {
    const patience = setInterval(() => closeOneStream(message), PATIENCE_MS)
    const target = `up?keepAlive=${switches.keepAlive ? 'on' : 'off'}`
    const backDown = down(message)
    const posted = fetch(new URL(target, url), { ...options, method: 'POST', body: message, signal }).finally(() =>
      clearInterval(patience),
    )
    saw('fetch() called', { octets: message.length, of: target, detail: `${message} goes up` })
    await Promise.all([posted, backDown])
  }

  try {
    const opened = down('stream 1 is open')
    for (let number = 1; number <= switches.streams; number++) {
      const held = new AbortController()
      streams.push(held)
      holdStream(number, held).catch(() => saw('stream ended', { detail: `stream ${number}` }))
    }
    await opened
    for (let number = 1; number <= switches.messages; number++) {
      await post(`message ${number}`)
      await new Promise((resolve) => setTimeout(resolve, switches.interval))
    }
  } finally {
    for (const held of streams) held.abort()
  }
}
