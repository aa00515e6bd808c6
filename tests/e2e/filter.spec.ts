/** Filter, find and pause: what is shown of a run, and where something stands in it. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

// The tool reads a trace, and where that comes from makes no difference to it, but while it comes: hence "@live".

const TITLE = 'When does a message end?'

test.beforeEach(async ({ page, twin }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.quicken(twin, 'Interval', 50)
  await panel.run()
  await panel.region.getByRole('button', { name: 'Filter and find' }).click()
})

test('a filter in plain words shortens the list, says what it does, and is cleared', { tag: '@live' }, async ({
  page,
  axe,
}) => {
  const panel = lab(page, TITLE)
  const all = await panel.unit(/from the (client|server)/).count()
  const tool = panel.region.getByRole('region', { name: 'Filter and find' })
  const box = tool.getByRole('combobox', { name: 'Show only' })

  await box.fill('chunks from server')
  await expect(tool.getByRole('status').getByText('Chunks from the server')).toBeVisible()
  await expect(tool.getByText(`Showing 5 of ${all} units.`)).toBeVisible()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)
  await expect(panel.unit(/from the client/)).toHaveCount(0)
  await axe()

  await tool.getByRole('button', { name: 'Clear the filter' }).click()
  await expect(panel.unit(/from the (client|server)/)).toHaveCount(all)
})

test('what may come next is chosen by keyboard alone @desktop', { tag: '@live' }, async ({ page }) => {
  const panel = lab(page, TITLE)
  const box = panel.region.getByRole('combobox', { name: 'Show only' })
  await box.focus()
  await page.keyboard.type('resp')
  await expect(panel.region.getByRole('option')).toHaveCount(1)
  await page.keyboard.press('ArrowDown')
  await expect(panel.region.getByRole('option', { name: 'responses' })).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Enter')
  await expect(box).toHaveValue('responses ')
  await page.keyboard.press('Escape')
  await expect(panel.region.getByRole('option')).toHaveCount(0)
  await expect(panel.unit(/from the (client|server)/)).toHaveCount(1)
})

test('a word that is not known is named, and what may be meant is one press away', { tag: '@live' }, async ({
  page,
}) => {
  const panel = lab(page, TITLE)
  const tool = panel.region.getByRole('region', { name: 'Filter and find' })
  const box = tool.getByRole('combobox', { name: 'Show only' })
  await box.fill('chnks from the server')
  await expect(tool.getByText('“chnks” is not known here.')).toBeVisible()
  await expect(tool.getByText('Until then all units are shown.')).toBeVisible()
  await tool.getByRole('button', { name: 'chunks', exact: true }).click()
  await expect(box).toHaveValue('chunks from the server')
  await expect(tool.getByText('Chunks from the server', { exact: true })).toBeVisible()
})

test('find goes from place to place, and selects the octets', { tag: '@live' }, async ({ page }) => {
  const panel = lab(page, TITLE)
  const find = panel.region.getByRole('searchbox', { name: 'Find' })
  await find.fill('write 2')
  await find.press('Enter')
  await expect(panel.region.getByText(/1 of 1: connection \d+, server-to-client/)).toBeVisible()
  const selected = panel.octets.getByRole('gridcell', { selected: true })
  await expect(selected).toHaveCount('write 2'.length)
  await expect(panel.unit(/./).and(page.locator('[aria-selected="true"]'))).toHaveAccessibleName(/chunk of 27 octets/i)

  await find.fill('hex:0d0a0d0a')
  await find.press('Enter')
  await expect(panel.region.getByText(/^1 of 3: /)).toBeVisible()
  await find.press('Shift+Enter')
  await expect(panel.region.getByText(/^3 of 3: /)).toBeVisible()
  await find.press('F3')
  await expect(panel.region.getByText(/^1 of 3: /)).toBeVisible()
})

test('pause lets the list stand still and counts what comes; nothing is lost', async ({ page }) => {
  const panel = lab(page, TITLE)
  await panel.setRange('Writes', 6)
  await panel.setRange('Interval', 250)
  await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(panel.unit(/chunk of 27 octets/i).nth(1)).toBeVisible()
  await panel.region.getByRole('button', { name: 'Pause' }).click()
  const shown = await panel.unit(/from the (client|server)/).count()
  await expect(panel.region).toHaveAttribute('data-phase', 'finished')
  const paused = panel.region.getByRole('button', { name: /^Paused: \d+ units have come since, .* Resume$/ })
  await expect(paused).toHaveAttribute('aria-pressed', 'true')
  await expect(panel.unit(/from the (client|server)/)).toHaveCount(shown)
  await paused.click()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(6)
})
