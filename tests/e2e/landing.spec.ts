/** The landing page: a reader sees their own first octets within two seconds of opening it, before any click. */
import { expect, test } from './fixtures.ts'

/** From opening the page to the first unit on screen, in milliseconds. */
const FIRST_OCTETS_MS = 2000

test('shows the reader their own octets at once', async ({ page }) => {
  const opened = performance.now()
  await page.goto('/', { waitUntil: 'commit' })
  const units = page.getByRole('grid', { name: 'Units' })
  await expect(units.getByRole('row', { name: /request/i }).first()).toBeVisible({ timeout: FIRST_OCTETS_MS })
  expect(performance.now() - opened).toBeLessThan(FIRST_OCTETS_MS)
})

test('can be used by everyone, with the lab open and run', async ({ page, axe }) => {
  await page.goto('/')
  await axe()
  await expect(page.getByRole('grid', { name: 'Units' }).getByRole('row', { name: /last.chunk/i })).toBeVisible()
  await axe()
})
