/** Sessions and runs: whose octets they are, where they begin, and what happens when there are too many. */
import { describe, expect, test } from 'vitest'
import { FirstRequestLine } from '#labs-server/sessions/first-request-line.ts'
import { unpackBatch } from '#wire/formats/batch.ts'
import { octetsOf } from '#wire/octets.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

describe('the owner of a connection', () => {
  const token = 'AAAAAAAAAAAAAAAAAAAAA-'
  const owner = { session: token, lab: 'keep-alive' }
  const lines: readonly { readonly line: string; readonly named: boolean; readonly why: string }[] = [
    { line: `GET /s/${token}/keep-alive/image/1 HTTP/1.1\r\n`, named: true, why: 'an origin-form target' },
    { line: `GET http://h/s/${token}/keep-alive/ HTTP/1.1\r\n`, named: true, why: 'an absolute-form target' },
    { line: `GET /s/${token}/keep-alive?x=y HTTP/1.1\r\n`, named: true, why: 'a target that ends with the lab' },
    { line: `\r\n\r\nGET /s/${token}/keep-alive/ HTTP/1.1\r\n`, named: true, why: 'empty lines before it' },
    { line: `G@T /s/${token}/keep-alive/ HTP\n`, named: true, why: 'a malformed request line' },
    { line: `GET /s/${token.slice(1)}/keep-alive/ HTTP/1.1\r\n`, named: false, why: 'a short token' },
    { line: `GET /s/${token}AA/keep-alive/ HTTP/1.1\r\n`, named: false, why: 'a long token' },
    {
      line: `GET / HTTP/1.1\r\nReferer: /s/${token}/keep-alive/\r\n`,
      named: false,
      why: 'a name after the first line',
    },
  ]
  for (const { line, named, why } of lines) {
    test(`${named ? 'is' : 'is not'} read from ${why}`, () => {
      expect(new FirstRequestLine(8192).read(octetsOf(line))).toEqual(named ? owner : undefined)
    })
  }

  test('is read however the line is cut', () => {
    const line = `GET /s/${token}/keep-alive/ HTTP/1.1\r\n`
    for (let at = 1; at < line.length - 1; at++) {
      const reader = new FirstRequestLine(8192)
      expect(reader.read(octetsOf(line.slice(0, at)))).toBeUndefined()
      expect(reader.finished).toBe(false)
      expect(reader.read(octetsOf(line.slice(at)))).toEqual(owner)
    }
  })

  test('is looked for in so many octets and no more', () => {
    const reader = new FirstRequestLine(64)
    expect(reader.read(octetsOf('\r\n'.repeat(40)))).toBeUndefined()
    expect(reader.finished).toBe(true)
  })

  test('is the first request of the connection: another session is sent away', async () => {
    const [mine, theirs] = [newSession(), newSession()]
    await using server = await runningServer()
    using page = await ViewingPage.watching(server, theirs, { lab: 'message-end' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write(get(new URL('message?interval=0', labUrl(server, mine, 'message-end'))))
    await client.until((text) => text.endsWith('0\r\n\r\n'))
    client.write(get(new URL('message?interval=0', labUrl(server, theirs, 'message-end'))))
    expect(await client.untilEnd()).toMatch(/HTTP\/1\.1 421 Misdirected Request\r\n.*LAB_MISDIRECTED/s)
    expect(page.records).toEqual([])
  })
})

test('a client without a page starts a run by itself, with the switches at their initial values', async () => {
  const session = newSession()
  await using server = await runningServer()
  using page = await ViewingPage.watching(server, session, { lab: 'message-end' })
  using client = await RawClient.connect(portOf(server.urls.labs))
  client.end(get(new URL('message?interval=0', labUrl(server, session, 'message-end'))))
  await client.untilEnd()
  await page.until(() => page.count('close') === 1)
  expect(page.runs).toMatchObject([{ lab: 'message-end', switches: { framing: 'chunked', writes: 5, interval: 300 } }])
  expect(page.runs[0]?.server).toMatch(/^Node\.js \d+\.\d+\.\d+, Express 5\.\d+\.\d+$/)
})

test('octets of one session are never seen in another, nor those of nobody by anybody', async () => {
  const [mine, theirs] = [newSession(), newSession()]
  await using server = await runningServer()
  using page = await ViewingPage.watching(server, mine, { lab: 'message-end' })
  using nobody = await RawClient.connect(portOf(server.urls.labs))
  using other = await RawClient.connect(portOf(server.urls.labs))
  using own = await RawClient.connect(portOf(server.urls.labs))
  await nobody.end(get('/')).untilEnd()
  await other.end(get(new URL('message?interval=0', labUrl(server, theirs, 'message-end')))).untilEnd()
  await own.end(get(new URL('message?interval=0&size=9', labUrl(server, mine, 'message-end')))).untilEnd()
  await page.until(() => page.count('close') === 1)
  expect(page.trace.connections.map((connection) => connection.id)).toEqual([1])
  expect(page.text(1, 'server-to-client')).toBe(own.text)
})

describe('a new run', () => {
  test('closes idle connections and those of the run before, and counts from 1', async () => {
    const session = newSession()
    await using server = await runningServer()
    const url = labUrl(server, session, 'back-channel')
    await startRun(server, session, 'back-channel')
    using page = await ViewingPage.watching(server, session, { lab: 'back-channel' })
    using stream = await RawClient.connect(portOf(server.urls.labs))
    using idle = await RawClient.connect(portOf(server.urls.labs))
    stream.write(get(new URL('down', url)))
    await stream.until((text) => text.includes('is open'))
    idle.write(get(new URL('../keep-alive/image/1', url)))
    await idle.until((text) => text.includes('</svg>'))

    const { run } = await startRun(server, session, 'back-channel')
    await Promise.all([stream.untilEnd(), idle.untilEnd()])
    await page.until(() => page.runs.at(-1)?.id === run.id)

    using fresh = await RawClient.connect(portOf(server.urls.labs))
    fresh.write(get(new URL('down', url)))
    await page.until(() => page.count('octets') === 2)
    expect(page.trace.connections.map((connection) => connection.id)).toEqual([1])
  })

  test('lets the stream of another lab go on', async () => {
    const session = newSession()
    await using server = await runningServer()
    using stream = await RawClient.connect(portOf(server.urls.labs))
    const url = labUrl(server, session, 'back-channel')
    stream.write(get(new URL('down', url)))
    await stream.until((text) => text.includes('is open'))
    await startRun(server, session, 'keep-alive')
    await fetch(new URL('up', url), { method: 'POST', body: 'still here' })
    await stream.until((text) => text.includes('still here'))
  })

  test('shows how the run before ended to those who watched it', async () => {
    const session = newSession()
    await using server = await runningServer()
    using page = await ViewingPage.watching(server, session, { lab: 'back-channel' })
    using stream = await RawClient.connect(portOf(server.urls.labs))
    stream.write(get(new URL('down', labUrl(server, session, 'back-channel'))))
    await page.until(() => page.count('octets') === 2)
    const [first] = page.runs
    await startRun(server, session, 'back-channel')
    await page.until(() => page.runs.length === 2)
    const last = page.batches.findLast((batch) => batch.run === first?.id)
    expect(last && unpackBatch(last).at(-1)).toMatchObject({ kind: 'close', connection: 1 })
  })
})

describe('limits cut what is too much, and say so', () => {
  test('maxOctetsPerRun: the tail is a gap, told in few records, and adds up', async () => {
    const session = newSession()
    await using server = await runningServer({ limits: { maxOctetsPerRun: 2000 } })
    using page = await ViewingPage.watching(server, session, { lab: 'message-end' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.end(get(new URL('message?interval=0&writes=20&size=4096', labUrl(server, session, 'message-end'))))
    const { length } = await client.untilEnd()
    await page.until(() => page.count('close') === 1)
    const connection = page.trace.connection(1)
    const gap = connection?.gaps['server-to-client']
    expect(gap).toMatchObject({ limit: 'maxOctetsPerRun' })
    expect((connection?.streams['server-to-client'].length ?? 0) + (gap?.octets ?? 0)).toBe(length)
    expect(page.count('gap')).toBeLessThan(10)
  })

  test('maxRecordsPerRun', async () => {
    const session = newSession()
    await using server = await runningServer({ limits: { maxRecordsPerRun: 3 } })
    using page = await ViewingPage.watching(server, session, { lab: 'message-end' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    await client.end(get(new URL('message?interval=1', labUrl(server, session, 'message-end')))).untilEnd()
    await page.until(() => page.count('close') === 1)
    expect(page.count('octets')).toBe(3)
    expect(page.trace.connection(1)?.gaps['server-to-client']?.limit).toBe('maxRecordsPerRun')
  })

  test('maxConnectionsPerSession: one more is refused, and seen to be', async () => {
    const session = newSession()
    await using server = await runningServer({ limits: { maxConnectionsPerSession: 1 } })
    using page = await ViewingPage.watching(server, session, { lab: 'back-channel' })
    const url = labUrl(server, session, 'back-channel')
    using stream = await RawClient.connect(portOf(server.urls.labs))
    stream.write(get(new URL('down', url)))
    await stream.until((text) => text.includes('is open'))
    using refused = await RawClient.connect(portOf(server.urls.labs))
    refused.write(get(new URL('down', url)))
    expect(await refused.untilEnd()).toMatch(/^HTTP\/1\.1 503 .*Connection: close\r\n.*LAB_FULL/s)
    await page.until(() => page.count('close') === 1)
    expect(page.text(2, 'server-to-client')).toBe(refused.text)
  })

  test('maxConnectionsPerRun: further ones are refused and share one gap', async () => {
    const session = newSession()
    await using server = await runningServer({ limits: { maxConnectionsPerRun: 2 } })
    using page = await ViewingPage.watching(server, session, { lab: 'message-end' })
    for (let number = 1; number <= 4; number++) {
      using client = await RawClient.connect(portOf(server.urls.labs))
      client.end(get(new URL('message?interval=0', labUrl(server, session, 'message-end'))))
      expect(await client.untilEnd()).toMatch(number <= 2 ? /^HTTP\/1\.1 200 / : /^HTTP\/1\.1 503 .*LAB_FULL/s)
    }
    await page.until(
      () => page.count('close') === 2 && page.trace.connection(3)?.gaps['server-to-client'] !== undefined,
    )
    expect(page.count('open')).toBe(2)
    expect(page.trace.connection(3)?.gaps['server-to-client']?.limit).toBe('maxConnectionsPerRun')
  })

  test('maxOctetsKept: idle sessions are forgotten before anything is cut', async () => {
    const [old, mine] = [newSession(), newSession()]
    await using server = await runningServer({ limits: { maxOctetsKept: 1000 } })
    const once = async (session: string, query: string) => {
      using client = await RawClient.connect(portOf(server.urls.labs))
      client.end(get(new URL(`message?interval=0&${query}`, labUrl(server, session, 'message-end'))))
      await client.untilEnd()
      await client.untilClosed()
    }
    await once(old, 'size=9')
    using page = await ViewingPage.watching(server, mine, { lab: 'message-end' })
    await once(mine, 'size=9')
    await page.until(() => page.count('close') === 1)
    expect(page.count('gap')).toBe(0)
    await once(mine, 'size=900')
    await page.until(() => page.count('close') === 2)
    expect(page.trace.connection(2)?.gaps['server-to-client']?.limit).toBe('maxOctetsKept')
  })

  test('maxSessions: the longest idle goes first, and without an idle one a new one is refused', async () => {
    const [first, second, third] = [newSession(), newSession(), newSession()]
    await using server = await runningServer({ limits: { maxSessions: 1 } })
    await startRun(server, first, 'keep-alive')
    await startRun(server, second, 'keep-alive')
    using page = await ViewingPage.watching(server, second, { lab: 'keep-alive' })
    await page.until(() => page.runs.length === 1)
    await expect(startRun(server, third, 'keep-alive')).rejects.toThrow(/503 .*LAB_FULL/)
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write(get(new URL('image/1', labUrl(server, third, 'keep-alive'))))
    expect(await client.untilEnd()).toMatch(/^HTTP\/1\.1 503 .*LAB_FULL/s)
  })
})
