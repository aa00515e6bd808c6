/** The server halves of the ways over HTTP/2, spoken to by Node's client: streams of one connection. */
import { once } from 'node:events'
import { type ClientHttp2Stream, constants } from 'node:http2'
import type { Router } from 'express'
import { describe, expect, test } from 'vitest'
import { routes as h2Post } from '#labs-server/transports/h2-post/server.ts'
import { routes as h2Stream } from '#labs-server/transports/h2-stream/server.ts'
import { routes as h2Upload } from '#labs-server/transports/h2-upload/server.ts'
import { toLine } from '#labs-server/transports/numbered-line.ts'
import type { TransportOptions } from '#labs-server/transports/transport.ts'
import { answerOf, Http2Client } from '../labs-server/http2-client.ts'
import { newSession, runningServer, startRun } from '../labs-server/running-server.ts'
import { everyOctet, MailboxServer } from './mailbox-server.ts'

/** The octet that says nothing, with which a stream begins: without one, Firefox does not tell that it has. */
const OPENING = '\n'
const POST = { ':method': 'POST' }
const octets = (text: string) => new TextEncoder().encode(text)

/** A transport's server half over HTTP/2, and a connection to it. */
async function connected(routes: Router, options: Partial<TransportOptions> = {}) {
  const server = await MailboxServer.start(routes, { http2: true, options })
  const client = await Http2Client.connect(server.url)
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** Resolves with all that has come down once it contains `wanted`. */
async function until(stream: ClientHttp2Stream, wanted: string): Promise<string> {
  let content = ''
  for await (const piece of stream.setEncoding('utf8').iterator({ destroyOnReturn: false })) {
    content += piece
    if (content.includes(wanted)) break
  }
  return content
}

describe('h2-upload', () => {
  test('takes each line as it comes, and answers when the request has ended', async () => {
    await using opened = await connected(h2Upload)
    const stream = opened.client.open('/?lines', POST, false)
    let answered = false
    stream.once('response', () => {
      answered = true
    })
    stream.write('\n1 "one"\n2 "tw')
    await opened.server.untilCame(1)
    stream.write('o"\n')
    await opened.server.untilCame(2)
    expect(answered).toBe(false)
    stream.end()
    expect((await answerOf(stream)).status).toBe(204)
    expect(opened.server.texts).toEqual(['one', 'two'])
  })

  test.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])('takes %i octets, with every octet value', async (size) => {
    await using opened = await connected(h2Upload)
    const answer = await opened.client.ask('/', POST, toLine(1, everyOctet(size)))
    expect(answer.status).toBe(204)
    expect(opened.server.written).toEqual([everyOctet(size).toBase64()])
  })

  test('takes text that frames cut anywhere', async () => {
    await using opened = await connected(h2Upload)
    const stream = opened.client.open('/', POST, false)
    for (const octet of octets(toLine(1, octets('äß€\u{1f600}')))) stream.write(Uint8Array.of(octet))
    await opened.server.untilCame(1)
    stream.end()
    await answerOf(stream)
    expect(opened.server.texts).toEqual(['äß€\u{1f600}'])
  })

  test.each([
    ['1 hello\n', 400, 'A line is a number, a space and a message.'],
    ['0 "hello"\n', 400, 'A message is numbered from 1.'],
    [`1 "${'x'.repeat(2 ** 21)}`, 413, 'A line has more than 2097152 characters.'],
  ])('refuses %.10j at once, while the request is still open', async (content, status, detail) => {
    await using opened = await connected(h2Upload)
    const stream = opened.client.open('/', POST, false)
    stream.write(content)
    const answer = await answerOf(stream)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.content)).toMatchObject({ detail })
    expect((await opened.client.ask('/', POST, '1 "one"\n')).status).toBe(204)
  })

  test('a stream that is reset has brought the lines that were whole; the next one brings the rest', async () => {
    await using opened = await connected(h2Upload)
    const stream = opened.client.open('/', POST, false)
    stream.write('1 "one"\n2 "tw')
    await opened.server.untilCame(1)
    stream.close(constants.NGHTTP2_CANCEL)
    await once(stream, 'close')
    expect((await opened.client.ask('/', POST, '1 "one"\n2 "two"\n')).status).toBe(204)
    expect(opened.server.texts).toEqual(['one', 'two'])
  })
})

describe('h2-post', () => {
  test('takes messages that are under way together, in order, on one connection', async () => {
    await using opened = await connected(h2Post)
    const numbers = [3, 1, 2, 1]
    const answers = await Promise.all(
      numbers.map((number) => opened.client.ask(`/?number=${number}`, POST, `message ${number}`)),
    )
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204])
    expect(opened.server.texts).toEqual(['message 1', 'message 2', 'message 3'])
  })

  test('refuses a wrong number and too much, and the connection lives on', async () => {
    await using opened = await connected(h2Post)
    expect((await opened.client.ask('/?number=-1', POST, 'one')).status).toBe(400)
    expect((await opened.client.ask('/?number=1', POST, 'x'.repeat(2_100_000))).status).toBe(413)
    expect((await opened.client.ask('/?number=1', POST, 'one')).status).toBe(204)
    expect(opened.server.texts).toEqual(['one'])
  })

  test('without keep-alive, says that no more streams may begin (GOAWAY)', async () => {
    await using opened = await connected(h2Post, { keepAlive: false })
    const left = once(opened.client.session, 'goaway')
    const answer = await opened.client.ask('/?number=1', POST, 'one')
    expect(answer.fields).not.toHaveProperty('connection')
    expect((await left)[0]).toBe(constants.NGHTTP2_NO_ERROR)
  })
})

describe('h2-stream', () => {
  test('brings messages in one stream while others come and go', async () => {
    await using opened = await connected(h2Stream)
    const stream = opened.client.open('/?after=0')
    const [fields] = await once(stream, 'response')
    expect(fields).not.toHaveProperty('transfer-encoding')
    await opened.server.mailbox.send(octets('one'))
    await opened.server.mailbox.send(everyOctet(70_000))
    const content = await until(stream, toLine(2, everyOctet(70_000)))
    expect(content).toBe(OPENING + toLine(1, octets('one')) + toLine(2, everyOctet(70_000)))
    expect((await opened.client.ask('/nothing')).status).toBe(404)
    stream.close()
  })

  test('brings those after a number', async () => {
    await using opened = await connected(h2Stream)
    await opened.server.mailbox.send(octets('one'))
    await opened.server.mailbox.send(octets('two'))
    const stream = opened.client.open('/?after=1')
    expect(await until(stream, 'two"\n')).toBe(`${OPENING}2 "two"\n`)
    stream.close()
  })

  test.each(['length', 'close'] as const)('does not end by %s, whatever the switch says', async (framing) => {
    await using opened = await connected(h2Stream, { framing })
    const stream = opened.client.open('/')
    const [fields] = await once(stream, 'response')
    expect(fields).not.toHaveProperty('content-length')
    await opened.server.mailbox.send(octets('one'))
    expect(await until(stream, 'one"\n')).toBe(`${OPENING}1 "one"\n`)
    expect((await opened.client.ask('/nothing')).status).toBe(404)
    stream.close()
  })
})

test('h2-web-socket: a first request opens the connection, and a stream of it becomes the WebSocket', async () => {
  await using server = await runningServer({ tlsPort: 0 })
  const session = newSession()
  await startRun(server, session, 'bench', { messagesDown: 1, messagesUp: 0, interval: 0, size: 40 })
  using client = await Http2Client.connect(server.urls.tls as string)
  const path = `/s/${session}/bench/h2-web-socket/c1/`
  expect((await client.ask(`${path}?first`)).status).toBe(204)
  const stream = client.open(
    `${path}?after=0`,
    { ':method': 'CONNECT', ':protocol': 'websocket', 'sec-websocket-version': '13' },
    false,
  )
  const [fields] = await once(stream, 'response')
  expect(fields[':status']).toBe(200)
  const [frame] = await once(stream, 'data')
  expect([...frame.subarray(0, 2)]).toEqual([0x82, 40]) // FIN, binary, 40 octets: RFC 6455 section 5.2.
  expect(frame.subarray(2).toString()).toMatch(/^down 1 sent at /)
  stream.close(constants.NGHTTP2_CANCEL)
})
