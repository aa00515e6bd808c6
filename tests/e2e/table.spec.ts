/** One table, measured: pairs run one after another, the figures are sorted, saved, and sent as a link. */
import { expect, liveOnly, test } from './fixtures.ts'

liveOnly('Pairs are measured with the labs server; the recorded table is in recorded-twin.spec.ts.')

test.use({
  permissions: ['clipboard-read', 'clipboard-write'],
  // Connections are reset on purpose.
  expectedComplaints: [/ERR_CONNECTION_RESET|WebSocket connection/],
})

test('a chosen pair is measured, and the link brings its figures back', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('table/')
  await page.getByText(/^Which ways: \d+ pairs$/).click()
  // Two ways by which nothing is lost: what a WebSocket had on its way when it was cut may be, as it happens.
  for (const [ways, way] of [
    ['Ways down', 'Streaming, read by fetch'],
    ['Ways up', 'One POST a message'],
  ] as const) {
    for (const box of await page.getByRole('group', { name: ways }).getByRole('checkbox').all()) await box.uncheck()
    await page.getByRole('group', { name: ways }).getByRole('checkbox', { name: way, exact: true }).check()
  }
  await page.getByRole('button', { name: 'Run them all' }).click()
  await expect(page.getByText('All 1 pairs have been run.')).toBeVisible({ timeout: 20_000 })

  const row = page.getByRole('region', { name: 'All figures' }).getByRole('row').nth(1)
  await expect(row).toContainText('Streaming, read by fetch')
  await expect(row).toContainText(/Back after \d+ ms; nothing lost/)
  await page.getByRole('button', { name: 'Octets beside a message' }).click()
  await expect(page.getByRole('columnheader', { name: 'Octets beside a message' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )

  await page.getByRole('button', { name: 'Copy a link to these figures' }).click()
  await expect(page.getByText('The link is copied.')).toBeVisible()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.goto('about:blank')
  await page.goto(link)
  await expect(page.getByText('These figures came with the link')).toBeVisible()
  await expect(row).toContainText(/Back after \d+ ms; nothing lost/)
})

test('a link that was cut says so', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('table/#table=abc')
  await expect(page.getByText('The link holds no table that can be read')).toBeVisible()
})
