/** The scripts of the observations: ordinary web platform code that runs in the page. One row each. */

import { throughWorker } from '../labs/duplex/service-worker.ts'
import { canUpload } from '../transports/can-upload.ts'
import type { Observatory, Observe } from './observation.ts'

/** How long something is given that may never happen, in milliseconds. */
const SOON_MS = 1000

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
/** Addresses and keys that nothing has asked for before. */
let uses = 0
const fresh = () => `${Date.now()}-${++uses}`

async function soon<Happened>(something: Promise<Happened>): Promise<Happened | undefined> {
  return Promise.race([something, after(SOON_MS).then(() => undefined)])
}

async function ask<Told>(url: string, path: string, init: RequestInit = {}): Promise<Told> {
  const response = await fetch(new URL(path, url), { cache: 'no-store', credentials: 'include', ...init })
  return response.json() as Promise<Told>
}

/** Opens a stream, and resolves when its first octets are there. */
async function stream(url: string, path: string, init: RequestInit): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await fetch(new URL(path, url), { credentials: 'include', ...init })
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  await reader.read()
  return reader
}

/** Calls `observe` while eight streams are open or wait for a connection; tells how many are open then. */
async function besideEight<Seen>({ url }: Observatory, observe: (open: number) => Promise<Seen>): Promise<Seen> {
  const abort = new AbortController()
  let open = 0
  const opening = Array.from({ length: 8 }, () =>
    stream(url, `stream?key=${fresh()}`, { signal: abort.signal, cache: 'no-store' }).then(() => void open++),
  )
  try {
    await soon(Promise.allSettled(opening))
    return await observe(open)
  } finally {
    abort.abort()
    await Promise.allSettled(opening)
  }
}

const LATE = 'with the first octet of the content'
const EARLY = 'with the header section'
const lateness = (startedAt: number) => (performance.now() - startedAt < 600 ? EARLY : LATE)
const closedOrNot = ({ closed }: { closed: boolean }, silent: string) =>
  closed ? 'The connection is closed at once.' : silent

export const SCRIPTS: Readonly<Record<string, Observe>> = {
  async 'fetch-resolves'({ url }) {
    await ask(url, 'connection')
    const startedAt = performance.now()
    await fetch(new URL(`late?ms=800&${fresh()}`, url), { cache: 'no-store' })
    return lateness(startedAt)
  },
  async 'event-source-opens'({ url }) {
    await ask(url, 'connection')
    const startedAt = performance.now()
    const source = new EventSource(new URL(`late?ms=800&type=text/event-stream&${fresh()}`, url))
    await new Promise((resolve) => source.addEventListener('open', resolve))
    source.close()
    return lateness(startedAt)
  },
  connections: (observatory) => besideEight(observatory, async (open) => `${open}; the others wait`),
  'post-behind-streams': (observatory) =>
    besideEight(observatory, async () => {
      const abort = new AbortController()
      const posted = ask(observatory.url, 'connection', { method: 'POST', body: 'hello', signal: abort.signal })
      const answer = await soon(posted)
      posted.catch(() => {})
      abort.abort()
      return answer === undefined ? 'No, it waits.' : 'Yes.'
    }),
  'web-socket-behind-streams': (observatory) =>
    besideEight(observatory, async () => {
      const socket = new WebSocket(observatory.url.replace('http', 'ws'))
      const opened = await soon(new Promise((resolve) => socket.addEventListener('open', () => resolve(true))))
      socket.close()
      return opened ? 'Yes.' : 'No, it waits.'
    }),
  async 'same-address'({ url }) {
    const address = new URL(`connection?hold=400&${fresh()}`, url)
    const startedAt = performance.now()
    await Promise.all([fetch(address), fetch(address)])
    return performance.now() - startedAt < 750 ? 'at the same time' : 'the second after the first has been answered'
  },
  async 'same-stream'({ url }) {
    const abort = new AbortController()
    const path = `stream?key=${fresh()}`
    await stream(url, path, { signal: abort.signal })
    const second = stream(url, path, { signal: abort.signal })
    const both = await soon(second)
    abort.abort()
    second.catch(() => {})
    return both ? 'both' : 'one; the other waits'
  },
  async 'keep-alive-timeout'({ url }) {
    const path = 'connection?timeout=1'
    const before = await ask<{ connection: number }>(url, path)
    await after(2500)
    const now = await ask<{ connection: number }>(url, path)
    return now.connection === before.connection ? 'No: the same connection is used.' : 'Yes: it makes a new connection.'
  },
  async padding({ url }) {
    const request = new XMLHttpRequest()
    const { promise, resolve } = Promise.withResolvers<number>()
    request.onprogress = () => resolve(request.responseText.length)
    request.open('GET', new URL(`dribble?${fresh()}`, url))
    request.send()
    const first = await promise
    request.abort()
    return first >= 1024 ? 'after 1024 octets' : 'as soon as they come'
  },
  async 'sent-again'({ url }) {
    const key = fresh()
    await ask(url, 'connection')
    await ask(url, `die?key=${key}`, { method: 'POST', body: 'hello' }).catch(() => {})
    const { times } = await ask<{ times: number }>(url, `count?key=${key}`)
    return times === 1 ? 'No.' : `Yes: it comes ${times === 2 ? 'twice' : `${times} times`}.`
  },
  async cancel({ url }) {
    const key = fresh()
    const reader = await stream(url, `stream?key=${key}`, { cache: 'no-store' })
    reader.cancel()
    return closedOrNot(await ask(url, `closed?key=${key}`), 'The connection stays open while the server is silent.')
  },
  async abort({ url }) {
    const key = fresh()
    const abort = new AbortController()
    await stream(url, `stream?key=${key}`, { cache: 'no-store', signal: abort.signal })
    abort.abort()
    return closedOrNot(await ask(url, `closed?key=${key}`), 'The connection stays open.')
  },
  async 'event-source-delay'({ url }) {
    const source = new EventSource(new URL(`events?${fresh()}`, url))
    const next = (name: string) =>
      new Promise<number>((resolve) => source.addEventListener(name, () => resolve(performance.now()), { once: true }))
    const endedAt = await next('error')
    const backAt = await next('open')
    source.close()
    return `${Math.round((backAt - endedAt) / 1000)} seconds`
  },
  async upload({ secureUrl }) {
    const body = new Blob(['octets of a stream']).stream()
    const request = { method: 'POST', body, duplex: 'half' } as RequestInit
    const response = await fetch(new URL('echo', secureUrl), request)
    return (await response.text()) === 'octets of a stream' ? 'its octets' : 'the words "[object ReadableStream]"'
  },
  async 'half-duplex'({ secureUrl }) {
    if (!canUpload()) return 'It sends no streams.'
    await ask(secureUrl, 'connection')
    const startedAt = performance.now()
    const body = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new TextEncoder().encode('hello'))
        await after(600)
        controller.close()
      },
    })
    await fetch(new URL('echo', secureUrl), { method: 'POST', body, duplex: 'half' } as RequestInit)
    return performance.now() - startedAt < 500 ? 'when the answer begins' : 'when the request has ended'
  },
  async 'worker-duplex'() {
    if (!canUpload()) return 'It sends no streams.'
    const seen: string[] = []
    const context = {
      url: location.href,
      signal: new AbortController().signal,
      now: () => performance.now(),
      saw: (what: string) => void seen.push(what),
    }
    await throughWorker(context, { attempt: 'service-worker', pieces: 3, interval: 100 } as never)
    return seen.indexOf('read()') < seen.lastIndexOf('enqueue()') ? 'Yes.' : 'No.'
  },
  async 'web-socket-http2'({ secureUrl }) {
    const before = await ask<{ inStreams: number }>(secureUrl, 'web-sockets')
    const socket = new WebSocket(secureUrl.replace('http', 'ws'))
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }))
    const now = await ask<{ inStreams: number }>(secureUrl, 'web-sockets')
    socket.close()
    return now.inStreams > before.inStreams ? 'into a stream of that connection' : 'onto a connection of its own'
  },
  async beacon({ url }) {
    return navigator.sendBeacon(new URL('connection', url), new Uint8Array(65_537)) ? 'Yes.' : 'No: 65 536 at most.'
  },
  async unread({ url }) {
    const key = fresh()
    const abort = new AbortController()
    await stream(url, `flood?key=${key}`, { cache: 'no-store', signal: abort.signal })
    for (;;) {
      const { octets } = await ask<{ octets: number | null }>(url, `flooded?key=${key}`)
      if (octets === null) await after(200)
      else {
        abort.abort()
        return octets >= 160 * 2 ** 20
          ? 'all of it'
          : `about ${Math.round(octets / 1e7) * 10} million octets, then it is held back`
      }
    }
  },
  async 'web-socket-stream'() {
    return 'WebSocketStream' in globalThis ? 'Yes.' : 'No.'
  },
}

/** Makes one observation in this page. @throws Error for an id that there is not. */
export async function observe(id: string, observatory: Observatory): Promise<string> {
  const script = SCRIPTS[id]
  if (script === undefined) throw new Error(`There is no observation "${id}".`)
  return script(observatory)
}
