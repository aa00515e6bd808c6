/** The raw console: a page's octets reach the labs' own listener as they are, and nothing else; what comes back is told. */
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { ConsolePage } from './console-page.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

const LAB = 'message-end'
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))

async function served(limits = {}, options = {}) {
  const session = newSession()
  const server = await runningServer({ limits, ...options })
  return {
    server,
    session,
    message: (query: string, fields = '') => get(new URL(`message?${query}`, labUrl(server, session, LAB)), fields),
    open: () => ConsolePage.open(server, { session, lab: LAB }),
    [Symbol.asyncDispose]: () => server.close(),
  }
}

describe('octets', () => {
  test('typed in pieces make a request, and the answer comes back', async () => {
    await using lab = await served()
    using page = await lab.open()
    const request = lab.message('interval=0&writes=1', 'Connection: close\r\n')
    page.send(request.slice(0, 7))
    await page.until(() => page.told.includes('up 7'))
    page.send(request.slice(7))
    await page.untilClosed()
    expect(page.text).toMatch(/^HTTP\/1\.1 200 OK/)
    expect(page.text).toMatch(/0\r\n\r\n$/)
    expect(page.told.slice(0, 3)).toEqual(['opened', 'up 7', `up ${request.length - 7}`])
    expect(page.told.slice(-3)).toEqual(['ended', 'said no more', 'closed'])
  })

  test('are seen by the tap in the same pieces, and belong to the run', async () => {
    await using lab = await served()
    const { run } = await startRun(lab.server, lab.session, LAB)
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    const request = lab.message('interval=0&writes=1', 'Connection: close\r\n')
    page.send(request.slice(0, 7))
    await viewer.until(() => viewer.count('octets') === 1)
    page.send(request.slice(7))
    await viewer.until(() => viewer.count('close') === 1)
    expect(viewer.runs.at(-1)?.id).toBe(run.id)
    expect(viewer.text(1, 'client-to-server')).toBe(request)
    expect(viewer.text(1, 'server-to-client')).toBe(page.text)
  })

  test('of every value pass unchanged, and are shown though they name nobody', async () => {
    await using lab = await served()
    const all = Uint8Array.from({ length: 256 }, (_, octet) => octet)
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    page.send(all)
    await page.untilClosed()
    await viewer.until(() => viewer.count('close') === 1)
    expect(viewer.text(1, 'client-to-server')).toBe(Buffer.from(all).toString('latin1'))
    expect(page.text).toMatch(/^HTTP\/1\.1 400 /)
  })

  test('that do not come are shown too: a connection that says nothing', async () => {
    await using lab = await served()
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    page.socket.emit('close')
    await viewer.until(() => viewer.count('close') === 1)
    expect(viewer.count('open')).toBe(1)
    expect(await page.untilClosed()).toBe('closed')
  })

  test('go by long polling as well', async () => {
    await using lab = await served()
    using page = await ConsolePage.open(lab.server, { session: lab.session, lab: LAB }, { transports: ['polling'] })
    page.send(lab.message('interval=0&writes=1', 'Connection: close\r\n'))
    await page.untilClosed()
    expect(page.text).toMatch(/^HTTP\/1\.1 200 OK/)
  })
})

describe('a connection', () => {
  test('goes to the labs’ own listener, whatever the page says', async () => {
    await using lab = await served()
    await using elsewhere = await runningServer()
    const auth = { session: lab.session, lab: LAB, host: '127.0.0.1', port: portOf(elsewhere.urls.labs) }
    using page = await ConsolePage.open(lab.server, auth)
    expect(page.ends?.server).toBe(`127.0.0.1:${portOf(lab.server.urls.labs)}`)
  })

  test.skipIf(!hasIpv6)('goes there by IPv6 where the labs have nothing else', async () => {
    await using lab = await served({}, { hosts: ['::1'] })
    // Not every machine looks up localhost as ::1.
    const site = lab.server.urls.site.replace('localhost', '[::1]')
    const server = { ...lab.server, urls: { ...lab.server.urls, site } }
    using page = await ConsolePage.open(server, { session: lab.session, lab: LAB })
    page.send(lab.message('interval=0&writes=1', 'Connection: close\r\n'))
    await page.untilClosed()
    expect(page.ends?.server).toBe(`[::1]:${portOf(lab.server.urls.labs)}`)
    expect(page.text).toMatch(/^HTTP\/1\.1 200 OK/)
  })

  test.each(['0.0.0.0', '::'])(
    'goes to this machine where the labs listen on every address (%s), and is claimed',
    async (host) => {
      await using lab = await served({}, { hosts: [host] })
      using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
      using page = await lab.open()
      page.send('nobody is named here\r\n\r\n')
      await viewer.until(() => viewer.count('octets') === 2)
      expect(viewer.text(1, 'client-to-server')).toBe('nobody is named here\r\n\r\n')
    },
  )

  test('can be ended by the page alone: the answer still comes', async () => {
    await using lab = await served()
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    page.send(lab.message('interval=20&writes=3'))
    page.end()
    await page.untilClosed()
    expect(page.text.match(/write \d of the server/g)).toHaveLength(3)
    await viewer.until(() => viewer.count('close') === 1)
    const ends = viewer.records.flatMap((record) => (record.kind === 'end' ? [record.direction] : []))
    expect(ends).toEqual(['client-to-server', 'server-to-client'])
  })

  test('can be broken off by the page', async () => {
    await using lab = await served()
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    page.send(lab.message('interval=1000&writes=3'))
    await page.until(() => page.text !== '')
    page.socket.emit('reset')
    expect(await page.untilClosed()).toBe('broken-off')
    await viewer.until(() => viewer.count('close') === 1)
    expect(viewer.records.at(-1)).toMatchObject({ kind: 'close', how: 'reset' })
  })

  test('is closed when its page goes', async () => {
    await using lab = await served({ halfCloseMs: 50 })
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    const page = await lab.open()
    page.send(lab.message('interval=1000&writes=3'))
    await page.until(() => page.text !== '')
    page.socket.disconnect()
    await viewer.until(() => viewer.count('close') === 1)
  })

  test('that the labs have closed stays half open until the page sends more, and is reset then', async () => {
    await using lab = await served()
    using page = await lab.open()
    page.answersEnd = false
    page.send(lab.message('interval=0&writes=1', 'Connection: close\r\n'))
    await page.until(() => page.told.includes('ended'))
    expect(page.closedHow).toBeUndefined()
    page.send('anybody there?') // The labs’ system answers with a RST, which shows when more is written.
    await page.until(() => page.told.includes('up 14'))
    page.send('nobody')
    expect(await page.untilClosed()).toBe('reset')
    await page.until(() => !page.socket.connected)
  })

  test('is closed by the next run, as all of the run before', async () => {
    await using lab = await served()
    using page = await lab.open()
    page.send(lab.message('interval=1000&writes=3'))
    await page.until(() => page.text !== '')
    await startRun(lab.server, lab.session, LAB)
    await page.untilClosed()
  })

  test('shows its session’s view and no other’s', async () => {
    await using lab = await served()
    const other = newSession()
    using stranger = await ViewingPage.watching(lab.server, other, { lab: LAB })
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    page.send(lab.message('interval=0&writes=1', 'Connection: close\r\n'))
    await viewer.until(() => viewer.count('close') === 1)
    // The answer to this comes after all that the server would have sent before.
    stranger.socket.emit('watch', { lab: 'no-such-lab' })
    await stranger.until(() => stranger.problems.length === 1)
    expect(stranger.records).toEqual([])
  })

  test('may carry a request of another lab: its octets stay where they are, its run is the other lab’s', async () => {
    await using lab = await served()
    const { run } = await startRun(lab.server, lab.session, 'bench', {
      messagesDown: 1,
      messagesUp: 0,
      framing: 'close',
    })
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using page = await lab.open()
    page.send(get(new URL('fetch-stream/', labUrl(lab.server, lab.session, 'bench'))))
    await page.until(() => page.text.includes('down 1 sent at'))
    await viewer.until(() => viewer.count('octets') > 1)
    expect(run.lab).toBe('bench')
    expect(viewer.text(1, 'client-to-server')).toMatch(/^GET .*\/bench\/fetch-stream\//)
  })

  test('of another client is not claimed by a console', async () => {
    await using lab = await served()
    using viewer = await ViewingPage.watching(lab.server, lab.session, { lab: LAB })
    using client = await RawClient.connect(portOf(lab.server.urls.labs))
    using page = await lab.open()
    client.write('nobody is named here\r\n\r\n')
    await client.untilEnd()
    page.send('but here\r\n\r\n')
    await viewer.until(() => viewer.count('octets') === 2)
    expect(viewer.text(1, 'client-to-server')).toBe('but here\r\n\r\n')
    expect(viewer.count('open')).toBe(1)
  })
})

describe('limits', () => {
  test('too many connections of one session: refused with a sentence, and room again when one closes', async () => {
    await using lab = await served({ maxConsolesPerSession: 1 })
    const first = await lab.open()
    using second = new ConsolePage(lab.server, { session: lab.session, lab: LAB })
    expect(await second.untilClosed()).toBe('stopped')
    expect(second.problem).toMatch(/1 connections open in consoles/)
    using stranger = await ConsolePage.open(lab.server, { session: newSession(), lab: LAB })
    expect(stranger.ends).toBeDefined()
    first.socket.emit('close')
    await first.untilClosed()
    using third = await lab.open()
    expect(third.ends).toBeDefined()
  })

  test('too many octets in all', async () => {
    await using lab = await served({ maxConsoleOctets: 1000 })
    using page = await lab.open()
    page.send(lab.message('interval=0&writes=4&size=500'))
    expect(await page.untilClosed()).toBe('stopped')
    expect(page.problem).toMatch(/More than 1000 octets/)
  })

  test('nothing for too long', async () => {
    await using lab = await served({ consoleIdleMs: 50 })
    using page = await lab.open()
    expect(await page.untilClosed()).toBe('stopped')
    expect(page.problem).toMatch(/Nothing passed for 0.05 s/)
  })

  test('a page that does not take what comes holds the labs back', async () => {
    await using lab = await served({ maxConsoleOctetsUnderWay: 1000 })
    using page = await lab.open()
    page.held = []
    page.send(lab.message('interval=0&writes=4&size=2000', 'Connection: close\r\n'))
    await page.until(() => page.text.length > 1000)
    const { length } = page.text
    page.send('x') // Acknowledged after anything the server would have read before.
    await page.until(() => page.told.includes('up 1') || page.closedHow !== undefined)
    expect(page.text).toHaveLength(length)
    for (const received of page.held) received()
    page.held = undefined
    await page.until(() => /\r\n0\r\n/.test(page.text))
  })

  test('a page that does not wait for the labs to take its octets', async () => {
    await using lab = await served({ maxConsoleOctetsUnderWay: 10_000 })
    using page = await lab.open()
    page.send(new Uint8Array(8000)).send(new Uint8Array(8000))
    expect(await page.untilClosed()).toBe('stopped')
    expect(page.problem).toMatch(/More octets came from the page/)
  })

  test('events that are none', async () => {
    await using lab = await served()
    using page = await lab.open()
    const emit = page.socket.emit.bind(page.socket) as (...event: unknown[]) => unknown
    emit('octets')
    emit('octets', 'text', () => {})
    emit('octets', new Uint8Array(8193), () => {})
    emit('octets', new Uint8Array(1))
    emit('nonsense', {})
    page.send(lab.message('interval=0&writes=1', 'Connection: close\r\n'))
    await page.untilClosed()
    expect(page.text).toMatch(/^HTTP\/1\.1 200 OK/)
  })
})

describe('is refused', () => {
  test.each([
    ['no session', { lab: LAB }, /needs a session/],
    ['a malformed session', { session: 'x', lab: LAB }, /22 characters/],
    ['an unknown lab', { session: newSession(), lab: 'nothing' }, /no lab "nothing"/],
  ])('%s', async (_, auth, sentence) => {
    await using lab = await served()
    using page = new ConsolePage(lab.server, auth)
    await page.until(() => page.refusal !== undefined)
    expect(page.refusal).toMatch(sentence)
  })

  test('a page of another site', async () => {
    await using lab = await served()
    const options = { extraHeaders: { Origin: 'http://elsewhere.example' } }
    using page = new ConsolePage(lab.server, { session: lab.session, lab: LAB }, options)
    await page.until(() => page.refusal !== undefined)
    expect(page.ends).toBeUndefined()
  })
})
