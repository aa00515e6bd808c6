/** The connection that the emulated path loses: once a run, in three ways, seen by the client and marked in the trace. */
import { describe, expect, test } from 'vitest'
import { openFile } from '#wire/formats/open-file.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { exported, fileOf } from '../wire/formats/runs.ts'
import { pathServer } from './path-server.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer, startRun } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

const AFTER = 500

/** A run of the bench whose way down is lost, a page that watches it, and a client of the way down. */
async function lossyBench(switches: Record<string, unknown>) {
  const stack = new AsyncDisposableStack()
  const session = newSession()
  const server = stack.use(await runningServer())
  await startRun(server, session, 'bench', { messagesDown: 20, interval: 0, size: 100, cutAfter: AFTER, ...switches })
  const page = stack.use(await ViewingPage.watching(server, session, { lab: 'bench' }))
  const request = get(new URL('fetch-stream/?after=0', labUrl(server, session, 'bench')))
  return {
    page,
    /** Asks for the way down on a connection of its own. */
    client: async () => stack.use(await RawClient.connect(portOf(server.urls.labs))).write(request),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** The kinds of records that say the path did it. */
function marksOf(records: readonly TraceRecord[]): readonly string[] {
  return records.filter((record) => 'by' in record && record.by === 'path').map(({ kind }) => kind)
}

describe('the connection that is lost', () => {
  test('close: the client gets so many octets and a FIN, the trace says who closed', async () => {
    await using bench = await lossyBench({ cut: 'close' })
    const client = await bench.client()
    expect((await client.untilEnd()).length).toBe(AFTER)
    await bench.page.until(() => bench.page.count('close') === 1)
    expect(bench.page.records.at(-2)).toMatchObject({ kind: 'end', direction: 'server-to-client', by: 'path' })
    expect(bench.page.records.at(-1)).toMatchObject({ kind: 'close', how: 'closed', by: 'path' })
    expect(bench.page.text(1, 'server-to-client')).toBe(client.text)
    client.end()
    expect(await client.untilClosed()).toBe('closed')
  })

  test('reset: the client is told of it by a RST', async () => {
    await using bench = await lossyBench({ cut: 'reset' })
    const client = await bench.client()
    expect(await client.untilClosed()).toBe('reset')
    await bench.page.until(() => bench.page.count('close') === 1)
    expect(bench.page.records.at(-1)).toMatchObject({ kind: 'close', how: 'reset', by: 'path' })
    expect(bench.page.text(1, 'server-to-client')).toHaveLength(AFTER)
  })

  test('half-close: nothing more comes down, and octets still go up', async () => {
    await using bench = await lossyBench({ cut: 'half-close' })
    const client = await bench.client()
    expect((await client.untilEnd()).length).toBe(AFTER)
    await bench.page.until(() => bench.page.count('end') === 1)
    expect(bench.page.records.at(-1)).toMatchObject({ kind: 'end', direction: 'server-to-client', by: 'path' })
    client.write('more up')
    await bench.page.until(() => bench.page.text(1, 'client-to-server').endsWith('more up'))
    client.end()
    await bench.page.until(() => bench.page.count('close') === 1)
    expect(bench.page.text(1, 'server-to-client')).toHaveLength(AFTER)
    expect(bench.page.trace.connection(1)).toMatchObject({
      endedByPath: { 'client-to-server': false, 'server-to-client': true },
      closedByPath: false,
    })
  })

  test('is one of a run: a client that comes back is served whole', async () => {
    await using bench = await lossyBench({ cut: 'reset', messagesUp: 0 })
    await (await bench.client()).untilClosed()
    const again = await bench.client()
    await again.until((text) => text.length > 20 * 100)
  })

  test('by time: the one that has carried the most is lost', async () => {
    await using bench = await lossyBench({ cut: 'close', cutAfterTime: 100, messagesUp: 1 })
    const [first, second] = [await bench.client(), await bench.client()]
    const few = first.write(get('/nothing-here'))
    await few.untilEnd()
    await bench.page.until(() => bench.page.count('close') === 1)
    const lost = bench.page.trace.connections.find(({ closedByPath }) => closedByPath)
    const other = bench.page.trace.connections.find(({ closedByPath }) => !closedByPath)
    // The other goes on: what counts is what each had carried when one was lost.
    const down = (connection: typeof lost) =>
      connection?.passages['server-to-client'].findLast(({ at }) => at <= (lost?.closedAt ?? 0))?.end ?? 0
    expect(down(lost)).toBeGreaterThanOrEqual(down(other))
    expect(second.text.length).toBeGreaterThan(0)
  })

  test('is over for the server at once, though the client holds on', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>()
    await using server = await pathServer({ cut: { how: 'close', afterOctets: 50 } }, (_, response) => {
      response.on('close', resolve)
      response.write('x'.repeat(100))
    })
    using client = await RawClient.connect(server.port)
    client.write(get('/'))
    await gone
    expect(client.socket.destroyed).toBe(false)
  })

  test('after 0 octets: before the first', async () => {
    await using bench = await lossyBench({ cut: 'close', cutAfter: 0 })
    expect(await (await bench.client()).untilEnd()).toBe('')
  })

  test.each(['close', 'reset', 'half-close'])('%s: is the same after its way through files', async (cut) => {
    await using bench = await lossyBench({ cut })
    const client = await bench.client()
    await client.untilEnd()
    client.end()
    await bench.page.until(() => bench.page.count('close') === 1)
    const marks = marksOf(bench.page.records)
    expect(marks).toEqual(cut === 'close' ? ['end', 'close'] : cut === 'reset' ? ['close'] : ['end'])
    for (const format of ['recording', 'pcapng'] as const) {
      const file = fileOf(format, exported(bench.page.records))
      const { records } = await openFile([typeof file === 'string' ? new TextEncoder().encode(file) : file])
      expect(marksOf(records), format).toEqual(marks)
    }
  })
})
