/** The landing page: a reader sees their own first octets within two seconds of opening it, before any click. */
import { expect, test } from './fixtures.ts'

/** From opening the page to its first unit, in milliseconds. */
const FIRST_OCTETS_MS = 2000

/** Runs in the page, before its own scripts: notes when the first request is in the list of units, on the page's clock. */
function watchFirstUnit(): void {
  const observer = new MutationObserver(() => {
    if (document.querySelector('[role="grid"][aria-label="Units"] tr[data-direction="client-to-server"]') === null)
      return
    performance.mark('first-unit')
    observer.disconnect()
  })
  observer.observe(document, { childList: true, subtree: true })
}

test('shows the reader their own octets at once', async ({ page }) => {
  await page.addInitScript(watchFirstUnit)
  await page.goto('./')
  const units = page.getByRole('grid', { name: 'Units' })
  await expect(units.getByRole('row', { name: /request/i }).first()).toBeVisible()
  const firstUnitMs = await page.evaluate(() => performance.getEntriesByName('first-unit')[0]?.startTime)
  expect(firstUnitMs).toBeLessThan(FIRST_OCTETS_MS)
})

test('can be used by everyone, with the lab open and run', async ({ page, axe }) => {
  await page.goto('./')
  await axe()
  await expect(page.getByRole('grid', { name: 'Units' }).getByRole('row', { name: /last.chunk/i })).toBeVisible()
  await axe()
})
