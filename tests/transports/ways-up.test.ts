/** The server halves of the ways up by single requests: messages arrive once and in order, and what is wrong is told. */
import { describe, expect, test } from 'vitest'
import { routes as beacon } from '#labs-server/transports/beacon/server.ts'
import { routes as form } from '#labs-server/transports/form/server.ts'
import { routes as image } from '#labs-server/transports/image/server.ts'
import { toText } from '#labs-server/transports/message-text.ts'
import { toLine } from '#labs-server/transports/numbered-line.ts'
import { routes as post } from '#labs-server/transports/post/server.ts'
import { routes as throttled } from '#labs-server/transports/throttled/server.ts'
import { RawClient } from '../labs-server/raw-client.ts'
import { everyOctet, MailboxServer } from './mailbox-server.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const content = (message: Uint8Array) => message as Uint8Array<ArrayBuffer>
const base64url = (message: Uint8Array) => message.toBase64({ alphabet: 'base64url', omitPadding: true })

/** How a message, or a part of one, goes up by a way that takes one a request. `rest` is the rest of the query. */
const SINGLE = {
  post: {
    routes: post,
    send: (server: MailboxServer, message: Uint8Array, rest = '') =>
      server.ask(`?number=1${rest}`, { method: 'POST', body: content(message) }),
  },
  form: {
    routes: form,
    send: (server: MailboxServer, message: Uint8Array, rest = '') =>
      server.ask(`?number=1${rest}`, { method: 'POST', body: `message=${toText(message)}\r\n` }),
  },
  beacon: {
    routes: beacon,
    send: (server: MailboxServer, message: Uint8Array, rest = '') =>
      server.ask(`?number=1${rest}`, { method: 'POST', body: content(message) }),
  },
  image: {
    routes: image,
    send: (server: MailboxServer, message: Uint8Array, rest = '') =>
      server.ask(`?message=${base64url(message)}&number=1${rest}`),
  },
} as const

describe.each(Object.entries(SINGLE))('%s', (id, { routes, send }) => {
  test.each([0, 1, 125, 126, 5700])('takes a message of %i octets, with every octet value', async (size) => {
    await using server = await MailboxServer.start(routes)
    const answer = await send(server, everyOctet(size))
    expect(answer.ok).toBe(true)
    expect(server.written).toEqual([everyOctet(size).toBase64()])
  })

  test('takes a message once, however often it comes', async () => {
    await using server = await MailboxServer.start(routes)
    for (let time = 0; time < 3; time++) expect((await send(server, octets('one'))).ok).toBe(true)
    expect(server.texts).toEqual(['one'])
  })

  test.each(['&number=2', 'x', '.5', `${'9'.repeat(12)}`])('refuses the number 1%s in a sentence', async (rest) => {
    await using server = await MailboxServer.start(routes)
    const answer = await send(server, octets('one'), rest)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'LAB_BAD_REQUEST', detail: '"number" is a whole number.' })
    expect(server.came).toEqual([])
  })

  test('refuses a number below 1', async () => {
    await using server = await MailboxServer.start(routes)
    const target = id === 'image' ? '?message=&number=0' : '?number=0'
    const answer = await server.ask(target, id === 'image' ? {} : { method: 'POST', body: 'message=""\r\n' })
    expect(await answer.json()).toMatchObject({ code: 'LAB_BAD_REQUEST', detail: 'A message is numbered from 1.' })
  })

  test('says of its connection what the switches say', async () => {
    await using closing = await MailboxServer.start(routes, { options: { keepAlive: false } })
    expect((await send(closing, octets('one'))).headers.get('Connection')).toBe('close')
    await using keeping = await MailboxServer.start(routes, { options: { keepAliveTimeout: 7 } })
    expect((await send(keeping, octets('one'))).headers.get('Keep-Alive')).toBe('timeout=7')
  })
})

describe.each(['post', 'form', 'beacon'] as const)('%s', (id) => {
  const { routes, send } = SINGLE[id]

  test.each([65_535, 65_536, 1_000_000])('takes a message of %i octets', async (size) => {
    await using server = await MailboxServer.start(routes)
    expect((await send(server, everyOctet(size))).ok).toBe(true)
    expect(server.written).toEqual([everyOctet(size).toBase64()])
  })

  test('refuses more than it takes with 413', async () => {
    await using server = await MailboxServer.start(routes)
    const answer = await server.ask('?number=1', { method: 'POST', body: 'x'.repeat(2_100_000) })
    expect(answer.status).toBe(413)
    expect(await answer.json()).toMatchObject({ code: 'LAB_TOO_LARGE' })
  })
})

describe.each(['beacon', 'image'] as const)('%s, in parts', (id) => {
  const { routes, send } = SINGLE[id]

  test('puts parts together in whatever order they come, and however often', async () => {
    await using server = await MailboxServer.start(routes)
    await send(server, octets('c'), '&part=3&of=3')
    await send(server, octets('a'), '&part=1&of=3')
    await send(server, octets('a'), '&part=1&of=3')
    expect(server.came).toEqual([])
    await send(server, octets('b'), '&part=2&of=3')
    await send(server, octets('b'), '&part=2&of=3')
    expect(server.texts).toEqual(['abc'])
  })

  test.each(['&part=1', '&of=2', '&part=0&of=2', '&part=3&of=2', '&part=1&of=1001', '&part=&of=2'])(
    'refuses %s',
    async (rest) => {
      await using server = await MailboxServer.start(routes)
      expect((await send(server, octets('one'), rest)).status).toBe(400)
      expect(server.came).toEqual([])
    },
  )

  test('keeps no more parts than a mailbox holds', async () => {
    await using server = await MailboxServer.start(routes, { maxOctets: 10 })
    expect((await send(server, octets('123456'), '&part=1&of=3')).ok).toBe(true)
    expect((await send(server, octets('789012'), '&part=2&of=3')).status).toBe(413)
  })
})

test('a request that is cut brings nothing, and the next one what it was to bring', async () => {
  await using server = await MailboxServer.start(post)
  using client = await RawClient.connect(server.port)
  client.write('POST /?number=1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf of it')
  client.end()
  await client.untilEnd()
  expect((await server.ask('?number=1', { method: 'POST', body: 'all of it' })).status).toBe(204)
  expect(server.texts).toEqual(['all of it'])
})

test('messages that overtake each other are delivered in order', async () => {
  await using server = await MailboxServer.start(post)
  for (const number of [3, 1, 2]) await server.ask(`?number=${number}`, { method: 'POST', body: `message ${number}` })
  expect(server.texts).toEqual(['message 1', 'message 2', 'message 3'])
})

describe('image', () => {
  test('answers with an image of one pixel', async () => {
    await using server = await MailboxServer.start(image)
    const answer = await SINGLE.image.send(server, octets('one'))
    expect(answer.headers.get('Content-Type')).toBe('image/gif')
    const gif = new Uint8Array(await answer.arrayBuffer())
    expect(new TextDecoder().decode(gif.subarray(0, 6))).toBe('GIF89a')
    expect([...gif.subarray(6, 10)]).toEqual([1, 0, 1, 0])
  })

  test.each(['', '?number=1', '?message=a', '?message=a%2Bb', '?message=YQ==', '?message=YQ&message=Yg'])(
    'refuses %j, which holds no message',
    async (target) => {
      await using server = await MailboxServer.start(image)
      expect((await server.ask(target)).status).toBe(400)
    },
  )
})

describe('form', () => {
  test('answers with a document that tells the page around it', async () => {
    await using server = await MailboxServer.start(form)
    const answer = await SINGLE.form.send(server, octets('one'))
    expect(answer.headers.get('Content-Type')).toBe('text/html; charset=utf-8')
    expect(await answer.text()).toContain('parent.postMessage("taken", "*")')
  })

  test.each([
    '',
    'message=one\r\n',
    'message="one"',
    'other="one"\r\n',
    'message="one"\r\nmore="x"\r\n',
    'message="\r\n',
  ])('refuses %j in a sentence', async (body) => {
    await using server = await MailboxServer.start(form)
    const answer = await server.ask('?number=1', { method: 'POST', body })
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ detail: expect.stringMatching(/^The content is one field/) })
    expect(server.came).toEqual([])
  })
})

describe('throttled', () => {
  const submit = (server: MailboxServer, body: string) => server.ask('', { method: 'POST', body })

  test('takes every line as a message, of any octets', async () => {
    await using server = await MailboxServer.start(throttled)
    const messages = [octets('one'), everyOctet(1000), octets(''), octets('a line\nand "another"')]
    expect((await submit(server, messages.map((message, index) => toLine(index + 1, message)).join(''))).status).toBe(
      204,
    )
    expect(server.came).toEqual(messages)
  })

  test('takes batches that overtake each other, and come twice, in order', async () => {
    await using server = await MailboxServer.start(throttled)
    const [first, second] = ['1 "one"\n2 "two"\n', '3 "three"\n']
    for (const batch of [second, first, second, first]) expect((await submit(server, batch)).status).toBe(204)
    expect(server.texts).toEqual(['one', 'two', 'three'])
  })

  test('takes more than one content may hold elsewhere: it keeps no more than a line', async () => {
    await using server = await MailboxServer.start(throttled)
    const lines = [1, 2, 3].map((number) => toLine(number, everyOctet(1_000_000)))
    expect((await submit(server, lines.join(''))).status).toBe(204)
    expect(server.written).toEqual(Array(3).fill(everyOctet(1_000_000).toBase64()))
  })

  test.each([
    'hello\n',
    '1 hello\n',
    '1 "hello\n',
    'one "hello"\n',
    '0 "hello"\n',
    '-1 "hello"\n',
    '1.5 "hello"\n',
    '1 {}\n',
  ])('refuses %j', async (body) => {
    await using server = await MailboxServer.start(throttled)
    const answer = await submit(server, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ code: 'LAB_BAD_REQUEST' })
    expect(server.came).toEqual([])
  })

  test('refuses a line without end with 413, and the connection lives on', async () => {
    await using server = await MailboxServer.start(throttled)
    expect((await submit(server, `1 "${'x'.repeat(2 ** 21)}`)).status).toBe(413)
    expect((await submit(server, '1 "one"')).status).toBe(204)
  })

  test('a batch that is cut has brought the lines that were whole', async () => {
    await using server = await MailboxServer.start(throttled)
    using client = await RawClient.connect(server.port)
    client.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n1 "one"\n2 "tw')
    await server.untilCame(1)
    client.socket.destroy()
    expect((await submit(server, '1 "one"\n2 "two"\n')).status).toBe(204)
    expect(server.texts).toEqual(['one', 'two'])
  })
})

describe('a message as text', () => {
  test.each([
    ['text', '"text"'],
    ['"\\\n', '"\\"\\\\\\n"'],
    ['ü\u{1f600}', '"ü\u{1f600}"'],
    ['\ufeffmark', '"\ufeffmark"'],
    ['\0\0\0\0', 'AAAAAA=='],
  ])('%j is written as %s', (text, written) => {
    expect(toText(octets(text))).toBe(written)
  })

  test('octets that are no text are base64', () => {
    expect(toText(Uint8Array.of(0xff, 0))).toBe('/wA=')
  })
})
