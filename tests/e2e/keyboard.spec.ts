/** The wire view by keyboard alone: units, parts and octets are one selection. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

const TITLE = 'When does a message end?'

// The wire view is the same in both twins.
test('from Run to a single octet without a pointer', { tag: ['@desktop', '@live'] }, async ({ page }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 0)
  await panel.region.getByRole('button', { name: 'Run', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(panel.unit(/last.chunk/i)).toBeVisible()

  await panel.units.focus()
  await page.keyboard.press('Home')
  await expect(panel.units.getByRole('row', { selected: true })).toHaveAccessibleName(/request/i)
  await page.keyboard.press('ArrowDown')
  await expect(panel.units.getByRole('row', { selected: true })).toHaveAccessibleName(/response/i)

  await page.keyboard.press('Enter')
  // The focus is on the tree, which tells a screen reader of its active item (aria-activedescendant), as the grids do.
  const tree = panel.region.getByRole('tree', { name: 'Parts' })
  const active = panel.region.getByRole('treeitem', { selected: true })
  await expect(tree).toBeFocused()
  await expect(tree).toHaveAttribute('aria-activedescendant', (await active.getAttribute('id')) ?? 'none')
  await page.keyboard.press('ArrowDown')
  await expect(active).toHaveAccessibleName(/status-line/)
  await expect(tree).toHaveAttribute('aria-activedescendant', (await active.getAttribute('id')) ?? 'none')
  await page.keyboard.press('Enter')
  await expect(panel.octets).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(tree).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(panel.units).toBeFocused()
  await expect(panel.units.getByRole('row', { selected: true })).toHaveAccessibleName(/response/i)
})
