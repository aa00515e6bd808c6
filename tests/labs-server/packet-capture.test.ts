/** The tap against a packet capture of the loopback interface: the same octets on every connection, in both directions. */
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import { DIRECTIONS } from '#wire/pdu.ts'
import { PacketCapture, textOf, whyNoCapture } from './packet-capture.ts'
import { get, RawClient } from './raw-client.ts'
import { labUrl, newSession, portOf, runningServer } from './running-server.ts'
import { ViewingPage } from './viewing-page.ts'

const missing = whyNoCapture()
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))

if (missing) console.warn(`${missing}: the tap was not compared with packets`)

/** A lab whose packets are captured, a client, and a page that watches. */
async function captured(lab: string, host = '127.0.0.1') {
  const stack = new AsyncDisposableStack()
  const session = newSession()
  const server = stack.use(await runningServer())
  const port = portOf(server.urls.labs)
  const capture = stack.use(await PacketCapture.of(port))
  const client = stack.use(await RawClient.connect(port, host))
  const page = stack.use(await ViewingPage.watching(server, session, { lab }))
  const { localAddress, localPort } = client.socket
  const address = host.includes(':') ? `[${localAddress}]:${localPort}` : `${localAddress}:${localPort}`
  return {
    capture,
    client,
    page,
    address,
    url: (path: string) => new URL(path, labUrl(server, session, lab)),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

type Captured = Awaited<ReturnType<typeof captured>>

/** Waits for the end of the one connection on the wire and in the tap, and compares. */
async function expectSameOctets({ capture, page, address }: Captured) {
  const onTheWire = await capture.connectionOf(address)
  await page.until(() => page.count('close') === 1)
  for (const direction of DIRECTIONS) {
    const passed = textOf(onTheWire, direction)
    expect(page.text(1, direction) === passed, `${direction}: the tap's octets are those of the packets`).toBe(true)
    expect(passed).not.toBe('')
  }
  expect(capture.read().problems).toEqual([])
  return onTheWire
}

describe.skipIf(missing !== undefined)(
  `sees the octets of the packets${missing ? ` (not run: ${missing})` : ''}`,
  () => {
    const requests: readonly (readonly [name: string, lab: string, path: string])[] = [
      ['a response with Content-Length', 'keep-alive', 'image/1?keepAlive=off'],
      ['chunked coding with trailers', 'message-end', 'message?interval=10&trailers=on'],
      ['content that ends by closing', 'message-end', 'message?interval=10&framing=close'],
    ]
    test.each(requests)('%s', async (_, lab, path) => {
      await using lane = await captured(lab)
      lane.client.end(get(lane.url(path)))
      await lane.client.untilEnd()
      const onTheWire = await expectSameOctets(lane)
      expect(textOf(onTheWire, 'server-to-client')).toBe(lane.client.text)
    })

    test('pipelined requests, in reads that cut them anywhere', async () => {
      await using lane = await captured('keep-alive')
      const octets = get(lane.url('image/1')) + get(lane.url('image/2')) + get(lane.url('image/3'))
      for (let at = 0; at < octets.length; at += 50) lane.client.write(octets.slice(at, at + 50))
      lane.client.end()
      await lane.client.untilEnd()
      await expectSameOctets(lane)
    })

    test('a megabyte of content that is refused', async () => {
      await using lane = await captured('back-channel')
      const content = 'x'.repeat(2 ** 20)
      lane.client.end(
        `POST ${lane.url('up').pathname} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
      )
      await lane.client.untilEnd()
      await expectSameOctets(lane)
    })

    test.skipIf(!hasIpv6)(`over IPv6${hasIpv6 ? '' : ' (not run: this machine has no ::1)'}`, async () => {
      await using lane = await captured('keep-alive', '::1')
      lane.client.end(get(lane.url('image/1?keepAlive=off')))
      await lane.client.untilEnd()
      await expectSameOctets(lane)
    })

    test('each write of the server is a segment of its own', async () => {
      await using lane = await captured('message-end')
      lane.client.end(get(lane.url('message?writes=3&interval=40')))
      await lane.client.untilEnd()
      const onTheWire = await expectSameOctets(lane)
      const inTheTap = lane.page.trace.connection(1)
      const writes = inTheTap?.passages['server-to-client'] ?? []
      // They are smaller than the loopback interface's largest segment.
      expect(onTheWire.passages['server-to-client'].map(({ start }) => start)).toEqual(writes.map(({ start }) => start))
    })
  },
)
