/** Polling and long polling: their server halves by plain requests, and their client halves against them. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { connect as longPollingClient } from '#labs-server/transports/long-polling/client.ts'
import { routes as longPolling } from '#labs-server/transports/long-polling/server.ts'
import { toLine } from '#labs-server/transports/numbered-line.ts'
import { connect as pollingClient } from '#labs-server/transports/polling/client.ts'
import { routes as polling } from '#labs-server/transports/polling/server.ts'
import { get, RawClient } from '../labs-server/raw-client.ts'
import { ClientHalf, numbered } from './client-half.ts'
import { everyOctet, MailboxServer } from './mailbox-server.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const SIZES = [0, 1, 125, 126, 65_535, 65_536, 1_000_000].map(everyOctet)

const WAYS = { polling: [polling, pollingClient], 'long-polling': [longPolling, longPollingClient] } as const

describe.each(Object.entries(WAYS))('%s', (_, [routes, connect]) => {
  test('answers with all the messages after a number, a line each, and the length known', async () => {
    await using server = await MailboxServer.start(routes)
    for (const text of ['one', 'two', 'three']) await server.mailbox.send(octets(text))
    const answer = await server.ask('?after=1')
    expect(answer.headers.get('Content-Length')).toBe('18')
    expect(answer.headers.get('Content-Type')).toBe('text/plain; charset=utf-8')
    expect(await answer.text()).toBe('2 "two"\n3 "three"\n')
  })

  test('answers with 410 and a sentence when what is asked for is no longer kept', async () => {
    await using server = await MailboxServer.start(routes, { maxOctets: 8 })
    for (const text of ['four', 'four']) await server.mailbox.send(octets(text))
    await server.ask('?after=0')
    await server.mailbox.send(octets('more'))
    const answer = await server.ask('?after=0')
    expect(answer.status).toBe(410)
    expect(await answer.json()).toMatchObject({ detail: 'Message 1 is no longer kept. Press Run to begin again.' })
  })

  test.each(['x', '-1', '1.5', '9999999999'])('refuses "after=%s" in a sentence', async (after) => {
    await using server = await MailboxServer.start(routes)
    const answer = await server.ask(`?after=${after}`)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ detail: '"after" is a whole number.' })
  })

  test('codes whole answers with gzip for clients that take it, and for no others', async () => {
    await using server = await MailboxServer.start(routes, { options: { gzip: true } })
    await server.mailbox.send(octets('one'))
    const coded = await server.ask('', { headers: { 'Accept-Encoding': 'gzip' } })
    expect([coded.headers.get('Content-Encoding'), await coded.text()]).toEqual(['gzip', '1 "one"\n'])
    const plain = await server.ask('', { headers: { 'Accept-Encoding': 'identity' } })
    expect([plain.headers.get('Content-Encoding'), await plain.text()]).toEqual([null, '1 "one"\n'])
  })

  test.each([
    [{ keepAlive: false }, 'Connection: close'],
    [{ keepAliveTimeout: 7 }, 'Keep-Alive: timeout=7'],
  ])('says of its connection what %o says', async (options, field) => {
    await using server = await MailboxServer.start(routes, { options })
    await server.mailbox.send(octets('one'))
    using client = await RawClient.connect(server.port)
    client.write(get('/'))
    await client.until((text) => text.includes('"one"\n'))
    expect(client.text).toContain(`\r\n${field}\r\n`)
  })

  test('brings a client every message once and in order, of any size and with every octet value', async () => {
    await using server = await MailboxServer.start(routes, { options: { pollInterval: 0 } })
    using client = await ClientHalf.connect(connect, server.url, { options: { pollInterval: 0 } })
    for (const [index, message] of SIZES.entries()) {
      await server.mailbox.send(message)
      await client.untilReceived(index + 1)
    }
    expect(client.received).toEqual(numbered(SIZES))
  })

  test('asks each time for another address, so that no cache makes two wait for each other', async () => {
    await using server = await MailboxServer.start(routes, { options: { pollHold: 1 } })
    using client = await ClientHalf.connect(connect, server.url, { options: { pollInterval: 0 } })
    await client.untilSeen('fetch() resolved', 3)
    expect(client.of.slice(0, 3)).toEqual(['?after=0&poll=1', '?after=0&poll=2', '?after=0&poll=3'])
  })

  test('goes on after the number that the client has', async () => {
    await using server = await MailboxServer.start(routes)
    for (const text of ['one', 'two', 'three']) await server.mailbox.send(octets(text))
    using client = await ClientHalf.connect(connect, server.url, { after: 2 })
    await client.untilReceived(1)
    expect(client.received).toEqual(numbered([octets('three')], 3))
  })

  test('asks again when an answer is cut, and takes nothing of it', async () => {
    await using cutting = await cuttingServer(toLine(1, octets('one')) + toLine(2, octets('two')))
    using client = await ClientHalf.connect(connect, cutting.url, { options: { pollInterval: 0 } })
    await client.untilReceived(2)
    expect(client.seen.filter((what) => what === 'poll failed')).toHaveLength(1)
    expect(client.received).toEqual(numbered([octets('one'), octets('two')]))
  })

  test('gives up in a sentence when three polls in a row fail', async () => {
    await using server = await MailboxServer.start(routes, { maxOctets: 8 })
    for (const text of ['four', 'four']) await server.mailbox.send(octets(text))
    await server.ask('?after=0')
    await server.mailbox.send(octets('more'))
    using client = await ClientHalf.connect(connect, server.url, { options: { pollInterval: 0 } })
    await expect(client.ended).rejects.toThrow('3 polls in a row failed. Error: The server answered with 410.')
  })

  test('ends when it is closed', async () => {
    await using server = await MailboxServer.start(routes)
    using client = await ClientHalf.connect(connect, server.url)
    client.close()
    await client.ended
    expect(client.seen).not.toContain('poll failed')
  })
})

test('a poll is answered at once with 204 when there is nothing', async () => {
  await using server = await MailboxServer.start(polling)
  const answer = await server.ask('?after=0')
  expect([answer.status, await answer.text()]).toEqual([204, ''])
})

describe('a long poll', () => {
  test('is answered when there is a message', async () => {
    await using server = await MailboxServer.start(longPolling)
    const answer = server.ask('?after=0')
    await server.mailbox.opened
    await server.mailbox.send(octets('one'))
    expect(await (await answer).text()).toBe('1 "one"\n')
  })

  test('is answered with 204 when it has been held long enough, and not before', async () => {
    await using server = await MailboxServer.start(longPolling, { options: { pollHold: 100 } })
    const asked = performance.now()
    expect((await server.ask('?after=0')).status).toBe(204)
    // Timers may be a millisecond early.
    expect(performance.now() - asked).toBeGreaterThanOrEqual(99)
  })

  test('loses nothing when its client goes before the answer', async () => {
    await using server = await MailboxServer.start(longPolling)
    const gone = new AbortController()
    const answer = server.ask('?after=0', { signal: gone.signal })
    await server.mailbox.opened
    gone.abort()
    await expect(answer).rejects.toThrow()
    await server.mailbox.send(octets('one'))
    expect(await (await server.ask('?after=0')).text()).toBe('1 "one"\n')
  })
})

/** A server that breaks off in the middle of its first answer, and gives it whole to whoever asks again. */
async function cuttingServer(content: string) {
  let asked = 0
  const server = createServer((request, response) => {
    asked += 1
    if (asked > 1 && !request.url?.includes('after=0')) return
    response.setHeader('Content-Length', content.length)
    if (asked > 1) response.end(content)
    else response.write(content.slice(0, -3), () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
