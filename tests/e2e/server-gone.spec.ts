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

test('offers the recording while the server is gone, and goes back to live', { tag: '@desktop' }, async ({ page }) => {
  const server = await startLabsServer({ port: 0, labsPort: 0, tlsPort: false })
  const ports = { port: portOf(server.urls.site), labsPort: portOf(server.urls.labs), tlsPort: false as const }
  await page.goto(`${server.urls.site}http/message-end/`)
  const panel = lab(page, 'When does a message end?')
  const badge = panel.region.locator('.wire-badge')
  // A reader who has touched the lab has what takes its place.
  await expect(panel.region.getByText(/^Live/)).toBeVisible()
  const recording = page.waitForResponse(/\/recordings\/message-end\/chunked\.json$/)
  await panel.switch('Trailers').hover()
  await (await recording).finished()
  await page.waitForLoadState('networkidle')

  await server.close()
  await expect(panel.region.getByText(/does not answer/)).toBeVisible({ timeout: 15_000 })
  await expect(panel.region.getByText(/was recorded on \d{4}-\d\d-\d\d with Chromium/)).toBeVisible()
  await panel.region.getByRole('button', { name: 'Play the recording' }).click()
  await expect(panel.region).toHaveAttribute('data-phase', 'finished', { timeout: 20_000 })
  await expect(badge).toHaveText('RECORDED')
  await expect(panel.unit(/chunk/).first()).toBeVisible()
  await expect(panel.region.getByText('read() done')).toBeVisible()

  await using _again = await startLabsServer(ports)
  await expect(panel.region.getByText(/does not answer/)).toBeHidden({ timeout: 15_000 })
  await expect(panel.region.getByRole('button', { name: 'Play the recording' })).toBeHidden()
  await panel.run()
  await expect(badge).toHaveText('LIVE')
})

test('offers the recording when the port of the labs is blocked', { tag: '@desktop' }, async ({ page, labsServer }) => {
  await page.route(`${labsServer.urls.labs}**`, (route) => route.abort())
  await page.goto(`${labsServer.urls.site}http/message-end/`)
  const panel = lab(page, 'When does a message end?')
  await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(
    panel.region.getByText(/Nothing of the last run has reached the labs at http:\/\/localhost:\d+\//),
  ).toBeVisible()
  await panel.region.getByRole('button', { name: 'Play the recording' }).click()
  await expect(panel.region).toHaveAttribute('data-phase', 'finished', { timeout: 20_000 })
  await expect(panel.region.locator('.wire-badge')).toHaveText('RECORDED')

  await page.unroute(`${labsServer.urls.labs}**`)
  await panel.run()
  await expect(panel.region.locator('.wire-badge')).toHaveText('LIVE')
  await expect(panel.region.getByRole('button', { name: 'Play the recording' })).toBeHidden()
})
