/** Lesson 2: the same content ended in three ways, and what a script can tell of it. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

const TITLE = 'When does a message end?'

test.beforeEach(async ({ page, twin }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.quicken(twin, 'Interval', 50)
})

test('chunked coding: each write is a chunk, and an empty chunk ends the message', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.run()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)
  await expect(panel.unit(/last.chunk/i)).toHaveCount(1)
  await expect(panel.region.getByText('read() done')).toBeVisible()
})

// The wire view is the same in both twins.
test('a selected chunk shows its parts and octets, and its size speaks', { tag: '@live' }, async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.run()
  await panel
    .unit(/chunk of 27 octets/i)
    .first()
    .click()
  await expect(panel.region.getByRole('treeitem', { name: /chunk-size/ })).toBeVisible()
  await panel.region.getByRole('treeitem', { name: /chunk-size/ }).click()
  await expect(panel.region.getByText(/hex 1b, twenty-seven octets/i).first()).toBeAttached()
  await expect(panel.octets.getByRole('gridcell', { selected: true })).toHaveCount(2)
})

test('Content-Length: one body, however many writes', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.choose('The message ends by', 'Content-Length')
  await panel.run()
  await expect(panel.unit(/: content of 135 octets/i)).toHaveCount(1)
  await expect(panel.unit(/chunk/i)).toHaveCount(0)
})

test('closing: the body ends with the connection', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.choose('The message ends by', 'Closing')
  await panel.run()
  await expect(panel.unit(/: content of 135 octets/i)).toHaveCount(1)
  await expect(panel.connections.first()).toContainText(/closed/i)
})

test('XMLHttpRequest is told again and again that there is more', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 300)
  await panel.choose('The script reads with', 'XMLHttpRequest')
  await panel.run()
  // Not once for each write: a busy page may be told of two at once.
  await expect(panel.region.getByText('readyState 3').nth(1)).toBeVisible()
  await expect(panel.region.getByText('readyState 4')).toBeVisible()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)
})

test('trailers come after the last chunk', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.switch('Trailers').click()
  await panel.run()
  await expect(panel.unit(/trailer/i).last()).toBeVisible()
  await panel
    .unit(/trailer/i)
    .last()
    .click()
  await expect(panel.region.getByRole('treeitem', { name: /Writes-Made/ }).first()).toBeVisible()
})
