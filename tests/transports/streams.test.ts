/** The ways down over a response that stays open: what their server halves write, and that nothing is lost. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { routes as eventSource } from '#labs-server/transports/event-source/server.ts'
import { connect as fetchStreamClient } from '#labs-server/transports/fetch-stream/client.ts'
import { routes as fetchStream } from '#labs-server/transports/fetch-stream/server.ts'
import { routes as foreverFrame } from '#labs-server/transports/forever-frame/server.ts'
import { fromText } from '#labs-server/transports/message-text.ts'
import { connect as multipartClient } from '#labs-server/transports/multipart/client.ts'
import { routes as multipart } from '#labs-server/transports/multipart/server.ts'
import { LineReader } from '#labs-server/transports/numbered-line.ts'
import type { TransportOptions } from '#labs-server/transports/transport.ts'
import { routes as xhrStream } from '#labs-server/transports/xhr-stream/server.ts'
import { get, RawClient } from '../labs-server/raw-client.ts'
import { labUrl, newSession, runningServer, startRun } from '../labs-server/running-server.ts'
import { ClientHalf, numbered } from './client-half.ts'
import { everyOctet, MailboxServer } from './mailbox-server.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const SIZES = [0, 1, 125, 126, 65_535, 65_536, 1_000_000].map(everyOctet)

type Read = readonly (readonly [number, string])[]

/** Each way's server half, and how whoever knows its format reads the messages in its content. */
const STREAMS = {
  'fetch-stream': { routes: fetchStream, read: readLines },
  'xhr-stream': { routes: xhrStream, read: readLines },
  'forever-frame': { routes: foreverFrame, read: readScripts },
  'event-source': { routes: eventSource, read: readEvents },
  multipart: { routes: multipart, read: readParts },
} as const

describe.each(Object.entries(STREAMS))('%s', (id, { routes, read }) => {
  test('brings messages of any size and with every octet value as they come, once and in order', async () => {
    await using server = await MailboxServer.start(routes)
    const content = await Content.of(server)
    for (const [index, message] of SIZES.entries()) {
      await server.mailbox.send(message)
      await content.until((text) => read(text).length > index)
    }
    expect(read(content.text)).toEqual(numbered(SIZES))
  })

  test('goes on after the number that is asked for', async () => {
    await using server = await MailboxServer.start(routes)
    for (const text of ['one', 'two', 'three']) await server.mailbox.send(octets(text))
    const content = await Content.of(server, '?after=2')
    await content.until((text) => read(text).length > 0)
    expect(read(content.text)).toEqual(numbered([octets('three')], 3))
  })

  test('says something before the first message, since browsers tell of a response only then', async () => {
    await using server = await MailboxServer.start(routes)
    const content = await Content.of(server)
    await content.until((text) => text !== '')
    expect(read(content.text)).toEqual([])
  })

  test('answers with 410 and a sentence when what is asked for is no longer kept', async () => {
    await using server = await MailboxServer.start(routes, { maxOctets: 8, options: { gzip: true, framing: 'length' } })
    const content = await Content.of(server)
    for (const text of ['four', 'four', 'more']) await server.mailbox.send(octets(text))
    await content.until((text) => read(text).length === 3)
    const answer = await server.ask('?after=0')
    expect(answer.status).toBe(410)
    expect(answer.headers.get('Content-Encoding')).toBeNull()
    expect(await answer.json()).toMatchObject({ detail: 'Message 1 is no longer kept. Press Run to begin again.' })
  })

  test('ends in order when the run is over', async () => {
    await using server = await MailboxServer.start(routes)
    const content = await Content.of(server)
    await server.mailbox.send(octets('one'))
    await content.until((text) => read(text).length > 0)
    server.endRun()
    await content.untilEnd()
    expect(read(content.text)).toEqual(numbered([octets('one')]))
  })

  test('writes a chunk for what comes first, and one for each message', async () => {
    await using server = await MailboxServer.start(routes)
    using client = await asking(server)
    await client.until((text) => chunks(text).length === 1)
    for (const [index, text] of ['one', 'two'].entries()) {
      await server.mailbox.send(octets(text))
      await client.until((whole) => chunks(whole).length === index + 2)
    }
    const soFar = chunks(client.text).map((_, index, all) => read(all.slice(0, index + 1).join('')).length)
    expect(soFar).toEqual([0, 1, 2])
  })

  test('announces a length, uses it up, and has what did not fit for whoever asks again', async () => {
    await using server = await MailboxServer.start(routes, { options: { framing: 'length', padding: 100 } })
    const messages = [10_000, 10_000, 65_536].map((size) => octets('x'.repeat(size)))
    let received: Read = []
    for (let answers = 1; received.length < 3; answers++) {
      expect(answers).toBeLessThanOrEqual(3)
      using client = await asking(server, `/?after=${received.length}`)
      if (answers === 1) {
        await client.until((text) => text.includes('\r\n\r\n'))
        for (const message of messages) await server.mailbox.send(message)
      }
      const length = () => Number(/Content-Length: (\d+)\r\n/.exec(client.text)?.[1])
      await client.until((text) => body(text).length >= Math.min(length(), 65_536) && body(text).length > 10_000)
      await client.until((text) => read(body(text)).length > 0)
      if (received.length < 2) {
        await client.until((text) => body(text).length === length())
        expect(length()).toBe(16_384)
      } else expect(length()).toBeGreaterThan(65_536)
      received = [...received, ...read(body(client.text))]
    }
    expect(received).toEqual(numbered(messages))
  })

  test('announces a length while there is nothing to say', async () => {
    await using server = await MailboxServer.start(routes, { options: { framing: 'length' } })
    using client = await asking(server)
    await client.until((text) => body(text) !== '')
    expect(client.text).toContain('Content-Length: 16384\r\n')
  })

  test('ends by closing when it says neither length nor chunks', async () => {
    await using server = await MailboxServer.start(routes, { options: { framing: 'close' } })
    using client = await asking(server)
    await server.mailbox.send(octets('one'))
    await client.until((text) => read(body(text)).length > 0)
    server.endRun()
    await client.untilEnd()
    expect(client.text).toContain('\r\nConnection: close\r\n')
    expect(client.text).not.toMatch(/Transfer-Encoding|Content-Length/)
  })

  test('writes as much padding as it is told before anything else', async () => {
    const first = async (options: Partial<TransportOptions>) => {
      await using server = await MailboxServer.start(routes, { options })
      using client = await asking(server)
      await client.until((text) => chunks(text).length === 1)
      return chunks(client.text)[0] ?? ''
    }
    const [bare, padded] = [await first({}), await first({ padding: 1024 })]
    // Where nothing else comes first, an octet that says nothing does: padding stands in for it.
    expect(padded).toHaveLength(1024 + (bare === '\n' ? 0 : bare.length))
    expect(read(padded)).toEqual([])
  })

  test('breaks silence with what is no message', async () => {
    await using server = await MailboxServer.start(routes, { options: { heartbeat: 10 } })
    using client = await asking(server)
    await client.until((text) => chunks(text).length >= 4)
    await server.mailbox.send(octets('one'))
    await client.until((text) => read(chunks(text).join('')).length > 0)
    expect(read(chunks(client.text).join(''))).toEqual(numbered([octets('one')]))
  })

  test('holds messages back until 8192 octets are together when it is told not to flush', async () => {
    await using server = await MailboxServer.start(routes, { options: { flush: false } })
    using client = await asking(server)
    await client.until((text) => chunks(text).length === 1)
    const messages = Array.from({ length: 9 }, () => octets('x'.repeat(1000)))
    for (const message of messages) await server.mailbox.send(message)
    await client.until((text) => chunks(text).length > 1)
    const [first = '', held = ''] = chunks(client.text)
    expect(held.length).toBeGreaterThanOrEqual(8192)
    expect(read(first + held).length).toBeGreaterThanOrEqual(8)
  })

  test('codes content with gzip and flushes it after each message', async () => {
    await using server = await MailboxServer.start(routes, { options: { gzip: true } })
    const content = await Content.of(server)
    expect(content.fields.get('Content-Encoding')).toBe('gzip')
    for (const [index, text] of ['one', 'two'].entries()) {
      await server.mailbox.send(octets(text))
      await content.until((whole) => read(whole).length === index + 1)
    }
  })

  test('is held back by a reader that does not read, and keeps no more than there is room for', async () => {
    const maxOctets = 2 ** 20
    await using server = await MailboxServer.start(routes, { maxOctets })
    using client = await asking(server)
    await client.until((text) => text.includes('\r\n\r\n'))
    client.socket.pause()
    const message = octets('x'.repeat(65_536))
    let most = 0
    let held = false
    for (let number = 1; number <= 400; number++) {
      const sent = server.mailbox.send(message)
      most = Math.max(most, server.mailbox.octets)
      // More than there is room for, though nothing that was taken is kept: this waits for the reader.
      if (server.mailbox.octets > maxOctets) {
        held = true
        client.socket.removeAllListeners('data').resume()
      }
      await sent
    }
    expect(held, `${id} held nobody back`).toBe(true)
    expect(most).toBeLessThanOrEqual(maxOctets + message.length)
  })

  test('refuses a number that is none', async () => {
    await using server = await MailboxServer.start(routes)
    const answer = await server.ask('?after=x')
    expect([answer.status, await answer.json()]).toMatchObject([400, { detail: '"after" is a whole number.' }])
  })
})

describe.each([
  ['fetch-stream', fetchStream, fetchStreamClient],
  ['multipart', multipart, multipartClient],
] as const)('the client half of %s', (_, routes, connect) => {
  test.each([{}, { framing: 'length' }, { gzip: true, padding: 7 }] as const)(
    'receives everything: %o',
    async (options) => {
      await using server = await MailboxServer.start(routes, { options })
      using client = await ClientHalf.connect(connect, server.url, { options })
      for (const message of SIZES.slice(0, 4)) await server.mailbox.send(message)
      await client.untilReceived(4)
      expect(client.received).toEqual(numbered(SIZES.slice(0, 4)))
      expect(client.seen[0]).toBe('fetch() resolved')
      expect(client.seen.slice(1).every((what) => /^read\(\) \d+$/.test(what))).toBe(true)
    },
  )

  test('is told of a cut', async () => {
    await using cutting = await cuttingServer()
    using client = await ClientHalf.connect(connect, cutting.url)
    await expect(client.ended).rejects.toThrow()
  })

  test('cannot be opened where the server answers with an error', async () => {
    await using server = await MailboxServer.start(routes)
    await expect(ClientHalf.connect(connect, `${server.url}nothing/`)).rejects.toThrow(/was answered with 404\.$/)
  })
})

test('a multipart whose connection ends without the last boundary was cut, though its framing does not say so', async () => {
  await using cutting = await cuttingServer({ inOrder: true })
  using client = await ClientHalf.connect(multipartClient, cutting.url)
  await expect(client.ended).rejects.toThrow('The stream broke off before its last boundary.')
})

describe('an event stream', () => {
  test('says when to come back, and numbers its events', async () => {
    await using server = await MailboxServer.start(eventSource)
    const content = await Content.of(server)
    await server.mailbox.send(octets('one'))
    await content.until((text) => text.includes('one'))
    expect(content.fields.get('Content-Type')).toBe('text/event-stream')
    expect(content.text).toBe('retry: 100\n\nid: 1\ndata: "one"\n\n')
  })

  test('goes on after the Last-Event-ID, whatever the address says', async () => {
    await using server = await MailboxServer.start(eventSource)
    for (const text of ['one', 'two', 'three']) await server.mailbox.send(octets(text))
    const content = await Content.of(server, '?after=0', { 'Last-Event-ID': '2' })
    await content.until((text) => readEvents(text).length > 0)
    expect(readEvents(content.text)).toEqual(numbered([octets('three')], 3))
  })

  test('refuses a Last-Event-ID that it never gave', async () => {
    await using server = await MailboxServer.start(eventSource)
    const answer = await server.ask('', { headers: { 'Last-Event-ID': 'ev-1' } })
    expect([answer.status, await answer.json()]).toMatchObject([400, { detail: '"Last-Event-ID" is a whole number.' }])
  })
})

test.each(['</script>', '<!--<script>', '"\\', "'; alert(1) //", '\u2028', '\ufeff<'])(
  'no message ends the script of a forever frame before its time: %s',
  async (text) => {
    await using server = await MailboxServer.start(foreverFrame)
    const content = await Content.of(server)
    await server.mailbox.send(octets(text))
    await content.until((whole) => readScripts(whole).length > 0)
    expect(readScripts(content.text)).toEqual(numbered([octets(text)]))
    expect(content.text.match(/<\/?script|<!--/g)).toEqual(['<script', '</script', '<script', '</script'])
  },
)

test.each([
  [false, 'nosniff'],
  [true, null],
])(
  'with its type to be guessed %s, plain text for an XMLHttpRequest has X-Content-Type-Options %s',
  async (sniff, field) => {
    await using server = await runningServer()
    const session = newSession()
    await startRun(server, session, 'bench', { down: 'xhr-stream', sniff })
    const abort = new AbortController()
    const { headers } = await fetch(new URL('xhr-stream/', labUrl(server, session, 'bench')), { signal: abort.signal })
    expect(headers.get('X-Content-Type-Options')).toBe(field)
    abort.abort()
  },
)

test.each([
  [false, null],
  [true, 'no'],
])('told to ask for it %s, a stream has X-Accel-Buffering %s', async (unbuffered, field) => {
  await using server = await MailboxServer.start(fetchStream, { options: { unbuffered } })
  const content = await Content.of(server)
  expect(content.fields.get('X-Accel-Buffering')).toBe(field)
})

/** The content of a response, decoded, as it comes. */
class Content {
  readonly fields: Headers
  text = ''
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>
  readonly #decoder = new TextDecoder()

  private constructor(response: Response) {
    this.fields = response.headers
    this.#reader = (response.body as ReadableStream<Uint8Array>).getReader()
  }

  static async of(server: MailboxServer, target = '', headers: Record<string, string> = {}): Promise<Content> {
    return new Content(await server.ask(target, { headers }))
  }

  async until(isSo: (text: string) => boolean): Promise<void> {
    while (!isSo(this.text)) {
      if (await this.#read()) throw new Error(`The content has ended: ${this.text.slice(-200)}`)
    }
  }

  async untilEnd(): Promise<void> {
    while (!(await this.#read()));
  }

  async #read(): Promise<boolean> {
    const { done, value } = await this.#reader.read()
    this.text += this.#decoder.decode(value, { stream: true })
    return done
  }
}

async function asking(server: MailboxServer, target = '/'): Promise<RawClient> {
  return (await RawClient.connect(server.port)).write(get(target))
}

function body(message: string): string {
  const end = message.indexOf('\r\n\r\n')
  return end < 0 ? '' : message.slice(end + 4)
}

/** The data of the chunks that have come whole (RFC 9112 section 7.1). */
function chunks(message: string): string[] {
  const found: string[] = []
  let rest = body(message)
  for (;;) {
    const [line = '', size = ''] = /^([0-9a-f]+)\r\n/.exec(rest) ?? []
    const end = line.length + Number.parseInt(size, 16)
    if (!(rest.length >= end + 2)) return found
    found.push(rest.slice(line.length, end))
    rest = rest.slice(end + 2)
  }
}

function readLines(content: string): Read {
  const read: [number, string][] = []
  new LineReader((message, number = 0) => read.push([number, message.toBase64()])).read(content)
  return read
}

function readEvents(content: string): Read {
  return [...content.matchAll(/^id: (\d+)\ndata: (.*)\n\n/gm)].map(([, id, data = '']) => [Number(id), base64(data)])
}

function readParts(content: string): Read {
  const parts = content.matchAll(/\r\nNumber: (\d+)\r\n\r\n(.*)\r\n--message/g)
  return [...parts].map(([, number, text = '']) => [Number(number), base64(text)])
}

/** Runs the scripts as a browser does, with a page that takes what they post. */
function readScripts(content: string): Read {
  const read: [number, string][] = []
  const parent = {
    postMessage([number, text, coding]: [number | string, string?, string?]) {
      if (typeof number !== 'number' || text === undefined) return
      read.push([number, coding === 'base64' ? text : octets(text).toBase64()])
    },
  }
  const scripts = [...content.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script]) => script)
  runInNewContext(scripts.join('\n'), { parent })
  return read
}

function base64(text: string): string {
  return fromText(text).toBase64()
}

/** A server that breaks off in the middle of a stream; `inOrder` closes as one does that has said everything. */
async function cuttingServer({ inOrder = false } = {}) {
  const server = createServer((_, response) => {
    response.setHeader('Content-Type', 'multipart/x-mixed-replace; boundary=message')
    if (inOrder) Object.assign(response.setHeader('Connection', 'close'), { useChunkedEncodingByDefault: false })
    response.write('\r\n--message\r\nNumber: 1\r\n\r\n"o', () => (inOrder ? response.end() : response.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
