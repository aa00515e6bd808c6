/** Bayeux as any client would speak it: the two servers do as the protocol says, and hear and tell nobody but their own reader. */
import '#wire/dissectors/all.ts'
import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { fromData, toData } from '#transports/bayeux-data.ts'
import { factsOf } from '#wire/facts.ts'
import type { RunInfo } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { labUrl, newSession, runningServer, startRun } from '../labs-server/running-server.ts'
import { ViewingPage } from '../labs-server/viewing-page.ts'
import { Waiting } from '../labs-server/waiting.ts'

interface BayeuxMessage {
  readonly channel: string
  readonly clientId?: string
  readonly successful?: boolean
  readonly error?: string
  readonly data?: { readonly number: number; readonly text?: string }
  readonly [field: string]: unknown
}

const HANDSHAKE = { channel: '/meta/handshake', version: '1.0' }

/** What both clients can do: shake hands, subscribe, publish, and tell which messages have come. */
abstract class BayeuxClient {
  readonly received: BayeuxMessage[] = []
  readonly #happenings = new Waiting()
  clientId = ''
  #id = 0

  abstract readonly type: string
  protected abstract send(message: BayeuxMessage): void

  /** Sends a message; resolves with its reply. */
  async ask(message: BayeuxMessage): Promise<BayeuxMessage> {
    this.#id += 1
    const id = String(this.#id)
    this.send({ id, ...(this.clientId && { clientId: this.clientId }), ...message })
    const reply = () => this.received.find((each) => each.id === id && each.data === undefined)
    await this.#happenings.until(() => reply() !== undefined)
    return reply() as BayeuxMessage
  }

  protected take(messages: readonly BayeuxMessage[]): void {
    this.received.push(...messages)
    this.#happenings.happened()
  }

  async handshake(): Promise<this> {
    const reply = await this.ask({ ...HANDSHAKE, supportedConnectionTypes: [this.type] })
    this.clientId = reply.clientId ?? ''
    return this
  }

  connect = () => this.ask({ channel: '/meta/connect', connectionType: this.type })
  subscribe = (subscription: string) => this.ask({ channel: '/meta/subscribe', subscription })
  publish = (channel: string, data: unknown) => this.ask({ channel, data } as BayeuxMessage)

  /** The texts that have been published to it, in order. */
  get texts(): readonly string[] {
    return this.received.flatMap(({ data }) => data?.text ?? [])
  }

  until(isSo: () => boolean): Promise<void> {
    return this.#happenings.until(isSo)
  }
}

class PollingClient extends BayeuxClient {
  readonly type = 'long-polling'
  readonly url: URL
  #cookie = ''

  constructor(server: LabsServer, session: string, after = 0) {
    super()
    this.url = new URL(`bayeux-polling/c1/?after=${after}`, labUrl(server, session, 'bench'))
  }

  /** One request as it is given. */
  post(body: string): Promise<Response> {
    return fetch(this.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: 'http://localhost:4321', Cookie: this.#cookie },
      body,
    })
  }

  protected send(message: BayeuxMessage): void {
    const cut = { ...message, successful: false, error: 'cut' }
    this.post(JSON.stringify([message])).then(
      async (response) => {
        this.#cookie ||= response.headers.get('Set-Cookie')?.split(';')[0] ?? ''
        this.take((await response.json()) as BayeuxMessage[])
      },
      () => this.take([cut]),
    )
  }

  /** Polls until as many texts have come. */
  async poll(texts: number): Promise<void> {
    while (this.texts.length < texts) await this.connect()
  }
}

class WebSocketClient extends BayeuxClient implements Disposable {
  readonly type = 'websocket'
  readonly socket: WebSocket
  #connected: Promise<unknown> | undefined

  constructor(server: LabsServer, session: string, after = 0) {
    super()
    const url = new URL(`bayeux-web-socket/c1/?after=${after}`, labUrl(server, session, 'bench'))
    this.socket = new WebSocket(url.href.replace('http', 'ws'))
    this.socket.on('message', (data) => this.take(JSON.parse(String(data))))
  }

  async opened(): Promise<this> {
    await once(this.socket, 'open')
    return this
  }

  protected send(message: BayeuxMessage): void {
    this.socket.send(JSON.stringify([message]))
  }

  /** It connects once: what is published comes as long as that is not answered. */
  async poll(texts: number): Promise<void> {
    this.#connected ??= this.connect()
    await this.until(() => this.texts.length >= texts)
  }

  [Symbol.dispose](): void {
    this.socket.terminate()
  }
}

type AnyClient = PollingClient | WebSocketClient

const CLIENTS: readonly (readonly [
  string,
  (server: LabsServer, session: string, after?: number) => Promise<AnyClient>,
])[] = [
  ['long polling, cometd-nodejs-server', async (...at) => new PollingClient(...at).handshake()],
  ['WebSocket, faye', async (...at) => (await new WebSocketClient(...at).opened()).handshake()],
]

/** A run of the bench in which the server sends two messages at once, and waits for one that never comes. */
const QUICK = { messagesDown: 2, messagesUp: 1, interval: 0, pollHold: 500 }

let server: LabsServer
beforeEach(async () => {
  server = await runningServer()
})
afterEach(() => {
  vi.restoreAllMocks()
  return server.close()
})

/** Notes the timers that the two libraries set from now on, as long as they run. */
function libraryTimers() {
  const running = new Set<unknown>()
  const happenings = new Waiting()
  const gone = (timer: unknown) => {
    running.delete(timer)
    happenings.happened()
  }
  const { setTimeout, clearTimeout } = globalThis
  vi.spyOn(globalThis, 'setTimeout').mockImplementation(((act: () => void, ms: number) => {
    const timer = setTimeout(() => {
      gone(timer)
      act()
    }, ms)
    if (/node_modules.(cometd-nodejs-server|faye)/.test(new Error().stack ?? '')) running.add(timer)
    return timer
  }) as typeof setTimeout)
  vi.spyOn(globalThis, 'clearTimeout').mockImplementation((timer) => {
    gone(timer)
    clearTimeout(timer)
  })
  return { running, end: () => happenings.until(() => running.size === 0) }
}

describe.each(CLIENTS)('%s', (_name, shakeHands) => {
  test('tells a subscriber what the server publishes, with its number', async () => {
    const session = newSession()
    await startRun(server, session, 'bench', QUICK)
    const client = await shakeHands(server, session)
    expect(await client.subscribe('/down')).toMatchObject({ successful: true, subscription: expect.anything() })
    await client.poll(2)
    expect(client.texts.map((text) => text.slice(0, 6))).toEqual(['down 1', 'down 2'])
    expect(client.received.flatMap(({ data }) => data?.number ?? [])).toEqual([1, 2])
  })

  test('goes on behind the number that the address tells', async () => {
    const session = newSession()
    await startRun(server, session, 'bench', QUICK)
    const client = await shakeHands(server, session, 1)
    await client.subscribe('/down')
    await client.poll(1)
    expect(client.texts.map((text) => text.slice(0, 6))).toEqual(['down 2'])
  })

  test('takes what is published, in the order of its numbers', async () => {
    const session = newSession()
    await startRun(server, session, 'bench', { ...QUICK, messagesDown: 0, messagesUp: 2 })
    const client = await shakeHands(server, session)
    await client.subscribe('/down')
    const up = (number: number) => toData(number, new TextEncoder().encode(`up ${number} sent at 1.000 ms ....`))
    expect(await client.publish('/up', up(2))).toMatchObject({ channel: '/up', successful: true })
    await client.publish('/up', up(1))
    await client.poll(1)
    expect(client.texts[0]).toMatch(/^report \d+\.\d{3} \d+\.\d{3}$/)
  })

  test('lets no wildcard hear what another session is told', async () => {
    const [session, another] = [newSession(), newSession()]
    await startRun(server, session, 'bench', { ...QUICK, messagesDown: 1 })
    await startRun(server, another, 'bench', { ...QUICK, messagesDown: 1, size: 100 })
    const client = await shakeHands(server, session)
    const other = await shakeHands(server, another)
    await client.subscribe('/**')
    await other.subscribe('/down')
    await Promise.all([client.poll(1), other.poll(1)])
    await other.publish('/up', toData(1, new TextEncoder().encode('up 1 sent at 1.000 ms ....')))
    await other.poll(2)
    expect(client.texts.map(({ length }) => length)).toEqual([60])
  })

  test.each(['/foo', '/up', '/meta/connect'])('refuses a subscription to %s', async (channel) => {
    const client = await shakeHands(server, newSession())
    expect(await client.subscribe(channel)).toMatchObject({ successful: false, error: expect.stringContaining('403') })
  })

  test.each(['/down', '/foo'])('refuses to publish on %s', async (channel) => {
    const client = await shakeHands(server, newSession())
    expect(await client.publish(channel, { number: 1, text: 'forged' })).toMatchObject({ successful: false })
  })

  test('does not know the client of another session', async () => {
    const { clientId } = await shakeHands(server, newSession())
    const client = await shakeHands(server, newSession())
    client.clientId = clientId
    expect(await client.subscribe('/down')).toMatchObject({ successful: false })
  })

  test('takes a message of a million octets, and tells a large one', async () => {
    const session = newSession()
    await startRun(server, session, 'bench', { ...QUICK, messagesDown: 1, size: 65_536 })
    const client = await shakeHands(server, session)
    await client.subscribe('/down')
    await client.poll(1)
    expect(client.texts[0]).toHaveLength(65_536)
    const million = new TextEncoder().encode('up 1 sent at 1.000 ms '.padEnd(1_000_000, '.'))
    expect(await client.publish('/up', toData(1, million))).toMatchObject({ successful: true })
    await client.poll(2)
  })

  test('ends with the run, timers and all', async () => {
    const timers = libraryTimers()
    const session = newSession()
    await startRun(server, session, 'bench', { messagesDown: 0, pollHold: 20_000 })
    const client = await shakeHands(server, session)
    await client.subscribe('/down')
    const ending = client instanceof WebSocketClient ? once(client.socket, 'close') : client.connect()
    if (client instanceof WebSocketClient) client.connect()
    expect(timers.running.size).toBeGreaterThan(0)
    await startRun(server, session, 'bench')
    await ending
    await server.close()
    await timers.end()
  })

  test('leaves octets that our dissectors read without a fault', async () => {
    const session = newSession()
    await startRun(server, session, 'bench', QUICK)
    using page = await ViewingPage.watching(server, session, { lab: 'bench' })
    const client = await shakeHands(server, session)
    await client.subscribe('/down')
    await client.poll(2)
    await client.publish('/up', toData(1, new TextEncoder().encode('up 1 sent at 1.000 ms ....')))
    await client.poll(3)
    await page.until(() => page.text(page.trace.connections.length, 'server-to-client').includes('report '))
    const log = new UnitLog(page.runs.at(-1) as RunInfo)
    for (const record of page.records) log.append(record)
    expect(factsOf(log).faults).toBe(0)
    expect(log.units.filter(({ unit }) => unit.layer === 'bayeux').length).toBeGreaterThan(2)
  })
})

describe('long polling', () => {
  test('lets the page of another origin send its cookie', async () => {
    const client = new PollingClient(server, newSession())
    const preflight = await fetch(client.url, {
      method: 'OPTIONS',
      headers: { Origin: 'http://localhost:4321', 'Access-Control-Request-Headers': 'content-type' },
    })
    const answer = await client.post(JSON.stringify({ ...HANDSHAKE, supportedConnectionTypes: ['long-polling'] }))
    for (const { headers } of [preflight, answer]) {
      expect(headers.get('Access-Control-Allow-Origin')).toBe('http://localhost:4321')
      expect(headers.get('Access-Control-Allow-Credentials')).toBe('true')
    }
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe('content-type')
    expect(answer.headers.get('Set-Cookie')).toMatch(/^BAYEUX_BROWSER=\w+; HttpOnly$/)
  })

  test.each([
    '',
    '[]',
    '7',
    '[null]',
    '[{"channel":7}]',
    '{"channel":"__proto__"}',
    '[{"channel":"/meta/connect","advice":7}]',
  ])('answers %j with a sentence', async (body) => {
    const response = await new PollingClient(server, newSession()).post(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ detail: expect.stringMatching(/\.$/) })
  })

  test('shakes hands with no more clients than its limit', async () => {
    const session = newSession()
    const replies: (boolean | undefined)[] = []
    for (let client = 1; client <= 9; client++) {
      const reply = await new PollingClient(server, session).ask({
        ...HANDSHAKE,
        supportedConnectionTypes: ['long-polling'],
      })
      replies.push(reply.successful)
    }
    expect(replies).toEqual([...Array(8).fill(true), false])
  })

  test('answers data that is no message with an error, and goes on', async () => {
    const client = await new PollingClient(server, newSession()).handshake()
    const answer = await client.post(JSON.stringify([{ channel: '/up', clientId: client.clientId, data: 7 }]))
    expect(answer.status).toBe(500)
    expect(await client.subscribe('/down')).toMatchObject({ successful: true })
  })
})

describe('WebSocket', () => {
  test.each(['nonsense', '[null]', '7', '[{"channel":"__proto__"}]'])('does nothing for %j', async (text) => {
    using client = await (await new WebSocketClient(server, newSession()).opened()).handshake()
    client.socket.send(text)
    expect(await client.subscribe('/down')).toMatchObject({ successful: true })
    expect(client.received.some(({ channel }) => channel === '__proto__')).toBe(false)
  })

  test('closes on data that is no message', async () => {
    using client = await (await new WebSocketClient(server, newSession()).opened()).handshake()
    client.publish('/up', 7)
    await once(client.socket, 'close')
  })
})

describe('the data of a message', () => {
  test.each([
    ['text', new TextEncoder().encode('Grüße\0"\n')],
    ['other octets', new Uint8Array([0, 255, 254, 128])],
    ['a byte order mark', new Uint8Array([0xef, 0xbb, 0xbf, 65])],
    ['nothing', new Uint8Array()],
  ])('%s comes back as it was', (_name, message) => {
    expect(fromData(JSON.parse(JSON.stringify(toData(7, message))))).toEqual({ number: 7, message })
  })

  test.each([undefined, null, 7, 'text', {}, { number: 1 }, { text: 'a' }, { number: 1, base64: '!' }])(
    'is not %j',
    (data) => {
      expect(() => fromData(data)).toThrow(SyntaxError)
    },
  )
})
