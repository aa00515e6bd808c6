/** Lesson 1, as a reader works through it: predict, run, flip keep-alive, run again, and see what changed. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

test.beforeEach(async ({ page }) => {
  await page.goto('http/keep-alive/')
})

test('six requests share one connection; without keep-alive they need six', async ({ page }) => {
  const panel = lab(page, 'One connection, many requests')
  await panel.run()
  await expect(panel.connections).toHaveCount(1)
  await expect(panel.unit(/request/i)).toHaveCount(6)

  await panel.switch('Keep-alive').click()
  await expect(panel.switch('Keep-alive')).not.toBeChecked()
  await panel.run()
  await expect(panel.connections).toHaveCount(6)

  const changed = panel.region.getByRole('table', { name: /what changed/i })
  await expect(changed.getByRole('row', { name: /connections/i })).toContainText('6')
  await expect(changed.getByRole('row', { name: /connections/i })).toContainText('1')
})

test('a prediction is compared with what crossed the wire', async ({ page }) => {
  const panel = lab(page, 'One connection, many requests')
  await panel.prediction.getByRole('radio').first().check()
  await panel.run()
  await expect(panel.region.getByText(/you (said|predicted)/i)).toBeVisible()
})

test('forty requests in parallel use no more than six connections', async ({ page }) => {
  const panel = lab(page, 'One connection, many requests')
  await panel.setRange('Requests', 40)
  await panel.choose('Order', 'In parallel')
  await panel.run()
  await expect(panel.unit(/request/i)).toHaveCount(40)
  expect(await panel.connections.count()).toBeLessThanOrEqual(6)
})

test('switches that differ are in the address, and come back with it', async ({ page }) => {
  const panel = lab(page, 'One connection, many requests')
  await panel.setRange('Requests', 3)
  await panel.switch('Keep-alive').click()
  await page.goto(page.url())
  await page.reload()
  await expect(panel.region.getByRole('slider', { name: 'Requests' })).toHaveValue('3')
  await expect(panel.switch('Keep-alive')).not.toBeChecked()
})
