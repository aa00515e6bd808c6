/** Every transport keeps the same promises, in every browser that is installed. A new transport is held to them without a line here. */
import { afterAll, describe, expect, test, vi } from 'vitest'
import { LIMITS } from '#labs-server/limits.ts'
import type { Mailbox } from '#labs-server/mailbox/mailbox.ts'
import { TRANSPORTS } from '#transports/index.ts'
import { BROWSERS, LAUNCH } from '../driven-browser.ts'
import { CONTENTS, difference, octetsOf } from './contents.ts'
import { OVER_QUIC, POLLS, REFUSALS, UNTOLD } from './exceptions.ts'
import { serverMemory } from './server-memory.ts'
import { type Collected, type Cut, Suite } from './transport-run.ts'

/** Messages that are sent to a client that does not read, and the octets of each. */
const FLOOD = 128
const MESSAGE_OCTETS = 1_000_000
const MESSAGE = octetsOf({ kind: 'text', size: MESSAGE_OCTETS })
/** Messages before them that are read: what a process takes once and for all, it has taken then. */
const WARM_UP = 8
/** Messages that one peer sends another: they come in full. */
const PEERS_FLOOD = 16
/** What the server may hold of them beside the mailbox: coded anew, and in sockets. */
const MAX_HELD_OCTETS = 40 * 2 ** 20
/** Over QUIC two processes hold them, and each codes them anew: less than half of what was to be sent. */
const MAX_HELD_OVER_QUIC = 60 * 2 ** 20
/** What may wait in a data channel: what a peer lets wait, and the piece that was sent before it looked. */
const MAX_WAITING_OCTETS = 2 ** 20 + 2 ** 14
/** A writer that has not got rid of a message for so long is held back, in milliseconds. */
const STALLED_MS = 750

// All browsers share this machine with whatever else it does.
vi.setConfig({ testTimeout: 40_000 })

/** The browsers run beside each other. The tests of one do not: browsers slow down pages that are not in sight. */
const IN_TURN = { concurrent: false }

/** What a transport says that comes back by itself: the channel does not end then. */
const TELLS_OF_A_CUT = /error|failed|again/

const suite = await Suite.start()
const launched = await Promise.all(BROWSERS.map(async (name) => [name, await LAUNCH[name]()] as const))
afterAll(async () => {
  for (const [, browser] of launched) if (typeof browser !== 'string') await browser[Symbol.asyncDispose]()
  await suite[Symbol.asyncDispose]()
})

/** Once as many messages as there are contents have come up: what is wrong with them. */
async function problemsOf(inbox: Collected): Promise<string[]> {
  await inbox.count(CONTENTS.length)
  return inbox.messages.flatMap((message, at) => difference(message, CONTENTS[at]) ?? [])
}

const octets = (text: string) => new TextEncoder().encode(text)

describe.each(launched)('in %s', { concurrent: true }, (name, browser) => {
  if (typeof browser === 'string') {
    test.skip(`is not run: ${browser}`, () => {})
    return
  }
  const able = TRANSPORTS.filter(({ id }) => REFUSALS[id]?.[name] === undefined)
  const unable = TRANSPORTS.filter((transport) => !able.includes(transport))

  test.each(unable.map((transport) => [transport.id, transport] as const))(
    '%s refuses, and says why',
    IN_TURN,
    async (id, transport) => {
      await using run = await suite.run(transport, browser, transport.ways)
      expect(await run.open()).toContain(REFUSALS[id]?.[name])
    },
  )

  const peers = able.filter(({ alone }) => alone)
  test.each(peers.map((transport) => [transport.id, transport] as const))(
    '%s carries both ways between two ends in the page',
    IN_TURN,
    async (_, transport) => {
      await using run = await suite.run(transport, browser, transport.ways)
      expect(await run.open()).toBeUndefined()
      expect(await run.ask('problemsBetweenPeers')).toEqual([])
    },
  )

  test.each(peers.map((transport) => [transport.id, transport] as const))(
    '%s notices when the network between two ends in the page falls silent, and comes back',
    IN_TURN,
    async (_, transport) => {
      await using run = await suite.run(transport, browser, transport.ways)
      expect(await run.open()).toBeUndefined()
      expect(await run.ask('send', 'before the cut')).toBeUndefined()
      await run.ask('upToOther', 'before the cut')

      await run.cut('silence')
      expect(await run.ask('ended')).toBe('rejected: Error: The peers cannot reach each other.')
      await run.ask('sendAnew', 'after the cut')
      expect(await run.ask('upToOther', 'after the cut')).toEqual(['before the cut', 'after the cut'])
    },
  )

  const served = able.filter((transport) => !peers.includes(transport))
  describe.each(served.map((transport) => [transport.id, transport] as const))('%s', IN_TURN, (_, transport) => {
    const { ways } = transport
    const carriesDown = ways.includes('down')
    const carriesUp = ways.includes('up')
    const untold = UNTOLD.includes(transport.id)
    const overQuic = OVER_QUIC.includes(transport.id)

    if (carriesDown)
      test('brings every message down: exact, in order, once', async () => {
        await using run = await suite.run(transport, browser, ['down'])
        const opened = run.open()
        const { mailbox } = await run.server
        for (const content of CONTENTS) await mailbox.send(octetsOf(content))
        // Firefox tells of a response no sooner than with the first octet of its content, and some are open only then.
        expect(await opened).toBeUndefined()
        expect(await run.ask('problemsOfAll')).toEqual([])
      })

    if (carriesUp)
      test('brings every message up: exact, in order, once', async () => {
        await using run = await suite.run(transport, browser, ['up'])
        expect(await run.open()).toBeUndefined()
        const notTaken = run.ask('sendAll')
        const { inbox } = await run.server
        expect(await problemsOf(inbox)).toEqual([])
        expect(await notTaken).toEqual([])
      })

    if (carriesDown && carriesUp)
      test('carries both ways at once', async () => {
        await using run = await suite.run(transport, browser, ways, true)
        const opened = run.open()
        const { mailbox, inbox } = await run.server
        for (const content of CONTENTS) await mailbox.send(octetsOf(content))
        expect(await opened).toBeUndefined()
        expect(await run.ask('problemsOfAll')).toEqual([])
        expect(await problemsOf(inbox)).toEqual([])
      })

    describe.each<Cut>(overQuic ? ['silence'] : ['close', 'reset'])(
      'when the network cuts it (%s)',
      { concurrent: overQuic },
      (how) => {
        if (carriesDown)
          test('the page notices, and nothing is missing once it is back', async () => {
            await using run = await suite.run(transport, browser, ['down'])
            const opened = run.open()
            const { mailbox } = await run.server
            await mailbox.send(octets('one'))
            expect(await opened).toBeUndefined()
            await run.ask('upTo', 'one')

            const lost = run.lose('server-to-client')
            await mailbox.send(octets('lost on its way'))
            await lost
            await run.cut(how)
            await mailbox.send(octets('sent after the cut'))

            const { texts, ends, saw } = await run.ask('upTo', 'sent after the cut')
            expect(texts).toEqual(['one', 'lost on its way', 'sent after the cut'])
            const told = [...ends, ...saw.filter((what) => TELLS_OF_A_CUT.test(what))]
            if (!POLLS.includes(transport.id)) expect(told).not.toEqual([])
          })

        if (untold)
          test('a message up may be lost, and nobody is told', async () => {
            await using run = await suite.run(transport, browser, ['up'])
            expect(await run.open()).toBeUndefined()
            const lost = run.lose('client-to-server')
            expect(await run.ask('send', 'lost on its way')).toBeUndefined()
            await lost
            await run.cut(how)
          })

        // A browser sends again by itself what a connection left unanswered that it had used before, and only that.
        const before = how === 'close' ? [] : ['one']
        if (carriesUp && !untold)
          test('no message up is lost in silence, and the next one arrives', async () => {
            await using run = await suite.run(transport, browser, ['up'])
            expect(await run.open()).toBeUndefined()
            for (const text of before) {
              expect(await run.ask('send', text)).toBeUndefined()
              await (await run.server).inbox.text(text)
            }

            const lost = run.lose('client-to-server')
            const refused = run.ask('send', 'lost on its way').then((reason) => reason ?? new Promise<never>(() => {}))
            await lost
            await run.cut(how)
            const arrived = run.server.then(({ inbox }) => inbox.text('lost on its way'))
            const told = await Promise.race([refused, run.ask('ended'), arrived.then(() => 'sent again')])
            expect(told).toEqual(expect.any(String))

            await run.ask('sendAnew', 'after the cut')
            const { inbox } = await run.server
            await inbox.text('after the cut')
            const again = told === 'sent again' ? ['lost on its way'] : []
            expect(inbox.texts).toEqual([...before, ...again, 'after the cut'])
          })
      },
    )
  })
})

// Nothing runs beside these, since the process is weighed.
const browsers = launched.flatMap(([name, browser]) => (typeof browser === 'string' ? [] : { name, browser }))
const slowable = TRANSPORTS.filter(({ ways, alone }) => ways.includes('down') && !alone)
/** Over TCP the relay does not read, and any browser will do; over QUIC only the browser itself can hold the server back. */
const slow = slowable.flatMap((transport) =>
  browsers.slice(0, OVER_QUIC.includes(transport.id) ? browsers.length : 1).map((one) => ({ transport, ...one })),
)
describe.runIf(slow.length > 0)('a client that does not read', () => {
  test.for(slow)('holds the server back: $transport.id, $name', async ({ transport, browser }, { annotate }) => {
    await using run = await suite.run(transport, browser, ['down'])
    const opened = run.open()
    const { mailbox } = await run.server
    for (let sent = 0; sent < WARM_UP; sent++) await mailbox.send(MESSAGE.slice())
    expect(await opened).toBeUndefined()
    await run.ask('count', WARM_UP)
    await run.stopReading()

    const before = await serverMemory()
    const sent = await flood(mailbox)
    const grown = (await serverMemory()) - before
    await annotate(
      `${sent} of ${FLOOD} million octets sent; ${mailbox.octets} of them in the mailbox, ${grown} more in the server`,
    )
    expect(sent).toBeLessThan(FLOOD)
    expect(mailbox.octets).toBeLessThanOrEqual(LIMITS.maxMailboxOctets + MESSAGE_OCTETS)
    expect(grown).toBeLessThan(OVER_QUIC.includes(transport.id) ? MAX_HELD_OVER_QUIC : MAX_HELD_OCTETS)
  })
})

/** Of two peers in the page none is the server, and a page takes what comes: what is written faster waits at the one that writes. */
const peers = TRANSPORTS.filter(({ alone }) => alone).flatMap((transport) =>
  browsers.map((one) => ({ transport, ...one })),
)
describe.runIf(peers.length > 0)('a peer that is slower than the other', () => {
  test.for(peers)(
    'costs the server nothing, and the other no more than it may: $transport.id, $name',
    async ({ transport, browser }, { annotate }) => {
      await using run = await suite.run(transport, browser, transport.ways)
      expect(await run.open()).toBeUndefined()
      const { mailbox } = await run.server
      const before = await serverMemory()
      const { came, waited } = await run.ask('floodBetweenPeers', PEERS_FLOOD, MESSAGE_OCTETS)
      const grown = (await serverMemory()) - before
      await annotate(`${came} million octets came; at most ${waited} waited, ${grown} more in the server`)
      expect(came).toBe(PEERS_FLOOD)
      expect(waited).toBeLessThanOrEqual(MAX_WAITING_OCTETS)
      expect(mailbox.octets).toBe(0)
      expect(grown).toBeLessThan(MAX_HELD_OCTETS)
    },
  )
})

/** Sends a flood of messages, until it is over or the mailbox has taken none for a while; tells how many it took. */
function flood(mailbox: Mailbox): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  let sent = 0
  const stalled = setTimeout(() => resolve(sent), STALLED_MS)
  async function send() {
    for (; sent < FLOOD; sent++) {
      await mailbox.send(MESSAGE.slice())
      stalled.refresh()
    }
  }
  send().catch(() => {}) // The run ends before it does.
  return promise
}
