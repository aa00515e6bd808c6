/** The bench: two ways, one task, and what it costs. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

const TITLE = 'The bench'

// Switches are the same in both twins.
test('only the switches that act on the chosen ways are there', { tag: ['@desktop', '@live'] }, async ({ page }) => {
  await page.goto('bench/')
  const panel = lab(page, TITLE)
  await expect(panel.region.getByRole('radiogroup', { name: 'The stream ends by' })).toBeVisible()
  await panel.choose('Way down', 'WebSocket')
  await expect(panel.region.getByRole('radiogroup', { name: 'The stream ends by' })).toHaveCount(0)
  await expect(panel.switch('Compression')).toBeVisible()
})

test('a stream and a back channel carry the task, and its cost is told', async ({ page }) => {
  await page.goto('bench/')
  const panel = lab(page, TITLE)
  await panel.run()
  await expect(panel.connections).toHaveCount(2)
  const told = panel.region.getByRole('region', { name: 'What it comes to' })
  await expect(told.getByRole('definition')).toContainText([/\d+ octets\./, /ms in the middle/, /ms in the middle/])
})

test('one WebSocket carries both ways', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('bench/#lab=bench&down=web-socket&up=web-socket&messagesDown=3&messagesUp=3&heartbeat=100')
  const panel = lab(page, TITLE)
  await panel.run()
  await expect(panel.connections).toHaveCount(1)
  const told = panel.region.getByRole('region', { name: 'What it comes to' })
  await expect(told.getByRole('definition')).toContainText([/\d+ octets\./, /ms in the middle/, /ms in the middle/])
})

test('a WebSocket comes back when it is cut', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('bench/#lab=bench&down=web-socket&messagesDown=12&messagesUp=0&interval=150&cut=reset&cutAfter=600')
  const panel = lab(page, TITLE)
  await panel.run()
  await expect(panel.connections).toHaveCount(2)
  const told = panel.region.getByRole('region', { name: 'What it comes to' })
  await expect(told).toContainText('all messages arrived in the end')
})

test('XMLSocket carries both ways on TCP that the console opens, after its policy file', { tag: '@desktop' }, async ({
  page,
}) => {
  await page.goto('bench/#lab=bench&down=xml-socket&up=xml-socket&messagesDown=3&messagesUp=3')
  const panel = lab(page, TITLE)
  await panel.run()
  await expect(panel.connections).toHaveCount(2)
  await expect(panel.unit(/policy.file/i).first()).toBeVisible()
  const told = panel.region.getByRole('region', { name: 'What it comes to' })
  await expect(told.getByRole('definition')).toContainText([/\d+ octets\./, /ms in the middle/, /ms in the middle/])
})

test('the chain falls back when its WebSocket breaks', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('fall-back/#lab=fall-back&cut=reset&cutAfterTime=1000')
  const panel = lab(page, 'The fall-back chain')
  await panel.run()
  const script = panel.region.getByRole('region', { name: 'What the script saw' })
  await expect(script).toContainText('broke')
  await expect(script).toContainText(/chosen\s*event-source \+ post/)
})

test('Socket.IO begins with long polling and upgrades', { tag: '@desktop' }, async ({ page }) => {
  await page.goto('fall-back/#lab=fall-back&library=socket-io')
  const panel = lab(page, 'The fall-back chain')
  await panel.run()
  const script = panel.region.getByRole('region', { name: 'What the script saw' })
  await expect(script).toContainText(/open\s*over polling/)
  await expect(script).toContainText(/upgrade\s*from now on over websocket/)
})
