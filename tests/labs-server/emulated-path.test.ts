/** The emulated path: late by half a round trip each way, in order, bounded. */
import { describe, expect, test } from 'vitest'
import { BARE_PATH } from '#labs/path-options.ts'
import { LIMITS } from '#labs-server/limits.ts'
import { EmulatedPath } from '#labs-server/path/emulated-path.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

const ROUND_TRIP_MS = 60

function octetRecords(page: ViewingPage) {
  return page.records.filter((record): record is TraceRecord & { kind: 'octets' } => record.kind === 'octets')
}

describe('a lab with a round-trip time', () => {
  test('takes a handshake and a round trip for the first request, and one round trip for the next', async () => {
    const session = newSession()
    await using server = await runningServer()
    await startRun(server, session, 'keep-alive', { roundTrip: ROUND_TRIP_MS })
    using page = await ViewingPage.watching(server, session, { lab: 'keep-alive' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    const url = labUrl(server, session, 'keep-alive')

    client.write(get(new URL('image/1', url)))
    await client.until((text) => text.includes('</svg>'))
    client.write(get(new URL('image/2', url)))
    await page.until(() => octetRecords(page).length === 4)

    const openedAt = page.trace.connection(1)?.openedAt ?? 0
    const [request1, response1, request2, response2] = octetRecords(page)
    if (!request1 || !response1 || !request2 || !response2) throw new Error('records are missing')
    // Seen at once, held by the path, answered, held again.
    expect(request1.at + (request1.heldMs ?? 0) - openedAt).toBeGreaterThanOrEqual(1.5 * ROUND_TRIP_MS - 0.001)
    expect(request1.heldMs).toBeGreaterThanOrEqual(ROUND_TRIP_MS / 2)
    expect(response1.at - openedAt).toBeGreaterThanOrEqual(2 * ROUND_TRIP_MS)
    expect(request2.heldMs).toBeCloseTo(ROUND_TRIP_MS / 2, 3)
    expect(response2.at - request2.at).toBeGreaterThanOrEqual(ROUND_TRIP_MS)
    expect(response2.heldMs).toBeGreaterThanOrEqual(ROUND_TRIP_MS / 2)
  })

  test('keeps the order of writes, and the end behind them', async () => {
    const session = newSession()
    await using server = await runningServer()
    await startRun(server, session, 'keep-alive', { roundTrip: ROUND_TRIP_MS })
    using page = await ViewingPage.watching(server, session, { lab: 'keep-alive' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    const url = labUrl(server, session, 'keep-alive')

    client.end([1, 2, 3].map((number) => get(new URL(`image/${number}`, url))).join(''))
    const text = await client.untilEnd()
    await page.until(() => page.count('close') === 1)
    expect([...text.matchAll(/hsl\((\d+) /g)].map(([, hue]) => hue)).toEqual(['9', '18', '27'])
    expect(page.text(1, 'server-to-client')).toBe(text)
  })

  test('a lab without one holds nothing', async () => {
    const session = newSession()
    await using server = await runningServer()
    await startRun(server, session, 'keep-alive', { roundTrip: 0 })
    using page = await ViewingPage.watching(server, session, { lab: 'keep-alive' })
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write(get(new URL('image/1', labUrl(server, session, 'keep-alive'))))
    await page.until(() => octetRecords(page).length === 2)
    expect(octetRecords(page).every((record) => record.heldMs === undefined)).toBe(true)
  })
})

/** A path with this round-trip time, which holds ten octets in each direction. */
function shortPath(roundTripMs: number): EmulatedPath {
  const limits = { ...LIMITS, maxHeldOctets: 10 }
  return new EmulatedPath({ ...BARE_PATH, roundTripMs }, { openedAt: performance.now(), limits })
}

describe('one direction', () => {
  test('is full at its limit, and says when there is room', async () => {
    const path = shortPath(2)
    const left: string[] = []
    const enter = (name: string, octets: number) =>
      path.hold('server-to-client', performance.now(), octets, () => left.push(name) > 0)
    expect(enter('a', 9)).toBe(true)
    expect(enter('b', 9)).toBe(false)
    await new Promise<void>((resolve) => path.onRoom('server-to-client', resolve))
    expect(left[0]).toBe('a')
  })

  test('stops while what leaves is not wanted', async () => {
    const path = shortPath(2)
    const { promise: first, resolve: firstLeft } = Promise.withResolvers<void>()
    const { promise: second, resolve: secondLeft } = Promise.withResolvers<void>()
    let wanted = false
    path.hold('client-to-server', performance.now(), 1, () => {
      firstLeft()
      return false
    })
    path.hold('client-to-server', performance.now(), 1, () => {
      expect(wanted).toBe(true)
      secondLeft()
      return true
    })
    await first
    wanted = true
    path.resume('client-to-server')
    await second
  })

  test('forgets what it holds when the connection is gone, and holds nothing more', async () => {
    const path = shortPath(2)
    const other = shortPath(4)
    path.hold('client-to-server', performance.now(), 1, () => expect.unreachable())
    path.clear()
    path.hold('server-to-client', performance.now(), 1, () => expect.unreachable())
    const { promise, resolve } = Promise.withResolvers<void>()
    other.hold('server-to-client', performance.now(), 1, () => {
      resolve()
      return true
    })
    await promise
  })

  test('does not hold what nothing delays', () => {
    const path = shortPath(0)
    const at = performance.now()
    expect(path.heldMs('server-to-client', at, 5)).toBeUndefined()
    const held: (number | undefined)[] = []
    path.hold('server-to-client', at, 5, (heldMs) => held.push(heldMs) > 0)
    expect(held).toEqual([undefined])
  })
})
