/** Compare: two runs on one time axis and in one table. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

// The tool reads traces, and where they come from makes no difference to it: hence "@live".

test('with one run it says what to do; with two it says what changed', { tag: '@live' }, async ({ page, axe }) => {
  await page.goto('http/keep-alive/')
  const panel = lab(page, 'One connection, many requests')
  await panel.run()
  await panel.region.getByRole('button', { name: 'Compare' }).click()
  const tool = panel.region.getByRole('region', { name: 'Compare' })
  await expect(tool.getByText('There is one run so far.')).toBeVisible()

  await panel.switch('Keep-alive').click()
  await panel.run()
  await expect(tool.getByText('Keep-alive: off, before on.')).toBeVisible()
  await expect(tool.getByRole('list', { name: 'Connections of this run' }).getByRole('listitem')).toHaveCount(6)
  await expect(tool.getByRole('list', { name: 'Connections of run before' }).getByRole('listitem')).toHaveCount(1)

  const table = tool.getByRole('table', { name: 'What changed' })
  await expect(table.getByRole('row', { name: /^Connections 6 1 \+5/ })).toBeVisible()
  await expect(table.getByRole('row', { name: /^Exchanges 6 6 the same/ })).toBeVisible()
  await expect(table.getByRole('rowheader', { name: 'Server to client: content' })).toBeVisible()
  await expect(table.getByRole('rowheader', { name: /^Median/ })).toHaveCount(2)
  await axe()
})
