/** The recorded twin at an address that browsers do not trust: without a service worker, pages say what they do without. */
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import { expect, recordedOnly, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

recordedOnly('Without its service worker the live twin lacks nothing.')

// Of the addresses without TLS, browsers trust those of their own computer; one with a name is as those of any other.
test.use({
  launchOptions: {
    executablePath: findBrowser(),
    args: [...BROWSER_ARGS, '--host-resolver-rules=MAP course.test 127.0.0.1'],
  },
  baseURL: ({ site }, use) => use(site.url.replace('localhost', 'course.test')),
})

test('says that nothing is kept there', async ({ page }) => {
  await page.goto('./')
  await expect(
    page.getByText(/^Not kept for offline use: for the browser, this address is no secure context\./),
  ).toBeVisible()
})

test('a lab that fetches runs its script all the same', async ({ page }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, 'When does a message end?')
  await panel.run()
  await expect(panel.region.getByText('This page’s own script runs now')).toBeVisible()
  await expect(panel.region.getByText('read() done')).toBeVisible()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)
})

test('a WebSocket lab runs its script, too', async ({ page }) => {
  await page.goto('down/web-socket/')
  const panel = lab(page, 'WebSocket')
  await panel.run()
  await expect(panel.region.getByText('This page’s own script runs now')).toBeVisible()
  await expect(panel.region.getByRole('code').filter({ hasText: /^report$/ })).toBeVisible()
})

test('where the browser itself makes the requests, the recording plays alone, and says why', async ({ page }) => {
  await page.goto('down/event-source/')
  const panel = lab(page, 'EventSource')
  await expect(panel.region.getByText('only a service worker could answer them')).toBeVisible()
  await panel.run()
  await expect(panel.region.getByRole('code').filter({ hasText: /^report$/ })).toBeVisible()
})
