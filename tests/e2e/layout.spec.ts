/** A built lesson looks as its sheets say, in whatever order the build has linked them. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

// Sheets are the same in both twins.
test('rows have air, and parts are indented below what they are part of', { tag: '@live' }, async ({ page }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, 'When does a message end?')
  await panel.setRange('Interval', 50)
  await panel.run()
  const row = panel.unit(/chunk of 27 octets/i).first()
  await row.click()
  const padding = await row.evaluate((each) => getComputedStyle(each).paddingInlineEnd)
  expect(Number.parseFloat(padding)).toBeGreaterThan(0)

  const left = async (name: RegExp) =>
    (await panel.region.getByRole('treeitem', { name }).locator('.wire-part-name').boundingBox())?.x ?? 0
  expect(await left(/^chunk-size/)).toBeGreaterThan(await left(/^chunk,/))
})
