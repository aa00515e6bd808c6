/** Conversations of Node's own client and server, which is nghttp2: read without a fault, in whatever order they are fed. */
import { once } from 'node:events'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type ServerHttp2Stream,
  type ServerOptions,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { buffer, text } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { exchangesOf } from '#wire/exchanges.ts'
import { factsOf } from '#wire/facts.ts'
import { octetCount } from '#wire/octets.ts'
import { DIRECTIONS, type Pdu } from '#wire/pdu.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { octetByOctet } from '../dissection.ts'
import type { Passage } from '../octet-page.ts'
import { asPassed, faultsIn, fromFiles, oneByOne, printed } from './orders.ts'
import { recordingRelay } from './relay.ts'

type Answer = (stream: ServerHttp2Stream, headers: Readonly<Record<string, unknown>>) => void

/** Lets `talk` speak with a server that answers by `answer`, and returns what passed. */
async function conversation(
  answer: Answer,
  talk: (client: ClientHttp2Session) => Promise<unknown>,
  options: ServerOptions & { client?: object } = {},
): Promise<readonly Passage[]> {
  const server = createServer(options)
  server.on('stream', answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await using relay = await recordingRelay((server.address() as AddressInfo).port)
  const client = connect(`http://127.0.0.1:${relay.port}`, options.client)
  await once(client, 'connect')
  await talk(client)
  if (!client.closed && !client.destroyed) client.close()
  await relay.closed
  await new Promise((resolve) => server.close(resolve))
  return relay.passages
}

async function fetched(stream: ClientHttp2Stream, body?: string): Promise<string> {
  stream.end(body)
  return text(stream)
}

function names(units: readonly Pdu[]): readonly string[] {
  return units.map(({ name, stream }) => (stream === undefined ? name : `${name} ${stream}`))
}

function lines(unit: Pdu | undefined): readonly string[] {
  const block = unit?.parts?.find(({ name }) => name === 'field-block-fragment')
  return (block?.parts ?? [])
    .filter(({ name }) => name === 'field-line')
    .map(({ parts = [] }) => `${partValue(parts, 'field-name')}: ${partValue(parts, 'field-value')}`)
}

function partValue(parts: NonNullable<Pdu['parts']>, name: string) {
  return parts.find((part) => part.name === name)?.value
}

/** What holds for every conversation of honest peers. */
function expectSound(passages: readonly Passage[]): void {
  const units = asPassed(passages)
  expect(faultsIn(units)).toEqual([])
  for (const direction of DIRECTIONS) {
    let at = 0
    for (const { ranges } of units[direction].filter(({ layer }) => layer === 'http2')) {
      expect(ranges[0]?.start).toBe(at)
      at += octetCount(ranges)
    }
    expect(at).toBe(
      passages.filter((passage) => passage.direction === direction).reduce((sum, { octets }) => sum + octets.length, 0),
    )
  }
  const told = printed(units)
  expect(printed(asPassed([...octetByOctet(passages)]))).toEqual(told)
  expect(printed(fromFiles(passages, 'client-to-server'))).toEqual(told)
  expect(printed(fromFiles(passages, 'server-to-client'))).toEqual(told)
  expect(printed(oneByOne(passages))).toEqual(told)
}

describe('a conversation of Node', () => {
  test('GET and POST on one connection', async () => {
    const passages = await conversation(
      (stream, headers) => {
        stream.respond({ ':status': headers[':method'] === 'POST' ? 201 : 200, 'content-type': 'text/plain' })
        stream.pipe(stream)
      },
      async (client) => {
        expect(await fetched(client.request({ ':path': '/one', 'x-secret': 'a' }))).toBe('')
        expect(await fetched(client.request({ ':method': 'POST', ':path': '/two' }), 'hello')).toBe('hello')
      },
    )
    expectSound(passages)
    const { 'client-to-server': client, 'server-to-client': server } = asPassed(passages)
    expect(names(client).slice(0, 2)).toEqual(['connection-preface', 'SETTINGS'])
    expect(names(client).filter((name) => / \d+$/.test(name))).toEqual(['HEADERS 1', 'HEADERS 3', 'DATA 3'])
    const [get, post] = client.filter(({ name }) => name === 'HEADERS')
    expect([get?.value, post?.value]).toEqual(['GET /one', 'POST /two'])
    expect(lines(get)).toContain('x-secret: a')
    expect(server.filter(({ name }) => name === 'HEADERS').map(({ value }) => value)).toEqual([200, 201])
  })

  test('a response on many frames, with flow control', async () => {
    const sent = Buffer.alloc(300_000, 'x')
    const passages = await conversation(
      (stream) => {
        stream.respond({ 'content-length': sent.length })
        stream.end(sent)
      },
      async (client) => expect((await buffer(client.request({ ':path': '/' }))).length).toBe(sent.length),
    )
    expectSound(passages)
    const units = asPassed(passages)
    const data = units['server-to-client'].filter(({ name }) => name === 'DATA')
    expect(data.reduce((sum, { value }) => sum + Number(value), 0)).toBe(sent.length)
    expect(units['client-to-server'].some(({ name }) => name === 'WINDOW_UPDATE')).toBe(true)
    // No window ever goes below nothing.
    for (const unit of data) {
      for (const computed of unit.computed ?? []) {
        if (computed.name.endsWith('window') && computed.kind === 'value') {
          expect(Number(computed.value)).toBeGreaterThanOrEqual(0)
        }
      }
    }
  })

  test('a field block that needs CONTINUATION', async () => {
    const long = 'a~'.repeat(20_000)
    const passages = await conversation(
      (stream) => {
        stream.respond({})
        stream.end()
      },
      (client) => fetched(client.request({ ':path': '/', 'x-long': long, 'x-after': 'b' })),
      { client: { maxSendHeaderBlockLength: 100_000 } },
    )
    expectSound(passages)
    const client = asPassed(passages)['client-to-server']
    const frames = client.filter(({ stream }) => stream === 1)
    expect(names(frames).slice(0, 3)).toEqual(['HEADERS 1', 'CONTINUATION 1', 'CONTINUATION 1'])
    expect(frames.flatMap(lines)).toEqual(expect.arrayContaining([`x-long: ${long}`, 'x-after: b']))
    const line = frames[2]?.parts?.at(-1)?.parts?.[0]
    expect(line?.ranges).toHaveLength(3)
  })

  test('padding', async () => {
    const passages = await conversation(
      (stream) => {
        stream.respond({})
        stream.end('hello')
      },
      async (client) => expect(await fetched(client.request({ ':path': '/' }))).toBe('hello'),
      { paddingStrategy: constants.PADDING_STRATEGY_MAX },
    )
    expectSound(passages)
    const data = asPassed(passages)['server-to-client'].find(({ name }) => name === 'DATA')
    expect(data?.parts?.map(({ name }) => name)).toEqual([
      'length',
      'type',
      'flags',
      'stream-identifier',
      'pad-length',
      'data',
      'padding',
    ])
  })

  test('push, ping, reset, trailers, and the end', async () => {
    const passages = await conversation(
      (stream, headers) => {
        if (headers[':path'] === '/never') return
        stream.pushStream({ ':path': '/pushed' }, (error, pushed) => {
          if (error) throw error
          pushed.respond({ 'content-type': 'text/css' })
          pushed.end('b{}')
        })
        stream.additionalHeaders({ ':status': 103, link: '</pushed>' })
        stream.respond({}, { waitForTrailers: true })
        stream.on('wantTrailers', () => stream.sendTrailers({ 'x-sum': '7' }))
        stream.end('ok')
      },
      async (client) => {
        const pushed = once(client, 'stream').then(([stream]) => text(stream))
        expect(await fetched(client.request({ ':path': '/' }))).toBe('ok')
        expect(await pushed).toBe('b{}')
        await new Promise((resolve) => client.ping(Buffer.from('12345678'), resolve))
        const never = client.request({ ':path': '/never' })
        never.close(constants.NGHTTP2_CANCEL)
        await once(never, 'close')
      },
    )
    expectSound(passages)
    const { 'client-to-server': client, 'server-to-client': server } = asPassed(passages)
    expect(client.filter(({ name }) => name === 'RST_STREAM').map(({ value }) => value)).toEqual(['CANCEL'])
    expect(server.filter(({ name }) => name === 'PING').map(({ parts }) => parts?.at(-1)?.value)).toEqual([
      Buffer.from('12345678').toString('hex'),
    ])
    expect(server.filter(({ stream }) => stream === 1).map(({ name, value }) => [name, value])).toEqual([
      ['PUSH_PROMISE', 'GET /pushed'],
      ['HEADERS', 103],
      ['HEADERS', 200],
      ['DATA', 2],
      ['HEADERS', undefined],
    ])
    expect(server.filter(({ stream }) => stream === 2).map(({ name, exchange }) => [name, exchange])).toEqual([
      ['HEADERS', undefined],
      ['DATA', undefined],
    ])
  })

  test('a WebSocket by extended CONNECT', async () => {
    const passages = await conversation(
      (stream) => {
        stream.respond({ ':status': 200 })
        stream.once('data', () => stream.end(Buffer.from('8102 6869 8800'.replaceAll(' ', ''), 'hex')))
      },
      async (client) => {
        if (!client.remoteSettings.enableConnectProtocol) await once(client, 'remoteSettings')
        const stream = client.request({ ':method': 'CONNECT', ':protocol': 'websocket', ':path': '/chat' })
        await once(stream, 'response')
        stream.end(Buffer.from('8182 00000000 6869 8880 00000000'.replaceAll(' ', ''), 'hex'))
        expect((await buffer(stream)).length).toBe(6)
      },
      { settings: { enableConnectProtocol: true } },
    )
    expectSound(passages)
    const units = asPassed(passages)
    for (const direction of DIRECTIONS) {
      const frames = units[direction].filter(({ layer }) => layer === 'websocket')
      expect(frames.map(({ name, stream, exchange }) => [name, stream, exchange])).toEqual([
        ['frame', 1, 0],
        ['frame', 1, 0],
      ])
    }
  })

  test('server-sent events that the client has had enough of', async () => {
    const passages = await conversation(
      (stream) => {
        stream.on('error', () => {})
        stream.respond({ 'content-type': 'text/event-stream' })
        stream.write('data: 1\n\n')
        stream.write('data: 2\n\nda')
      },
      async (client) => {
        const stream = client.request({ ':path': '/' })
        let seen = ''
        for await (const octets of stream) {
          seen += octets
          if (seen.endsWith('da')) break
        }
      },
    )
    expectSoundButCut(passages)
    const events = asPassed(passages)['server-to-client'].filter(({ name }) => name === 'event')
    expect(events.map(({ value, exchange, stream }) => [value, exchange, stream])).toEqual([
      ['1', 0, 1],
      ['2', 0, 1],
    ])
  })
})

/** The events are cut short, and say so; the frames that carry them are sound. */
function expectSoundButCut(passages: readonly Passage[]): void {
  const faults = faultsIn(asPassed(passages))
  expect(faults).toHaveLength(1)
  expect(faults[0]).toContain('event-cut-short')
  expect(printed(fromFiles(passages, 'client-to-server'))).toEqual(printed(asPassed(passages)))
}

test('exchanges are counted by the streams that the client opened', async () => {
  const passages = await conversation(
    (stream) => {
      stream.respond({})
      stream.end('ok')
    },
    (client) => Promise.all(['/a', '/b', '/c'].map((path) => fetched(client.request({ ':path': path })))),
  )
  const log = new UnitLog({ id: 'r', lab: 'x', switches: {}, startedAt: 0, server: 'node' }, 'http2')
  for (const [at, passage] of passages.entries()) log.append({ kind: 'octets', connection: 1, at, ...passage })
  log.append({ kind: 'close', connection: 1, at: passages.length, how: 'closed' })
  expect(factsOf(log)).toMatchObject({ connections: 1, exchanges: 3, chunks: 0, faults: 0 })
  const exchanges = exchangesOf(log)
  expect(exchanges.map(({ index }) => index)).toEqual([0, 1, 2])
  expect(exchanges.map(({ request }) => request[0]?.unit.value)).toEqual(['GET /a', 'GET /b', 'GET /c'])
  expect(exchanges.map(({ response }) => response[0]?.unit.value)).toEqual([200, 200, 200])
  expect(exchanges.map(({ response }) => response.at(-1)?.unit.name)).toEqual(['DATA', 'DATA', 'DATA'])
})
