/** A run with a middlebox: both wires are in its trace, told apart, and every octet of them is in a unit. */
import { describe, expect, test, vi } from 'vitest'
import { TappedSocket } from '#labs-server/tap/tapped-socket.ts'
import { openFile } from '#wire/formats/open-file.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { exported, fileOf } from '../wire/formats/runs.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

describe.each(['buffering', 'stripping', 'impatient'])('%s', (middlebox) => {
  test('a message posted through it is seen at the middlebox and at the server', async () => {
    const session = newSession()
    await using server = await runningServer()
    const { run } = await startRun(server, session, 'bench', { middlebox, roundTrip: 20 })
    using page = await ViewingPage.watching(server, session, { lab: 'bench' })
    using client = await RawClient.connect(portOf(server.urls.middlebox))
    const target = labUrl(server, session, 'bench').pathname
    client.write(get(`${target}nothing-here`, 'Connection: close\r\n'))
    await client.untilEnd()
    client.end()
    await page.until(() => page.count('close') === 2)

    const { connections } = page.trace
    expect(connections.map(({ seenAt }) => seenAt)).toEqual(['middlebox', 'server'])
    const [atMiddlebox, atServer] = connections
    // The path lies between client and middlebox.
    expect(atMiddlebox?.longestHeldMs).toBeGreaterThan(0)
    expect(atServer?.longestHeldMs).toBe(0)
    expect(page.text(2, 'client-to-server')).toContain('Via: 1.1 two-way-web')
    expect(page.text(1, 'server-to-client')).toContain('Via: 1.1 two-way-web')

    const log = new UnitLog(run)
    for (const record of page.records) log.append(record)
    for (const connection of log.trace.connections) {
      for (const direction of DIRECTIONS) {
        const units = [...log.units, ...log.pending()].filter(
          (logged) => logged.connection === connection && logged.unit.direction === direction,
        )
        const covered = units.flatMap(({ unit }) => unit.ranges).reduce((sum, { start, end }) => sum + end - start, 0)
        expect(covered).toBe(connection.streams[direction].length)
      }
    }
  })
})

test('which side of the middlebox a connection is on is kept in files', async () => {
  const records = (['middlebox', 'server', undefined] as const).flatMap((seenAt, place) => [
    { kind: 'open', connection: place + 1, at: 0, ...(seenAt && { seenAt }) } as const,
    { kind: 'end', connection: place + 1, at: 1, direction: 'client-to-server' } as const,
  ])
  for (const format of ['recording', 'pcapng'] as const) {
    const file = fileOf(format, exported(records))
    const opened = await openFile([typeof file === 'string' ? new TextEncoder().encode(file) : file])
    const sides = opened.records.flatMap((record) => (record.kind === 'open' ? [record.seenAt] : []))
    expect(sides, format).toEqual(['middlebox', 'server', undefined])
  }
})

test('a run without a middlebox has no address there', async () => {
  const session = newSession()
  await using server = await runningServer()
  await startRun(server, session, 'bench')
  using client = await RawClient.connect(portOf(server.urls.middlebox))
  client.write(get(labUrl(server, session, 'bench').pathname))
  const text = await client.untilEnd()
  expect(text).toMatch(/^HTTP\/1\.1 404 /)
  expect(text).toContain('The current run has no middlebox.')
})

test('TCP_NODELAY is switched off on the real socket, when a run asks for it', async () => {
  const setNoDelay = vi.spyOn(TappedSocket.prototype, 'setNoDelay')
  const session = newSession()
  await using server = await runningServer()
  for (const noDelay of [true, false]) {
    await startRun(server, session, 'bench', { noDelay })
    using client = await RawClient.connect(portOf(server.urls.labs))
    client.write(get(`${labUrl(server, session, 'bench').pathname}nothing-here`))
    await client.until((text) => text.includes('404'))
  }
  expect(setNoDelay.mock.calls).toEqual([[false]])
  setNoDelay.mockRestore()
})

test('pages may reach the middlebox: its port is in the Content-Security-Policy', async () => {
  await using server = await runningServer()
  const { headers } = await fetch(new URL('api/status', server.urls.site))
  const port = portOf(server.urls.middlebox)
  expect(headers.get('Content-Security-Policy')).toMatch(new RegExp(`connect-src [^;]*http://localhost:${port} `))
  expect(headers.get('Content-Security-Policy')).toMatch(new RegExp(`connect-src [^;]*ws://localhost:${port}`))
})
