/** Lesson 3: streams that stay open, and the messages that go up beside them. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

const TITLE = 'The back channel'

test.beforeEach(async ({ page }) => {
  await page.goto('http/back-channel/')
})

test('one stream and its back channel are two connections', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.run()
  await expect(panel.connections).toHaveCount(2)
})

test('without keep-alive each message opens a connection of its own', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.switch('Keep-alive for the back channel').click()
  await panel.run()
  await expect(panel.connections).toHaveCount(6)
})

test('with six streams held, a message waits until one of them is closed', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.setRange('Streams held open', 6)
  await panel.setRange('Messages up', 2)
  await panel.setRange('Round-trip time', 0)
  await panel.run()
  await expect(panel.region.getByText('still waiting')).toBeVisible()
  await expect(panel.connections).toHaveCount(7)
})

test('Stop ends streams at once and keeps what was seen', async ({ page, twin }) => {
  const panel = lab(page, TITLE)
  await panel.setRange('Messages up', 10)
  await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(panel.unit(/chunk/i).first()).toBeVisible()
  await panel.region.getByRole('button', { name: 'Stop', exact: true }).click()
  // What was recorded went on: where playing was stopped, its connections are open.
  await expect(panel.connections.first()).toContainText(twin === 'live' ? /closed/i : /open/i)
  expect(await panel.unit(/./).count()).toBeGreaterThan(2)
})
