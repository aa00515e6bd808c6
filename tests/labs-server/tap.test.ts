/** The tap: the same octets as an independent relay sees, and one record for each read and write. */
import { describe, expect, test } from 'vitest'
import { DIRECTIONS } from '#wire/pdu.ts'
import { get, RawClient } from './raw-client.ts'
import { Relay } from './relay.ts'
import { labUrl, newSession, portOf, runningServer } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

/** A lab, a witness between it and a client, and a page that watches. */
async function witnessed(lab: string) {
  const stack = new AsyncDisposableStack()
  const session = newSession()
  const server = stack.use(await runningServer())
  const relay = stack.use(await Relay.to(portOf(server.urls.labs)))
  const client = stack.use(await RawClient.connect(relay.port))
  const page = stack.use(await ViewingPage.watching(server, session, { lab }))
  return {
    client,
    page,
    url: (path: string) => new URL(path, labUrl(server, session, lab)),
    relayed: (direction: (typeof DIRECTIONS)[number]) =>
      Buffer.concat(relay.connections[0]?.[direction] ?? []).toString('latin1'),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

describe('sees the octets that an independent relay sees', () => {
  const requests: readonly { readonly name: string; readonly lab: string; readonly path: string }[] = [
    { name: 'a response with Content-Length', lab: 'keep-alive', path: 'image/1?keepAlive=off' },
    { name: 'chunked coding', lab: 'message-end', path: 'message?interval=0&writes=20' },
    { name: 'chunked coding with trailers', lab: 'message-end', path: 'message?interval=0&trailers=on' },
    { name: 'content that ends by closing', lab: 'message-end', path: 'message?interval=0&framing=close' },
    { name: 'HTTP/1.0', lab: 'message-end', path: 'message?interval=0&version=1.0&framing=close' },
    { name: 'a problem', lab: 'message-end', path: 'nowhere' },
  ]
  for (const { name, lab, path } of requests) {
    test(name, async () => {
      await using lane = await witnessed(lab)
      lane.client.end(get(lane.url(path)))
      await lane.client.untilEnd()
      await lane.page.until(() => lane.page.count('end') === 2)
      for (const direction of DIRECTIONS) expect(lane.page.text(1, direction)).toBe(lane.relayed(direction))
      expect(lane.page.text(1, 'server-to-client')).toBe(lane.client.text)
    })
  }

  test('pipelined requests, in a few reads that cut them anywhere', async () => {
    await using lane = await witnessed('keep-alive')
    const octets = get(lane.url('image/1')) + get(lane.url('image/2')) + get(lane.url('image/3'))
    for (let at = 0; at < octets.length; at += 50) lane.client.write(octets.slice(at, at + 50))
    lane.client.end()
    await lane.client.untilEnd()
    await lane.page.until(() => lane.page.count('end') === 2)
    expect(lane.client.text.match(/HTTP\/1\.1 200 OK/g)).toHaveLength(3)
    for (const direction of DIRECTIONS) expect(lane.page.text(1, direction)).toBe(lane.relayed(direction))
  })

  test('a megabyte of content that is refused', async () => {
    await using lane = await witnessed('back-channel')
    const content = 'x'.repeat(2 ** 20)
    const { pathname } = lane.url('up')
    lane.client.end(
      `POST ${pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
    )
    await lane.client.untilEnd()
    await lane.page.until(() => lane.page.count('end') === 2)
    expect(lane.client.text).toMatch(/^HTTP\/1\.1 413 .*LAB_TOO_LARGE/s)
    for (const direction of DIRECTIONS) expect(lane.page.text(1, direction)).toBe(lane.relayed(direction))
  })

  test('a client that goes away: what it got is a prefix of the record', async () => {
    await using lane = await witnessed('message-end')
    lane.client.write(get(lane.url('message?writes=20&interval=50')))
    await lane.client.until((text) => text.includes('write 2'))
    lane.client.socket.resetAndDestroy()
    await lane.page.until(() => lane.page.count('close') === 1)
    expect(lane.page.text(1, 'client-to-server')).toBe(lane.relayed('client-to-server'))
    expect(lane.page.text(1, 'server-to-client').startsWith(lane.client.text)).toBe(true)
    expect(lane.page.trace.connection(1)?.closedHow).toBe('reset')
  })
})

describe('records', () => {
  test('a client that says it sends no more, and still gets the whole answer', async () => {
    await using lane = await witnessed('message-end')
    lane.client.end(get(lane.url('message?writes=2&interval=50')))
    expect(await lane.client.untilEnd()).toMatch(/write 2 .*\r\n0\r\n\r\n$/s)
    await lane.page.until(() => lane.page.count('close') === 1)
    const ends = lane.page.records.filter((record) => record.kind === 'end')
    expect(ends.map((record) => record.direction)).toEqual(['client-to-server', 'server-to-client'])
  })

  test('what the server hands over together as one write, with its pieces', async () => {
    await using lane = await witnessed('message-end')
    lane.client.end(get(lane.url('message?writes=1&interval=0')))
    await lane.client.untilEnd()
    await lane.page.until(() => lane.page.count('close') === 1)
    const chunk = lane.page.records.find(
      (record) => record.kind === 'octets' && Buffer.from(record.octets).toString().startsWith('1b\r\n'),
    )
    // chunk-size, CRLF, chunk-data, CRLF; the last chunk follows in the same tick, and so in the same write.
    expect(chunk).toMatchObject({ pieces: [2, 2, 27, 2, 5] })
  })

  test('times to the microsecond, counted from the start of the run, never backwards', async () => {
    await using lane = await witnessed('message-end')
    lane.client.end(get(lane.url('message?interval=10')))
    await lane.client.untilEnd()
    await lane.page.until(() => lane.page.count('close') === 1)
    const times = lane.page.records.map((record) => record.at)
    expect(times[0]).toBe(0)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
    expect(times.every((at) => Math.abs(at * 1000 - Math.round(at * 1000)) < 1e-6)).toBe(true)
  })
})
