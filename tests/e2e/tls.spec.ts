/** The page that tells whether this browser trusts the labs' certificate, and labs that need it to. */
import type { Page } from '@playwright/test'
import { startLabsServer } from '#labs-server/labs-server.ts'
import { expect, liveOnly, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

liveOnly('The certificate is the labs server’s.')

const state = (page: Page) => page.getByRole('region', { name: 'This browser, now' })

test.describe('a browser that does not trust the certificate', () => {
  // A browser says so of every fetch that fails, and there is no other way to find out.
  test.use({ expectedComplaints: [/ERR_CERT_AUTHORITY_INVALID/] })

  test('is told what to click; once that is done, the page finds out by itself', async ({
    page,
    context,
    labsServer,
    axe,
  }) => {
    await page.goto('tls/')
    await expect(state(page)).toContainText('No, not yet.')
    await expect(state(page)).toContainText(/([0-9A-F]{2}: ?){31}[0-9A-F]{2}/)
    await axe()

    const opened = context.waitForEvent('page')
    await state(page)
      .getByRole('link', { name: /Open https:/ })
      .click()
    const warning = await opened
    // The words that the page tells, as this browser has them.
    await expect(warning.getByRole('heading', { name: 'Your connection is not private' })).toBeVisible()
    await warning.getByRole('button', { name: 'Advanced' }).click()
    await warning.getByRole('link', { name: 'Proceed to localhost (unsafe)' }).click()
    await expect(warning.getByRole('heading', { name: /now trusts/ })).toBeVisible()
    expect(warning.url()).toBe(labsServer.urls.tls)
    await warning.close()

    await page.bringToFront()
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect(state(page)).toContainText('Yes, it does.')
    await axe()
  })

  test('is told by a lab that needs it, and by no other', async ({ page, axe }) => {
    await page.goto('duplex/')
    const panel = lab(page, 'Duplex in one connection')
    await expect(panel.region.getByText(/does not trust the labs’ certificate/)).toBeHidden()
    await panel.choose('Attempt', 'One fetch, HTTP/2')
    await expect(panel.region.getByText(/does not trust the labs’ certificate/)).toBeVisible()
    await expect(panel.region.getByRole('link', { name: 'What to click' })).toHaveAttribute('href', '/tls/')
    await axe()
    await panel.choose('Attempt', 'Node’s client, HTTP/1.1')
    await expect(panel.region.getByText(/does not trust the labs’ certificate/)).toBeHidden()
    await expect(panel.region.getByRole('button', { name: 'Play the recording' })).toBeHidden()
  })

  test('can play what such a lab recorded instead', { tag: '@desktop' }, async ({ page }) => {
    await page.goto('down/h2-stream/')
    const panel = lab(page, 'A stream among others')
    await panel.region.getByRole('button', { name: 'Play the recording' }).click()
    await expect(panel.region).toHaveAttribute('data-phase', 'finished', { timeout: 20_000 })
    await expect(panel.region.locator('.wire-badge')).toHaveText('RECORDED')
    await expect(panel.unit(/DATA/).first()).toBeVisible()
  })
})

test.describe('a browser that trusts the certificate', () => {
  test.use({ ignoreHTTPSErrors: true })

  test('is told so', async ({ page }) => {
    await page.goto('tls/')
    await expect(state(page)).toContainText('Yes, it does.')
    await expect(state(page).getByRole('link')).toHaveCount(0)
  })

  test('runs a lab over HTTP/2, whose octets are read inside TLS', async ({ page }) => {
    await page.goto('duplex/')
    const panel = lab(page, 'Duplex in one connection')
    await panel.choose('Attempt', 'One fetch, HTTP/2')
    await panel.run()
    await expect(panel.unit(/HEADERS/).first()).toBeVisible()
    await expect(panel.region.getByText('inside TLS 1.3').first()).toBeVisible()
    await expect(panel.region.getByText(/does not trust the labs’ certificate/)).toBeHidden()
  })
})

test('a labs server without TLS is told of, and what to do', async ({ page, axe }) => {
  await using server = await startLabsServer({ port: 0, labsPort: 0, tlsPort: false })
  await page.goto(`${server.urls.site}tls/`)
  await expect(state(page)).toContainText('This labs server was started without TLS')
  await axe()
})

test.describe('a labs server that is gone', () => {
  test.use({ expectedComplaints: [/ERR_CONNECTION_REFUSED/], ignoreHTTPSErrors: true })

  test('is told of when the reader asks again', async ({ page, axe }) => {
    const server = await startLabsServer({ port: 0, labsPort: 0 })
    await page.goto(`${server.urls.site}tls/`)
    await expect(state(page)).toContainText('Yes, it does.')
    await server.close()
    await state(page).getByRole('button', { name: 'Look again' }).click()
    await expect(state(page)).toContainText(/does not answer\. Start it with "npm start"/)
    await axe()
  })
})
