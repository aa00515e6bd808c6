/** The labs server goes away and comes back: the page says so, loses nothing, and goes on by itself. */
import { startLabsServer } from '#labs-server/labs-server.ts'
import { portOf } from '../labs-server/running-server.ts'
import { expect, liveOnly, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

liveOnly('The labs server is what goes away.')

test.use({ expectedComplaints: [/ERR_CONNECTION_REFUSED|WebSocket connection|net::ERR_/] })

test('says why there is no connection, keeps the run, and reconnects', { tag: '@desktop' }, async ({ page }) => {
  const server = await startLabsServer({ port: 0, labsPort: 0, tlsPort: false })
  const ports = { port: portOf(server.urls.site), labsPort: portOf(server.urls.labs), tlsPort: false as const }
  await page.goto(`${server.urls.site}http/keep-alive/`)
  const panel = lab(page, 'One connection, many requests')
  await panel.setRange('Round-trip time', 0)
  await panel.run()
  await expect(panel.unit(/request/i)).toHaveCount(6)

  await server.close()
  await expect(panel.region.getByText(/does not answer/)).toBeVisible({ timeout: 15_000 })
  await expect(panel.unit(/request/i)).toHaveCount(6)

  await using again = await startLabsServer(ports)
  await expect(panel.region.getByText(/does not answer/)).toBeHidden({ timeout: 15_000 })
  await panel.run()
  await expect(panel.unit(/request/i)).toHaveCount(6)
  expect(again.urls.site).toBe(server.urls.site)
})
