/** The three labs' server halves: the octets they promise. */
import { describe, expect, test } from 'vitest'
import type { LabsServer } from '#labs-server/labs-server.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer } from './running-server.ts'

/** Everything that the server answers to one request, until the end of the connection. */
async function answer(server: LabsServer, lab: string, path: string): Promise<{ head: string; content: string }> {
  using client = await RawClient.connect(portOf(server.urls.labs))
  const text = await client.end(get(new URL(path, labUrl(server, newSession(), lab)))).untilEnd()
  const end = text.indexOf('\r\n\r\n') + 4
  return { head: text.slice(0, end), content: text.slice(end) }
}

const TWO_WRITES = 'write 1 of the server ....\nwrite 2 of the server ....\n'

describe('message-end', () => {
  test('chunked: a chunk for each write, and the last chunk', async () => {
    await using server = await runningServer()
    const { head, content } = await answer(server, 'message-end', 'message?writes=2&interval=1')
    expect(head).toContain('\r\nTransfer-Encoding: chunked\r\n')
    expect(head).not.toContain('Content-Length')
    expect(content).toBe('1b\r\nwrite 1 of the server ....\n\r\n1b\r\nwrite 2 of the server ....\n\r\n0\r\n\r\n')
  })

  test('trailers: a field after the last chunk, announced before', async () => {
    await using server = await runningServer()
    const { head, content } = await answer(server, 'message-end', 'message?writes=2&interval=1&trailers=on')
    expect(head).toContain('\r\nTrailer: Writes-Made\r\n')
    expect(content.endsWith('\r\n0\r\nWrites-Made: 2\r\n\r\n')).toBe(true)
  })

  test('length: exactly as many octets as announced', async () => {
    await using server = await runningServer()
    const { head, content } = await answer(server, 'message-end', 'message?writes=2&interval=1&framing=length')
    expect(head).toContain('\r\nContent-Length: 54\r\n')
    expect(head).not.toContain('Transfer-Encoding')
    expect(content).toBe(TWO_WRITES)
  })

  test('close: neither length nor chunks, and an end', async () => {
    await using server = await runningServer()
    const { head, content } = await answer(server, 'message-end', 'message?writes=2&interval=1&framing=close')
    expect(head).not.toMatch(/Content-Length|Transfer-Encoding/)
    expect(head).toContain('\r\nConnection: close\r\n')
    expect(content).toBe(TWO_WRITES)
  })

  test('HTTP/1.0 says so, and never chunks', async () => {
    await using server = await runningServer()
    for (const framing of ['chunked', 'length', 'close']) {
      const path = `message?writes=2&interval=1&version=1.0&framing=${framing}`
      const { head, content } = await answer(server, 'message-end', path)
      expect(head).toMatch(/^HTTP\/1\.0 200 OK\r\n/)
      expect(head).not.toContain('Transfer-Encoding')
      expect(head.includes('Content-Length: 54')).toBe(framing === 'length')
      expect(content).toBe(TWO_WRITES)
    }
  })
})

describe('keep-alive', () => {
  test('off: the server says that it closes, and does', async () => {
    await using server = await runningServer()
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write(get(new URL('image/1?keepAlive=off', labUrl(server, newSession(), 'keep-alive'))))
    expect(await client.untilEnd()).toMatch(/\r\nConnection: close\r\n.*<\/svg>\n$/s)
  })

  test('on: requests follow each other on one connection', async () => {
    await using server = await runningServer()
    using client = await RawClient.connect(portOf(server.urls.labs))
    const url = labUrl(server, newSession(), 'keep-alive')
    for (const number of [1, 2, 3]) {
      client.write(get(new URL(`image/${number}`, url)))
      await client.until((text) => text.split('</svg>').length === number + 1)
    }
    expect(client.text).not.toContain('Connection: close')
  })
})

describe('back-channel', () => {
  test('what goes up comes down on every stream of the session, and on no other', async () => {
    await using server = await runningServer()
    const [mine, theirs] = [newSession(), newSession()].map((session) => labUrl(server, session, 'back-channel'))
    if (!mine || !theirs) throw new Error('unreachable')
    using one = await RawClient.connect(portOf(server.urls.labs))
    using two = await RawClient.connect(portOf(server.urls.labs))
    using other = await RawClient.connect(portOf(server.urls.labs))
    one.write(get(new URL('down?stream=1', mine)))
    two.write(get(new URL('down?stream=2', mine)))
    other.write(get(new URL('down', theirs)))
    await Promise.all([one, two, other].map((client) => client.until((text) => text.includes('is open'))))

    const { status } = await fetch(new URL('up', mine), { method: 'POST', body: 'hello' })
    expect(status).toBe(204)
    await Promise.all([one, two].map((client) => client.until((text) => text.includes('\r\nhello\n\r\n'))))
    await fetch(new URL('up', theirs), { method: 'POST', body: 'for them' })
    await other.until((text) => text.includes('for them'))
    expect(other.text).not.toContain('hello')
  })

  test('a stream whose client is gone is closed, although nothing is written', async () => {
    await using server = await runningServer({ limits: { halfCloseMs: 50 } })
    using stream = await RawClient.connect(portOf(server.urls.labs))
    stream.write(get(new URL('down', labUrl(server, newSession(), 'back-channel'))))
    await stream.until((text) => text.includes('is open'))
    await stream.end().untilClosed()
  })
})

describe('every response', () => {
  test('can be read by a page of another origin, is not stored, and says little else', async () => {
    await using server = await runningServer()
    const { head } = await answer(server, 'keep-alive', 'image/1')
    const names = head
      .split('\r\n')
      .slice(1, -2)
      .map((line) => line.split(':')[0])
    expect(names).toEqual([
      'Access-Control-Allow-Origin',
      'Cache-Control',
      'X-Content-Type-Options',
      'Content-Type',
      'Content-Length',
      'Date',
      'Connection',
      'Keep-Alive',
    ])
  })

  test('a preflight is answered', async () => {
    await using server = await runningServer()
    const url = new URL('up', labUrl(server, newSession(), 'back-channel'))
    const response = await fetch(url, { method: 'OPTIONS' })
    expect(response.status).toBe(204)
    expect(response.headers.get('Access-Control-Allow-Methods')).toBe('GET, POST')
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*')
  })
})
