/** Any client that uses the lab's address shows up in the reader's view: curl, nc, and one that gets HTTP wrong. */

import { RawClient } from '../labs-server/raw-client.ts'
import { portOf } from '../labs-server/running-server.ts'
import { expect, liveOnly, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

liveOnly('Other clients need ports to connect to.')

const TITLE = 'One connection, many requests'

test.beforeEach(async ({ page }) => {
  await page.goto('http/keep-alive/')
  const panel = lab(page, TITLE)
  await panel.setRange('Requests', 1)
  await panel.setRange('Round-trip time', 0)
  await panel.run()
})

const sessionOf = (page: { evaluate<R>(f: () => R): Promise<R> }) =>
  page.evaluate(() => localStorage.getItem('two-way-web:session'))

test('octets typed by hand appear as they are typed', async ({ page, labsServer }) => {
  const panel = lab(page, TITLE)
  using typed = await RawClient.connect(portOf(labsServer.urls.labs))
  typed.write(`GET /s/${await sessionOf(page)}/keep-alive/image/2 HTTP/1.1\r\nHo`)
  await expect(panel.connections).toHaveCount(2)
  await expect(panel.unit(/image\/2/).first()).toBeVisible()
  typed.write('st: localhost\r\n\r\n')
  await typed.until((text) => text.includes('</svg>'))
  await expect(panel.unit(/response/i)).toHaveCount(2)
})

test('a malformed request is answered with 400, and shown with its fault', async ({ page, labsServer }) => {
  const panel = lab(page, TITLE)
  using typed = await RawClient.connect(portOf(labsServer.urls.labs))
  typed.write(`GET /s/${await sessionOf(page)}/keep-alive/image/2 HTTP/1.1\r\nHost : localhost\r\n\r\n`)
  expect(await typed.untilEnd()).toMatch(/^HTTP\/1\.1 400 /)
  await expect(panel.unit(/fault/i).first()).toBeVisible()
})

test('the commands for curl and nc are there to copy, with this lab’s address', async ({ page, labsServer }) => {
  const panel = lab(page, TITLE)
  await panel.region.getByText('Copy as curl').first().click()
  await expect(
    panel.region.getByText(new RegExp(`curl .*localhost:${portOf(labsServer.urls.labs)}/s/`)).first(),
  ).toBeVisible()
})

test('nobody else’s octets are shown', async ({ page, labsServer }) => {
  const panel = lab(page, TITLE)
  using stranger = await RawClient.connect(portOf(labsServer.urls.labs))
  stranger.write('GET /s/AAAAAAAAAAAAAAAAAAAAAA/keep-alive/image/9 HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await stranger.until((text) => text.includes('</svg>'))
  await panel.run()
  await expect(panel.connections).toHaveCount(1)
  await expect(panel.unit(/image\/9/)).toHaveCount(0)
})
