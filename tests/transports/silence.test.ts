/**
 * Over UDP no FIN and no RST tells that the other end has gone: there is only silence, and each end has to notice it by itself. How
 * pages do in each browser, and WebRTC's peers, is in the contract of transports; here are both ends of a session.
 */
import { once } from 'node:events'
import { describe, expect, test } from 'vitest'
import type { Channel } from '#transports/channel.ts'
import type { ChildSession } from '#transports/web-transport/child-session.ts'
import type { DenoChild } from '#transports/web-transport/deno-child.ts'
import { DenoService } from '#transports/web-transport/deno-service.ts'
import { UdpRelay } from '../contract/udp-relay.ts'
import { portOf } from '../labs-server/running-server.ts'
import { BrowserPage } from './browser-page.ts'
import { hasDeno } from './has-deno.ts'

/** In the page: how a channel ends, once it does. */
const howItEnds = ({ ended }: Channel) => ended.then(() => 'in order', String)

// Each end waits as long as it takes to be sure.
describe('silence is noticed', { concurrent: true, timeout: 40_000 }, () => {
  test.runIf(hasDeno).for([
    ['at both ends of a WebTransport session whose packets are lost', (_: DenoChild, relay: UdpRelay) => relay.cut()],
    [
      'at both ends of a WebTransport session whose server is killed',
      ({ process }: DenoChild) => void process.kill('SIGKILL'),
    ],
  ] as const)('%s', async ([, cut], { onTestFinished }) => {
    await using browser = await BrowserPage.open()
    const { promise: opened, resolve } = Promise.withResolvers<ChildSession>()
    const over = new AbortController()
    onTestFinished(() => over.abort())
    const child = await new DenoService(resolve).child(over.signal)
    await using relay = await UdpRelay.to(portOf(child.origin))
    const served = { url: `https://127.0.0.1:${relay.port}/`, sha256: child.sha256 }
    await browser.page.route('**/session/', (asked) => asked.fulfill({ json: served }))
    const channel = await browser.open('web-transport', new URL('/session/', browser.page.url()))

    const noticed = once((await opened).gone, 'abort')
    cut(child, relay)
    expect(await channel.evaluate(howItEnds)).toMatch(
      /^Error: The session is gone, closed by the server or cut off: .+\.$/,
    )
    await noticed
  })
})
