/** An exercise as a reader does it: tried without success, told why, passed, remembered, and set back. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

test('an exercise judges the run, wherever the reader has scrolled to, and remembers', async ({ page, twin }) => {
  await page.goto('http/keep-alive/')
  const panel = lab(page, 'One connection, many requests')
  const exercise = page.getByRole('region', { name: 'Ten on one' })
  const verdict = exercise.getByRole('status')
  await expect(verdict).toContainText('Not tried yet.')

  await panel.quicken(twin, 'Round-trip time', 0)
  await panel.run()
  await expect(verdict).toContainText(
    'Not yet. Your run has 6 images over 1 connection. At least 10 images are wanted.',
  )
  await exercise.getByRole('button', { name: 'Show me' }).click()
  await expect(panel.units.getByRole('row', { selected: true })).toHaveAccessibleName(/Request GET/)

  await panel.setRange('Requests', 40)
  await panel.run()
  await expect(verdict).toContainText('Passed. Your run has 40 images over 1 connection: one greeting, 40 exchanges.')

  await page.reload()
  await expect(exercise.getByRole('status')).toContainText('Passed.')
  await exercise.getByRole('button', { name: 'Reset this exercise' }).click()
  await expect(exercise.getByRole('status')).toContainText('Not tried yet.')
})
