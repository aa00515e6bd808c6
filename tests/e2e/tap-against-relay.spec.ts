/** The tap against an independent witness: a relay between the browser and the labs has seen the same octets, both ways. */
import { Relay } from '../labs-server/relay.ts'
import { portOf } from '../labs-server/running-server.ts'
import { ViewingPage } from '../labs-server/viewing-page.ts'
import { expect, liveOnly, test } from './fixtures.ts'
import { type LabPage, lab } from './lab-page.ts'

liveOnly('The tap is the labs server’s.')

const LESSONS: readonly (readonly [
  path: string,
  id: string,
  title: string,
  prepare: (panel: LabPage) => Promise<void>,
])[] = [
  [
    '/http/keep-alive/',
    'keep-alive',
    'One connection, many requests',
    async (panel) => {
      await panel.setRange('Requests', 40)
      await panel.setRange('Round-trip time', 20)
      await panel.choose('Order', 'In parallel')
    },
  ],
  [
    '/http/message-end/',
    'message-end',
    'When does a message end?',
    async (panel) => {
      await panel.setRange('Size of a write', 4096)
      await panel.setRange('Writes', 20)
      await panel.setRange('Interval', 0)
      await panel.switch('Trailers').click()
    },
  ],
  ['/http/back-channel/', 'back-channel', 'The back channel', (panel) => panel.setRange('Pause between messages', 0)],
]

// The policy of the page names the labs' own port, not the relay's.
test.use({ bypassCSP: true })

for (const [path, id, title, prepare] of LESSONS) {
  test(`${title}: the trace has the relay's octets`, { tag: '@desktop' }, async ({ page, labsServer }) => {
    using relay = await Relay.to(portOf(labsServer.urls.labs))
    await page.route('**/api/status', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ json: { ...(await answer.json()), labs: { http1: { port: relay.port } } } })
    })
    await page.goto(`.${path}`)
    const panel = lab(page, title)
    await prepare(panel)
    await panel.run()

    const session = await page.evaluate(() => localStorage.getItem('two-way-web:session') ?? '')
    using viewer = await ViewingPage.watching(labsServer, session, { lab: id })
    const relayed = () =>
      relay.connections.map((seen) => octetsOf(seen['client-to-server']) + octetsOf(seen['server-to-client']))
    const traced = () =>
      viewer.trace.connections.map(
        (connection) => viewer.text(connection.id, 'client-to-server') + viewer.text(connection.id, 'server-to-client'),
      )
    await viewer.until(() => viewer.runs.length > 0 && traced().join('').length >= relayed().join('').length)
    expect(traced().filter(used).toSorted()).toEqual(relayed().filter(used).toSorted())
  })
}

const octetsOf = (pieces: readonly Buffer[]) => Buffer.concat(pieces).toString('latin1')

/** Browsers open connections ahead of need; one that never carried an octet has nothing to compare. */
const used = (octets: string) => octets !== ''
