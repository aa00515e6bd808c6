/** The feed: every record once, in order, no faster than the page takes them, and to its session alone. */
import { describe, expect, test } from 'vitest'
import { unpackBatch } from '#wire/formats/batch.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

const LAB = 'message-end'

async function served(limits = {}) {
  const session = newSession()
  const server = await runningServer({ limits })
  return {
    server,
    session,
    /** One exchange, from its first octet to the connection's end. */
    async exchange(query: string) {
      using client = await RawClient.connect(portOf(server.urls.labs))
      client.end(get(new URL(`message?${query}`, labUrl(server, session, LAB))))
      await client.untilEnd()
      await client.untilClosed()
    },
    [Symbol.asyncDispose]: () => server.close(),
  }
}

describe('a page that watches', () => {
  test('gets every record once and in order, in batches that follow each other', async () => {
    await using lab = await served({ maxBatchRecords: 4 })
    using page = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    await lab.exchange('interval=5&writes=10')
    await page.until(() => page.count('close') === 1)
    let next = 0
    for (const batch of page.batches) {
      expect(batch.from).toBe(next)
      const { length } = unpackBatch(batch)
      expect(length).toBeLessThanOrEqual(4)
      next += length
    }
    expect(next).toBe(page.records.length)
  })

  test('catches up when it comes late', async () => {
    await using lab = await served()
    await lab.exchange('interval=0')
    using page = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    await page.until(() => page.count('close') === 1)
    expect(page.text(1, 'server-to-client')).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  test('goes on where it was when it comes back', async () => {
    await using lab = await served()
    using before = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    await lab.exchange('interval=0')
    await before.until(() => before.count('close') === 1)
    const [run] = before.runs
    if (!run) throw new Error('no run')
    const after = before.records.length

    before.socket.disconnect()
    await lab.exchange('interval=0')
    using back = await ViewingPage.watching(lab.server, lab.session, { lab: LAB, run: run.id, after })
    await back.until(() => back.count('close') === 1)
    expect(back.runs).toEqual([])
    expect(back.batches[0]?.from).toBe(after)
    expect(back.records[0]).toMatchObject({ kind: 'open', connection: 2 })
  })

  test('starts anew when the run it knew is gone', async () => {
    await using lab = await served()
    await lab.exchange('interval=0')
    using page = await ViewingPage.watching(lab.server, lab.session, { lab: LAB, run: 'gone', after: 1000 })
    await page.until(() => page.count('close') === 1)
    expect(page.runs).toHaveLength(1)
    expect(page.batches[0]?.from).toBe(0)
  })

  test('is told of a new run before its records', async () => {
    await using lab = await served()
    using page = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    const { run } = await startRun(lab.server, lab.session, LAB, { writes: 3 })
    await lab.exchange('interval=0')
    await page.until(() => page.count('close') === 1)
    expect(page.runs).toEqual([run])
    expect(page.batches.every((batch) => batch.run === run.id)).toBe(true)
  })

  test('gets nothing more once it has stopped watching', async () => {
    await using lab = await served()
    using page = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    await lab.exchange('interval=0')
    await page.until(() => page.count('close') === 1)
    page.socket.emit('unwatch', { lab: LAB })
    await lab.exchange('interval=0')
    // The answer to this comes after all that the server would have sent before.
    page.socket.emit('watch', { lab: 'no-such-lab' })
    await page.until(() => page.problems.length === 1)
    expect(page.count('open')).toBe(1)
    expect(page.problems).toEqual(['LAB_UNKNOWN'])
  })

  test('is sent a window of batches ahead of its answers, and the rest as it answers', async () => {
    await using lab = await served({ maxBatchRecords: 1, feedWindow: 3 })
    await lab.exchange('interval=0&writes=10')
    using page = new ViewingPage(lab.server, lab.session)
    page.held = []
    await page.until(() => page.socket.connected)
    page.socket.emit('watch', { lab: LAB })
    await page.until(() => page.batches.length === 3)
    page.socket.emit('watch', { lab: 'no-such-lab' })
    await page.until(() => page.problems.length === 1)
    expect(page.batches).toHaveLength(3)

    for (const received of page.held) received()
    page.held = undefined
    await page.until(() => page.count('close') === 1)
    expect(page.records[0]).toMatchObject({ kind: 'open' })
  })

  test('works by long polling where WebSocket is blocked', async () => {
    await using lab = await served()
    using page = new ViewingPage(lab.server, lab.session, { transports: ['polling'] })
    await page.until(() => page.socket.connected)
    page.socket.emit('watch', { lab: LAB })
    await lab.exchange('interval=0')
    await page.until(() => page.count('close') === 1)
    expect(page.text(1, 'server-to-client')).toMatch(/^HTTP\/1\.1 200 OK/)
  })
})

describe('is refused', () => {
  function refusal(page: ViewingPage): Promise<Error & { data?: { code?: string } }> {
    return new Promise((resolve) => page.socket.on('connect_error', resolve))
  }

  test('a page of another site', async () => {
    await using lab = await served()
    const options = { extraHeaders: { Origin: 'http://elsewhere.example' } }
    using page = new ViewingPage(lab.server, lab.session, options)
    expect(await refusal(page)).toBeInstanceOf(Error)
  })

  test('but not the site itself', async () => {
    await using lab = await served()
    const options = { extraHeaders: { Origin: new URL(lab.server.urls.site).origin } }
    using page = new ViewingPage(lab.server, lab.session, options)
    await page.until(() => page.socket.connected)
  })

  test('a malformed session', async () => {
    await using lab = await served()
    using page = new ViewingPage(lab.server, 'not-a-token')
    expect((await refusal(page)).data).toMatchObject({ status: 404, code: 'LAB_UNKNOWN_SESSION' })
  })

  test('one page too many', async () => {
    await using lab = await served({ maxViewersPerSession: 1 })
    using first = new ViewingPage(lab.server, lab.session)
    await first.until(() => first.socket.connected)
    using second = new ViewingPage(lab.server, lab.session)
    expect((await refusal(second)).data).toMatchObject({ status: 503, code: 'LAB_FULL' })
  })
})
