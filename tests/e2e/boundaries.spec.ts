/** Boundary lanes: what the script saw, chunks and socket writes over the same octets, in one selection with the other views. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

// The tool reads a trace, and where that comes from makes no difference to it: hence "@live".

const TITLE = 'When does a message end?'

test('the lanes rule a run’s octets, and say what came in what', { tag: '@live' }, async ({ page, axe }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 0)
  await panel.run()
  await panel.region.getByRole('button', { name: 'Boundaries' }).click()
  const tool = panel.region.getByRole('region', { name: 'Boundaries' })
  await expect(tool.getByText(/^\d+ chunks came in \d+ socket writes and \d+ reads? by the script\./)).toBeVisible()
  await expect(
    tool.getByRole('grid', { name: /Script: \d+ reads?\. HTTP\/1.1: \d+ chunks\. Socket: \d+ writes/ }),
  ).toBeVisible()
  await axe()

  // Framing is no content: with all octets, the head and the last chunk are on the axis too.
  await tool.getByRole('checkbox', { name: 'content only' }).uncheck()
  await expect(tool.getByRole('grid', { name: /HTTP\/1.1: \d+ chunks, 3 others/ })).toBeVisible()
  await tool.getByRole('radio', { name: 'time' }).check()
})

test('cell by cell with the keyboard, and each is selected in the whole view', { tag: ['@desktop', '@live'] }, async ({
  page,
}) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 0)
  await panel.run()
  await panel.region.getByRole('button', { name: 'Boundaries' }).click()
  const grid = panel.region.getByRole('grid', { name: /^Boundaries/ })
  const cell = grid.getByRole('gridcell', { selected: true })

  await grid.focus()
  await page.keyboard.press('ArrowDown')
  await expect(cell).toHaveAccessibleName(/^chunk 1, octets \d+ to \d+, \d+ octets, at \d/)
  await expect(panel.units.getByRole('row', { selected: true })).toHaveAccessibleName(/chunk/i)
  await page.keyboard.press('ArrowRight')
  await expect(cell).toHaveAccessibleName(/^chunk 2,/)
  await expect(grid).toHaveAttribute('aria-activedescendant', (await cell.getAttribute('id')) ?? 'none')
  await page.keyboard.press('ArrowDown')
  await expect(cell).toHaveAccessibleName(/^socket write \d+, octets/)
  await page.keyboard.press('Home')
  await expect(cell).toHaveAccessibleName(/^socket write 1,/)

  // The other way round: what is selected in the list is where the reader stands in the lanes.
  await panel.unit(/^Connection \d+: Last chunk/i).click()
  await page.keyboard.press('ArrowUp')
  await expect(cell).toHaveAccessibleName(/^chunk \d+,/)
})

test('zoomed in, the lanes scroll in themselves and the page does not', { tag: '@live' }, async ({ page }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 0)
  await panel.run()
  await panel.region.getByRole('button', { name: 'Boundaries' }).click()
  const grid = panel.region.getByRole('grid', { name: /^Boundaries/ })
  await expect(panel.region.getByRole('button', { name: 'Zoom out' })).toBeDisabled()
  await grid.focus()
  for (let turn = 0; turn < 4; turn++) await page.keyboard.press('+')
  await expect(panel.region.getByRole('button', { name: 'Zoom out' })).toBeEnabled()
  await page.keyboard.press('End')
  await expect(grid.getByRole('gridcell', { selected: true })).toBeInViewport()
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  await page.keyboard.press('0')
  await expect(panel.region.getByRole('button', { name: 'Zoom out' })).toBeDisabled()
})
