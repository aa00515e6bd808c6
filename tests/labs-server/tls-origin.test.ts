/** The labs over TLS: HTTP/2 and HTTP/1.1 by ALPN, whose connection it is, and what the tap sees inside. */
import { once } from 'node:events'
import { request as httpsRequest } from 'node:https'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Status } from '#labs-server/api.ts'
import type { LabsServer, LabsServerOptions } from '#labs-server/labs-server.ts'
import '#wire/dissectors/all.ts'
import { exchangesOf } from '#wire/exchanges.ts'
import { factsOf } from '#wire/facts.ts'
import { octetCount } from '#wire/octets.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { RunInfo } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { answerOf, Http2Client } from './http2-client.ts'
import { RawClient } from './raw-client.ts'
import { newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

type TlsServer = LabsServer & { readonly urls: { readonly tls: string } }

async function tlsServer(options: LabsServerOptions = {}): Promise<TlsServer> {
  return (await runningServer({ tlsPort: 0, ...options })) as TlsServer
}

/** The path of a lab of `session`. */
function path(session: string, lab: string, rest = ''): string {
  return `/s/${session}/${lab}/${rest}`
}

/** Connects by TLS and offers these protocols. */
async function secureSocket(server: TlsServer, ALPNProtocols: string[]): Promise<TLSSocket> {
  const socket = tlsConnect({
    port: portOf(server.urls.tls),
    host: '127.0.0.1',
    ALPNProtocols,
    rejectUnauthorized: false,
  })
  await once(socket, 'secureConnect')
  return socket
}

/** What the page reads out of the records. */
function logOf({ runs, records }: ViewingPage): UnitLog {
  const log = new UnitLog(runs.at(-1) as RunInfo)
  for (const record of records) log.append(record)
  return log
}

describe('the TLS origin', () => {
  test('agrees on HTTP/2 or HTTP/1.1, as the client offers, and shows the certificate the API tells of', async () => {
    await using server = await tlsServer()
    const { labs } = (await (await fetch(new URL('api/status', server.urls.site))).json()) as Status
    expect(labs.tls?.port).toBe(portOf(server.urls.tls))
    for (const [offered, agreed] of [
      [['h2', 'http/1.1'], 'h2'],
      [['http/1.1'], 'http/1.1'],
      [[], false],
    ] as const) {
      const socket = await secureSocket(server, [...offered])
      expect(socket.alpnProtocol).toBe(agreed)
      expect(socket.getPeerX509Certificate()?.fingerprint256).toBe(labs.tls?.certificate.sha256)
      socket.destroy()
    }
  })

  test('is not there when it is switched off', async () => {
    await using server = await runningServer()
    expect(server.urls.tls).toBeUndefined()
    const { labs } = (await (await fetch(new URL('api/status', server.urls.site))).json()) as Status
    expect(labs.tls).toBeUndefined()
  })

  test('answers outside sessions to whoever trusts it, and ends that connection', async () => {
    await using server = await tlsServer()
    using client = await Http2Client.connect(server.urls.tls)
    expect(await client.ask('/trust')).toMatchObject({
      status: 200,
      fields: { 'access-control-allow-origin': '*' },
      content: '{"httpVersion":"2.0"}',
    })
    expect(client.session.closed).toBe(true)
    using other = await Http2Client.connect(server.urls.tls)
    const { fields, content } = await other.ask('/')
    expect(fields['content-type']).toBe('text/html; charset=utf-8')
    expect(content).toContain('go back to the page you came from')
    const { status } = await fetch(new URL('trust', server.urls.labs))
    expect(status).toBe(404) // Over plain HTTP there is nothing to trust.
  })

  test('outlives clients that break the handshake off, are silent, or speak something else', async () => {
    await using server = await tlsServer({ limits: { handshakeTimeoutMs: 50 } })
    using silent = await RawClient.connect(portOf(server.urls.tls))
    await silent.untilEnd()
    using plain = await RawClient.connect(portOf(server.urls.tls))
    await plain.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n').untilEnd()
    const distrustful = tlsConnect({ port: portOf(server.urls.tls), host: '127.0.0.1' })
    const [error] = await once(distrustful, 'error')
    expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
    using client = await Http2Client.connect(server.urls.tls)
    expect((await client.ask('/trust')).status).toBe(200)
  })

  test('outlives octets that are no HTTP/2', async () => {
    await using server = await tlsServer()
    const socket = await secureSocket(server, ['h2'])
    socket.on('error', () => {})
    socket.resume().write('GET / HTTP/1.1\r\n\r\n')
    await once(socket, 'close')
    using client = await Http2Client.connect(server.urls.tls)
    expect((await client.ask('/trust')).status).toBe(200)
  })

  test('closes a connection on which nothing happens, but not one whose stream is silent', async () => {
    const session = newSession()
    await using server = await tlsServer({ limits: { keepAliveMs: 100 } })
    using silent = await Http2Client.connect(server.urls.tls)
    const stream = silent.open(path(session, 'back-channel', 'down'))
    await once(stream, 'data')
    using idle = await Http2Client.connect(server.urls.tls)
    await once(idle.session, 'close')
    using another = await Http2Client.connect(server.urls.tls)
    await once(another.session, 'close')
    expect(silent.session.closed).toBe(false)
    expect(stream.closed).toBe(false)
  })
})

describe('an HTTP/2 connection', () => {
  test('belongs to the session of its first request: another is sent away, and finds its own on the next', async () => {
    const [mine, theirs] = [newSession(), newSession()]
    await using server = await tlsServer()
    using page = await ViewingPage.watching(server, theirs, { lab: 'message-end' })
    using client = await Http2Client.connect(server.urls.tls)
    const whole = { status: 200, content: expect.stringContaining('write 5') }
    expect(await client.ask(path(mine, 'message-end', 'message?interval=0'))).toMatchObject(whole)
    expect(await client.ask(path(mine, 'message-end', 'message?interval=0'))).toMatchObject(whole)
    expect(await client.ask(path(theirs, 'message-end', 'message?interval=0'))).toMatchObject({
      status: 421,
      content: expect.stringContaining('LAB_MISDIRECTED'),
    })
    expect(client.session.closed).toBe(true)
    expect(page.records).toEqual([])
    using next = await Http2Client.connect(server.urls.tls)
    expect(await next.ask(path(theirs, 'message-end', 'message?interval=0'))).toMatchObject(whole)
    await page.until(() => page.count('octets') > 0)
  })

  test('is shown from its preface on, read by the dissectors without a fault, every octet in one unit', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using page = await ViewingPage.watching(server, session, { lab: 'back-channel' })
    using client = await Http2Client.connect(server.urls.tls)
    const down = client.open(path(session, 'back-channel', 'down'))
    await once(down, 'data')
    const fields = { ':method': 'POST', 'content-type': 'text/plain', 'content-length': '5' }
    const heard = once(down, 'data')
    expect((await client.ask(path(session, 'back-channel', 'up'), fields, 'hello')).status).toBe(204)
    expect(`${await heard}`).toBe('hello\n')
    down.close()
    client.session.close()
    await page.until(() => page.count('close') === 1)

    const log = logOf(page)
    expect(page.records[0]).toMatchObject({ kind: 'open', protocol: 'http2', tls: 'TLS 1.3' })
    expect(factsOf(log)).toMatchObject({ connections: 1, faults: 0 })
    const [connection] = log.trace.connections
    for (const direction of DIRECTIONS) {
      const own = log.units.filter(({ unit }) => unit.layer === 'http2' && unit.direction === direction)
      expect(octetCount(own.flatMap(({ unit }) => unit.ranges))).toBe(connection?.streams[direction].length)
    }
    expect(log.units[0]?.unit.name).toBe('connection-preface')
    const exchanges = exchangesOf(log).map(({ request }) => request[0]?.unit.stream)
    expect(exchanges).toEqual([1, 3])
  })

  test('has its emulated path from the first request on', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using page = await ViewingPage.watching(server, session, { lab: 'keep-alive' })
    await startRun(server, session, 'keep-alive', { roundTrip: 40 })
    using client = await Http2Client.connect(server.urls.tls)
    const askedAt = performance.now()
    await client.ask(path(session, 'keep-alive', 'image/1'))
    expect(performance.now() - askedAt).toBeGreaterThanOrEqual(39)
    client.session.close()
    await page.until(() => page.count('close') === 1)
    const held = page.records.filter((record) => record.kind === 'octets' && record.heldMs !== undefined)
    expect(held.map((record) => record.kind === 'octets' && record.direction)).toContain('client-to-server')
    expect(held.map((record) => record.kind === 'octets' && record.direction)).toContain('server-to-client')
  })

  test.each(['close', 'reset', 'half-close'])('is lost by the emulated path: %s', async (cut) => {
    const session = newSession()
    await using server = await tlsServer()
    using page = await ViewingPage.watching(server, session, { lab: 'bench' })
    await startRun(server, session, 'bench', { cut, cutAfter: 200, interval: 0, messagesDown: 20 })
    using client = await Http2Client.connect(server.urls.tls)
    const errors: unknown[] = []
    client.session.on('error', ({ code }: NodeJS.ErrnoException) => errors.push(code))
    const stream = client.open(path(session, 'bench', 'fetch-stream/c1/?after=0'))
    stream.on('error', () => {}).resume()
    await new Promise((resolve) => client.session.once('close', resolve))
    await page.until(() => page.count('close') === 1)
    expect(errors).toEqual(cut === 'reset' ? ['ECONNRESET'] : [])
    const ended = page.records.find((record) => record.kind === (cut === 'half-close' ? 'end' : 'close'))
    expect(ended).toMatchObject({ by: 'path', ...(cut === 'reset' && { how: 'reset' }) })
    using next = await Http2Client.connect(server.urls.tls)
    expect((await next.ask(path(session, 'keep-alive', 'image/1'))).status).toBe(200)
  })

  test('with several streams is closed by the next run of its lab, and by that of another once all have ended', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using client = await Http2Client.connect(server.urls.tls)
    const streams = [1, 2].map((stream) => client.open(path(session, 'back-channel', `down?stream=${stream}`)))
    await Promise.all(streams.map((stream) => once(stream, 'data')))
    await startRun(server, session, 'keep-alive')
    streams[1]?.close()
    const heard = once(streams[0] as NonNullable<(typeof streams)[0]>, 'data')
    await fetch(new URL(path(session, 'back-channel', 'up').slice(1), server.urls.labs), { method: 'POST', body: 'on' })
    expect(`${await heard}`).toBe('on\n')
    expect(client.session.destroyed).toBe(false)
    streams[0]?.close()
    await once(client.session, 'close')

    using busy = await Http2Client.connect(server.urls.tls)
    const stream = busy.open(path(session, 'back-channel', 'down'))
    stream.on('error', () => {})
    await once(stream, 'data')
    await Promise.all([startRun(server, session, 'back-channel'), once(busy.session, 'close')])
  })

  test('that has done its work is closed by the next run', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using client = await Http2Client.connect(server.urls.tls)
    await client.ask(path(session, 'keep-alive', 'image/1'))
    await new Promise((resolve) => client.session.ping(resolve))
    await Promise.all([startRun(server, session, 'message-end'), once(client.session, 'close')])
  })
})

describe('HTTP/1.1 over TLS', () => {
  test('is served as it is without, and says that it is inside', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using page = await ViewingPage.watching(server, session, { lab: 'message-end' })
    const request = httpsRequest(
      new URL(path(session, 'message-end', 'message?interval=0').slice(1), server.urls.tls),
      {
        rejectUnauthorized: false,
        agent: false,
      },
    )
    const [response] = await once(request.end(), 'response')
    response.resume()
    expect(response.headers['transfer-encoding']).toBe('chunked')
    await page.until(() => page.count('close') === 1)
    expect(page.records[0]).toEqual({ kind: 'open', connection: 1, at: expect.any(Number), tls: 'TLS 1.3' })
    expect(page.text(1, 'client-to-server')).toMatch(/^GET .* HTTP\/1\.1\r\n/)
    expect(factsOf(logOf(page))).toMatchObject({ exchanges: 1, faults: 0 })
  })
})

/** The bench, with one message each way over one WebSocket. */
const ONE_EACH = { down: 'web-socket', up: 'web-socket', messagesDown: 1, messagesUp: 1, size: 60, interval: 0 }
const UP = 'up 1 sent at 1.000 ms '.padEnd(60, '.')

describe('a WebSocket', () => {
  test('goes over HTTP/1.1 inside TLS', async () => {
    const session = newSession()
    await using server = await tlsServer()
    await startRun(server, session, 'bench', ONE_EACH)
    const url = new URL(path(session, 'bench', 'web-socket/?after=0').slice(1), server.urls.tls.replace('https', 'wss'))
    const webSocket = new WebSocket(url, { rejectUnauthorized: false })
    const messages: string[] = []
    webSocket.on('message', (message) => {
      messages.push(String(message))
      if (messages.length === 2) webSocket.close(1000)
    })
    await once(webSocket, 'open')
    webSocket.send(Buffer.from(UP))
    await once(webSocket, 'close')
    expect(messages).toEqual([expect.stringMatching(/^down 1 sent at /), expect.stringMatching(/^report \d/)])
  })

  test('goes over a stream of HTTP/2, beside others on the same connection', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using page = await ViewingPage.watching(server, session, { lab: 'bench' })
    await startRun(server, session, 'bench', ONE_EACH)
    using client = await Http2Client.connect(server.urls.tls)
    const stream = client.open(
      path(session, 'bench', 'web-socket/?after=0'),
      { ':method': 'CONNECT', ':protocol': 'websocket', 'sec-websocket-version': '13', origin: server.urls.site },
      false,
    )
    const [fields] = await once(stream, 'response')
    let content = ''
    const reported = Promise.withResolvers<void>()
    stream.on('data', (octets) => {
      content += octets.toString('latin1')
      if (content.includes('report ')) reported.resolve()
    })
    // FIN, binary, 60 octets, masked with zeros: RFC 6455 section 5.2.
    stream.write(Buffer.concat([Buffer.from([0x82, 0x80 | 60, 0, 0, 0, 0]), Buffer.from(UP)]))
    await reported.promise
    stream.end(Buffer.from([0x88, 0x82, 0, 0, 0, 0, 0x03, 0xe8])) // Close with 1000.
    await once(stream, 'close')
    expect(fields[':status']).toBe(200)
    expect(fields['sec-websocket-accept']).toBeUndefined()
    expect(content).toContain('down 1 sent at ')
    client.session.close()
    await page.until(() => page.count('close') === 1)
    const log = logOf(page)
    expect(factsOf(log).faults).toBe(0)
    const frames = log.units.filter(({ unit }) => unit.layer === 'websocket').map(({ unit }) => unit.direction)
    expect(frames).toContain('client-to-server')
    expect(frames).toContain('server-to-client')
  })

  test('agrees over HTTP/2 on what is agreed in fields: compression', async () => {
    const session = newSession()
    await using server = await tlsServer()
    await startRun(server, session, 'bench', { ...ONE_EACH, gzip: true })
    using client = await Http2Client.connect(server.urls.tls)
    const stream = client.open(
      path(session, 'bench', 'web-socket/?after=0'),
      {
        ':method': 'CONNECT',
        ':protocol': 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits',
      },
      false,
    )
    const first = once(stream, 'data')
    const [fields] = await once(stream, 'response')
    expect(fields['sec-websocket-extensions']).toMatch(/^permessage-deflate/)
    const [frame] = await first
    expect(frame[0]).toBe(0xc2) // FIN, RSV1 for a compressed message, binary.
    stream.close(8)
  })

  test('is refused in the words of HTTP/2 where nothing takes it', async () => {
    const session = newSession()
    await using server = await tlsServer()
    using client = await Http2Client.connect(server.urls.tls)
    const ask = (lab: string, fields: Record<string, string>) =>
      client.ask(path(session, lab), { ':method': 'CONNECT', ':protocol': 'websocket', ...fields })
    expect(await ask('keep-alive', {})).toMatchObject({
      status: 404,
      fields: { 'content-type': 'application/problem+json' },
      content: expect.stringContaining('LAB_UNKNOWN_ADDRESS'),
    })
    expect((await ask('keep-alive', { ':protocol': 'connect-udp' })).status).toBe(501)
    expect(await ask('nothing', {})).toMatchObject({ status: 404, content: expect.stringContaining('LAB_UNKNOWN') })
    await startRun(server, session, 'bench', ONE_EACH)
    using other = await Http2Client.connect(server.urls.tls)
    const bad = other.open(path(session, 'bench', 'web-socket/'), {
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      'sec-websocket-version': '7',
    })
    expect((await answerOf(bad)).status).toBe(400)
  })
})
