/** What clients get wrong: the right answer, seen on their wire, and a server that goes on. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, postRun, runningServer } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

/** So that the server wants to read the content before it answers. */
const TEXT = 'Content-Type: text/plain\r\n'

describe('malformed requests are answered on the wire, and on the trace', () => {
  const cases: readonly {
    readonly name: string
    readonly status: number
    readonly octets: (path: string) => string
  }[] = [
    { name: 'a method that is no token', status: 400, octets: (path) => `G@T ${path} HTTP/1.1\r\nHost: x\r\n\r\n` },
    { name: 'an unknown version', status: 400, octets: (path) => `GET ${path} HTTP/9.9\r\nHost: x\r\n\r\n` },
    { name: 'no Host field', status: 400, octets: (path) => `GET ${path} HTTP/1.1\r\n\r\n` },
    { name: 'a space before the colon', status: 400, octets: (path) => `GET ${path} HTTP/1.1\r\nHost : x\r\n\r\n` },
    {
      name: 'two framings at once',
      status: 400,
      octets: (path) => `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n`,
    },
    {
      name: 'a chunk-size that is not hexadecimal',
      status: 400,
      octets: (path) => `POST ${path} HTTP/1.1\r\nHost: x\r\n${TEXT}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
    },
    {
      name: 'field lines without end',
      status: 431,
      octets: (path) => `GET ${path} HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    },
    {
      name: 'chunk extensions without end',
      status: 413,
      octets: (path) =>
        `POST ${path} HTTP/1.1\r\nHost: x\r\n${TEXT}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\n`,
    },
  ]
  for (const { name, status, octets } of cases) {
    test(`${name}: ${status}`, async () => {
      const session = newSession()
      await using server = await runningServer()
      using page = await ViewingPage.watching(server, session, { lab: 'back-channel' })
      using client = await RawClient.connect(portOf(server.urls.labs))
      client.write(octets(new URL('up', labUrl(server, session, 'back-channel')).pathname))
      const text = await client.untilEnd()
      expect(text).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
      client.end()
      await page.until(() => page.count('close') === 1)
      expect(page.text(1, 'client-to-server')).toContain('/back-channel/')
      expect(page.text(1, 'server-to-client')).toBe(text)
    })
  }

  test('the answer is a problem that says what is wrong', async () => {
    await using server = await runningServer()
    using client = await RawClient.connect(portOf(server.urls.labs))
    const [head, content = ''] = (await client.write('GET / HTTP/1.1\r\nHost : x\r\n\r\n').untilEnd()).split('\r\n\r\n')
    expect(head).toContain('\r\nContent-Type: application/problem+json\r\n')
    expect(head).toContain('\r\nConnection: close')
    expect(JSON.parse(content)).toEqual({
      type: 'about:blank',
      title: 'The request could not be understood',
      status: 400,
      detail: 'This is not an HTTP/1.1 request: Invalid header token.',
      code: 'LAB_BAD_REQUEST',
    })
  })

  test('a request that is cut short: 400', async () => {
    await using server = await runningServer()
    using client = await RawClient.connect(portOf(server.urls.labs))
    expect(await client.end('GET / HTTP/1.1\r\nHo').untilEnd()).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('a request that takes too long: 408', async () => {
    const session = newSession()
    await using server = await runningServer({ limits: { headersTimeoutMs: 100 } })
    using page = await ViewingPage.watching(server, session, { lab: 'message-end' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write(`GET ${labUrl(server, session, 'message-end').pathname} HTTP/1.1\r\nHos`)
    expect(await client.untilEnd()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\n.*LAB_TIMEOUT/s)
    await page.until(() => page.count('end') === 1)
    expect(page.text(1, 'server-to-client')).toBe(client.text)
  })

  test('a fault in the content of a request that was answered already has no answer of its own', async () => {
    await using server = await runningServer()
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n')
    await client.until((text) => text.includes('LAB_UNKNOWN_ADDRESS'))
    const text = await client.write('zz\r\n').untilEnd()
    expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1)
  })

  test('a fault behind a request is answered after it', async () => {
    await using server = await runningServer()
    using client = await RawClient.connect(portOf(server.urls.labs))
    const url = new URL('message?interval=20', labUrl(server, newSession(), 'message-end'))
    const text = await client.write(`${get(url)}nonsense\r\n\r\n`).untilEnd()
    expect(text).toMatch(/^HTTP\/1\.1 200 .*write 5.*\r\n0\r\n\r\nHTTP\/1\.1 400 Bad Request\r\n/s)
  })
})

describe('well-formed requests for what does not exist get a problem', () => {
  const session = newSession()
  const cases = [
    { path: '/', status: 404, code: 'LAB_UNKNOWN_ADDRESS' },
    { path: '/s/short/keep-alive/image/1', status: 404, code: 'LAB_UNKNOWN_SESSION' },
    { path: `/s/${session}/no-such-lab/`, status: 404, code: 'LAB_UNKNOWN' },
    { path: `/s/${session}/constructor/`, status: 404, code: 'LAB_UNKNOWN' },
    { path: `/s/${session}/keep-alive/nothing`, status: 404, code: 'LAB_UNKNOWN_ADDRESS' },
    { path: `/s/${session}/keep-alive/image/1?colour=red`, status: 400, code: 'LAB_UNKNOWN_SWITCH' },
    { path: `/s/${session}/keep-alive/image/1?keepAlive=maybe`, status: 400, code: 'LAB_BAD_SWITCH' },
    { path: `/s/${session}/keep-alive/image/%ff`, status: 400, code: 'LAB_BAD_REQUEST' },
  ]
  for (const { path, status, code } of cases) {
    test(`${path.replace(session, 'SESSION')}: ${code}`, async () => {
      await using server = await runningServer()
      const response = await fetch(new URL(path, server.urls.labs))
      expect(response.status).toBe(status)
      expect(response.headers.get('Content-Type')).toBe('application/problem+json; charset=utf-8')
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
      expect(await response.json()).toMatchObject({ status, code })
    })
  }
})

describe('the API', () => {
  const session = newSession()
  const cases = [
    {
      name: 'a malformed session',
      body: { session: 'x', lab: 'keep-alive' },
      status: 404,
      code: 'LAB_UNKNOWN_SESSION',
    },
    { name: 'an unknown lab', body: { session, lab: 'x' }, status: 404, code: 'LAB_UNKNOWN' },
    { name: 'no lab', body: { session }, status: 400, code: 'LAB_BAD_REQUEST' },
    { name: 'no object', body: [], status: 400, code: 'LAB_BAD_REQUEST' },
    {
      name: 'an unknown switch',
      body: { session, lab: 'keep-alive', switches: { colour: 'red' } },
      status: 400,
      code: 'LAB_UNKNOWN_SWITCH',
    },
    {
      name: 'a switch out of its range',
      body: { session, lab: 'keep-alive', switches: { requests: 41 } },
      status: 400,
      code: 'LAB_BAD_SWITCH',
    },
    { name: 'too much', body: { session, lab: 'x'.repeat(20_000) }, status: 413, code: 'LAB_TOO_LARGE' },
  ]
  for (const { name, body, status, code } of cases) {
    test(`refuses a run with ${name}: ${code}`, async () => {
      await using server = await runningServer()
      const response = await postRun(server, body)
      expect(response.headers.get('Content-Type')).toContain('application/problem+json')
      expect(await response.json()).toMatchObject({ status, code })
    })
  }

  test('starts no run for a form, which any site could send', async () => {
    await using server = await runningServer()
    const body = JSON.stringify({ session, lab: 'keep-alive' })
    const response = await fetch(new URL('api/runs', server.urls.site), { method: 'POST', body })
    expect(await response.json()).toMatchObject({ status: 415, code: 'LAB_UNSUPPORTED_TYPE' })
  })

  test('says what runs, where the labs are, and what time it is', async () => {
    await using server = await runningServer()
    const status = await (await fetch(new URL('api/status', server.urls.site))).json()
    expect(status).toEqual({
      server: expect.stringMatching(/^Node\.js .*, Express /),
      labs: { http1: { port: portOf(server.urls.labs) }, middlebox: { port: portOf(server.urls.middlebox) } },
      now: expect.any(Number),
    })
    expect(Math.abs(status.now - Date.now())).toBeLessThan(1000)
  })
})

test('no octets end the server or keep a connection open', async () => {
  await using server = await runningServer({ limits: { headersTimeoutMs: 200, lingerMs: 50 } })
  const path = labUrl(server, newSession(), 'message-end').pathname
  const line = fc.constantFrom(
    `GET ${path}message?interval=0 HTTP/1.1\r\n`,
    'Host: x\r\n',
    'Transfer-Encoding: chunked\r\n',
    'Content-Length: 5\r\n',
    'Connection: upgrade\r\nUpgrade: h2c\r\n',
    'Expect: 100-continue\r\n',
    '\r\n',
    'CONNECT x:1 HTTP/1.1\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  )
  const octets = fc.oneof(
    line.map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 64 }).map((some) => Buffer.from(some)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(octets, { maxLength: 12 }), fc.boolean(), async (pieces, resets) => {
      using client = await RawClient.connect(portOf(server.urls.labs))
      for (const piece of pieces) client.write(piece)
      if (resets) client.socket.resetAndDestroy()
      else client.end()
      await client.untilClosed()
    }),
    { numRuns: 200 },
  )
  expect((await fetch(new URL('api/status', server.urls.site))).status).toBe(200)
})
