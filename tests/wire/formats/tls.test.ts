/** TLS of imported captures: traces of RFC 8448, recordings of OpenSSL, and live conversations of Node, read with their key logs. */
import { once } from 'node:events'
import http2 from 'node:http2'
import https from 'node:https'
import tls from 'node:tls'
import { describe, expect, test } from 'vitest'
import { NOT_DECRYPTED } from '#wire/formats/tls/index.ts'
import { latin1, octetsOf } from '#wire/octets.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import { type Conversation, conversationIn, dataOf } from './tls/conversation.ts'
import { allOf, answering, ask, RSA, recorded, SERVER } from './tls/recorded.ts'

/** What was said, as text, in the order in which it passed. */
function saidIn(conversation: Conversation) {
  return conversation
    .decrypted()
    .records.map((record) => [record.kind === 'octets' ? latin1(record.octets) : record.kind, record.direction])
}

describe('RFC 8448, example handshake traces', () => {
  const payload = Uint8Array.from({ length: 50 }, (_, octet) => octet)

  test('section 3: a simple handshake, data, a session ticket between, and the end of both sides', () => {
    expect(conversationIn('rfc8448-simple-1-rtt.txt').decrypted()).toEqual({
      protocol: undefined,
      version: 'TLS 1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      serverName: 'server',
      records: [
        { kind: 'octets', direction: 'client-to-server', at: 6, octets: payload },
        { kind: 'octets', direction: 'server-to-client', at: 7, octets: payload },
        { kind: 'end', direction: 'client-to-server', at: 8 },
        { kind: 'end', direction: 'server-to-client', at: 9 },
      ],
      problems: [],
    })
  })

  test('section 4: a resumed session, with early data', () => {
    const { records, problems } = conversationIn('rfc8448-resumed-0-rtt.txt').decrypted()
    expect(problems).toEqual([])
    expect(records).toEqual([
      { kind: 'octets', direction: 'client-to-server', at: 2, octets: octetsOf('ABCDEF') },
      { kind: 'octets', direction: 'client-to-server', at: 7, octets: payload },
      { kind: 'octets', direction: 'server-to-client', at: 8, octets: payload },
      { kind: 'end', direction: 'client-to-server', at: 9 },
      { kind: 'end', direction: 'server-to-client', at: 10 },
    ])
  })

  test('section 5: a HelloRetryRequest, and an end without data', () => {
    const { records, problems } = conversationIn('rfc8448-hello-retry-request.txt').decrypted()
    expect(problems).toEqual([])
    expect(records).toEqual([
      { kind: 'end', direction: 'client-to-server', at: 7 },
      { kind: 'end', direction: 'server-to-client', at: 8 },
    ])
  })
})

describe('recordings of OpenSSL', () => {
  test('keys are updated by either side, at any time, and records are padded', () => {
    const conversation = conversationIn('key-update.txt')
    expect(conversation.decrypted()).toMatchObject({ protocol: 'http/1.1', serverName: 'example.test', problems: [] })
    expect(saidIn(conversation)).toEqual([
      ['one from the client\n', 'client-to-server'],
      ['one from the server\n', 'server-to-client'],
      ['two from the client\n', 'client-to-server'],
      ['two from the server\n', 'server-to-client'],
      ['three from the server\n', 'server-to-client'],
      ['three from the client\n', 'client-to-server'],
      ['end', 'client-to-server'],
      ['end', 'server-to-client'],
    ])
  })

  test('early data that the server accepts comes first', () => {
    const conversation = conversationIn('early-data-accepted.txt')
    expect(conversation.decrypted().problems).toEqual([])
    expect(saidIn(conversation)).toEqual([
      ['sent early\n', 'client-to-server'],
      ['sent later\n', 'client-to-server'],
      ['answer\n', 'server-to-client'],
      ['end', 'client-to-server'],
      ['end', 'server-to-client'],
    ])
  })

  test('early data that the server does not accept is left out, with a sentence', () => {
    const conversation = conversationIn('early-data-not-accepted.txt')
    expect(conversation.decrypted().problems).toEqual([
      'Early data of the client, 1 record with 28 octets, is left out: the server did not accept it, so it never read it.',
    ])
    expect(saidIn(conversation).slice(0, 2)).toEqual([
      ['sent later\n', 'client-to-server'],
      ['answer\n', 'server-to-client'],
    ])
  })

  test('early data whose secret is not in the log hides what the client sent, not what the server did', () => {
    const conversation = conversationIn('early-data-accepted.txt')
    const { records, problems } = conversation.decrypted(conversation.keyLog.replace(/^CLIENT_EARLY.*$/m, ''))
    expect(problems).toEqual([
      'The key log has no CLIENT_EARLY_TRAFFIC_SECRET for this TLS connection, so what the client sent stays encrypted from there on.',
    ])
    const { octets } = conversation.streams['client-to-server']
    const hello = 5 + (octets[3] as number) * 256 + (octets[4] as number)
    const changeCipherSpec = 6
    const left = octets.length - hello - changeCipherSpec
    expect(records.filter(({ kind }) => kind !== 'end')).toEqual([
      { kind: 'gap', direction: 'client-to-server', at: 1, octets: left, limit: NOT_DECRYPTED },
      { kind: 'octets', direction: 'server-to-client', at: 6, octets: octetsOf('answer\n') },
    ])
  })
})

const QUESTION = Buffer.from(`a question of many records ${'? '.repeat(30_000)}`)
const ANSWER = Buffer.from(`an answer of many records ${'! '.repeat(60_000)}`)

/** A question and an answer, under these options on both sides. */
function questioned(options: tls.SecureContextOptions & tls.CommonConnectionOptions): Promise<Conversation> {
  return recorded(answering(ANSWER, options), async (port) => {
    await ask(port, QUESTION, options)
  })
}

function expectBoth(conversation: Conversation) {
  const decrypted = conversation.decrypted()
  expect(decrypted.problems).toEqual([])
  // Compared as a whole: a difference of 100,000 octets is no message that anybody reads.
  expect(Buffer.compare(dataOf(decrypted, 'client-to-server'), QUESTION)).toBe(0)
  expect(Buffer.compare(dataOf(decrypted, 'server-to-client'), ANSWER)).toBe(0)
  expect(decrypted.records.filter(({ kind }) => kind === 'end').map(({ direction }) => direction)).toEqual(DIRECTIONS)
  return decrypted
}

describe('conversations of Node', () => {
  test.each(['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'])(
    'TLS 1.3 with %s',
    async (cipherSuite) => {
      const conversation = await questioned({ minVersion: 'TLSv1.3', ciphers: cipherSuite })
      expect(expectBoth(conversation)).toMatchObject({ version: 'TLS 1.3', cipherSuite, serverName: 'example.test' })
    },
  )

  test.each([
    ['ECDHE-RSA-AES128-GCM-SHA256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'],
    ['ECDHE-RSA-AES256-GCM-SHA384', 'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384'],
    ['ECDHE-RSA-CHACHA20-POLY1305', 'TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['ECDHE-ECDSA-AES128-GCM-SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
    ['ECDHE-ECDSA-AES256-GCM-SHA384', 'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'],
    ['ECDHE-ECDSA-CHACHA20-POLY1305', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['DHE-RSA-AES128-GCM-SHA256', 'TLS_DHE_RSA_WITH_AES_128_GCM_SHA256'],
    ['DHE-RSA-AES256-GCM-SHA384', 'TLS_DHE_RSA_WITH_AES_256_GCM_SHA384'],
    ['DHE-RSA-CHACHA20-POLY1305', 'TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256'],
    ['AES128-GCM-SHA256', 'TLS_RSA_WITH_AES_128_GCM_SHA256'],
    ['AES256-GCM-SHA384', 'TLS_RSA_WITH_AES_256_GCM_SHA384'],
  ])('TLS 1.2 with %s', async (ciphers, cipherSuite) => {
    const conversation = await questioned({ maxVersion: 'TLSv1.2', ciphers })
    expect(expectBoth(conversation)).toMatchObject({ version: 'TLS 1.2', cipherSuite, serverName: 'example.test' })
  })

  test.each(['TLSv1.3', 'TLSv1.2'] as const)('%s: a session is resumed', async (version) => {
    const server = answering(ANSWER, { minVersion: version, maxVersion: version })
    const conversation = await recorded(server, async (port) => {
      const options = { port, host: '127.0.0.1', rejectUnauthorized: false, servername: 'example.test' }
      // The session is made outside of the relay, so that only its resumption is recorded.
      const { port: direct } = server.address() as { port: number }
      const first = tls.connect({ ...options, port: direct })
      const session = once(first, 'session')
      first.end(QUESTION)
      await allOf(first)
      const resumed = tls.connect({ ...options, session: (await session)[0] })
      await once(resumed, 'secureConnect')
      expect(resumed.isSessionReused()).toBe(true)
      resumed.end(QUESTION)
      await allOf(resumed)
    })
    expectBoth(conversation)
  })

  test('a server that asks for another group by HelloRetryRequest', async () => {
    const server = answering(ANSWER, { ecdhCurve: 'P-384', minVersion: 'TLSv1.3' })
    const conversation = await recorded(server, async (port) => {
      await ask(port, QUESTION, { ecdhCurve: 'X25519:P-384' })
    })
    const [retry] = conversation.passages['server-to-client']
    expect(latin1(conversation.streams['server-to-client'].slice({ start: 11, end: 15 }))).toBe('\xcf\x21\xad\x74')
    expect(retry?.start).toBe(0)
    expectBoth(conversation)
  })

  test.each(['TLSv1.3', 'TLSv1.2'] as const)('%s: a client with a certificate', async (version) => {
    const server = answering(ANSWER, { requestCert: true, rejectUnauthorized: false, maxVersion: version })
    const conversation = await recorded(server, async (port) => {
      await ask(port, QUESTION, { key: RSA, cert: RSA })
    })
    expectBoth(conversation)
  })

  test.each(['TLSv1.3', 'TLSv1.2'] as const)('%s: HTTP/2, as ALPN says', async (maxVersion) => {
    const server = http2.createSecureServer({ ...SERVER, maxVersion }, (_, response) => response.end('over HTTP/2'))
    const conversation = await recorded(server, async (port) => {
      const session = http2.connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
      const request = session.request({ ':path': '/' })
      await allOf(request)
      session.close()
      await once(session, 'close')
    })
    const decrypted = conversation.decrypted()
    expect(decrypted).toMatchObject({ protocol: 'h2', problems: [] })
    expect(latin1(dataOf(decrypted, 'client-to-server'))).toMatch(/^PRI \* HTTP\/2\.0\r\n\r\nSM\r\n\r\n/)
    expect(latin1(dataOf(decrypted, 'server-to-client'))).toContain('over HTTP/2')
  })

  test('HTTP/1.1, as ALPN says', async () => {
    const server = https.createServer(SERVER, (_, response) => response.end('over HTTP/1.1'))
    const conversation = await recorded(server, async (port) => {
      const agent = new https.Agent({ ALPNProtocols: ['http/1.1'], rejectUnauthorized: false })
      const [response] = await once(https.get({ port, host: '127.0.0.1', path: '/hello', agent }), 'response')
      await allOf(response)
    })
    const decrypted = conversation.decrypted()
    expect(decrypted).toMatchObject({ protocol: 'http/1.1', problems: [] })
    expect(latin1(dataOf(decrypted, 'client-to-server'))).toMatch(/^GET \/hello HTTP\/1\.1\r\n/)
    expect(latin1(dataOf(decrypted, 'server-to-client'))).toMatch(/^HTTP\/1\.1 200 OK\r\n(?:.|\r\n)*over HTTP\/1\.1/)
  })
})
