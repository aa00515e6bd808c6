/** The exercises on what lies in between, as a reader does them: not passed by the lab as it stands, and passed by what its hints say. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { type LabPage, lab } from './lab-page.ts'

const verdictOf = (page: Page, exercise: string) => page.getByRole('region', { name: exercise }).getByRole('status')

/** For runs that never end by themselves: what is held last is never let go. */
async function runUntilMessage(panel: LabPage) {
  const before = (await panel.region.getAttribute('data-run')) ?? ''
  await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(panel.region).not.toHaveAttribute('data-run', before)
  await expect(panel.region.getByRole('region', { name: 'What the script saw' })).toContainText('message down')
  await panel.region.getByRole('button', { name: 'Stop', exact: true }).click()
}

// In the recorded twin labs that have run look alike: axe sees one, in accessibility.spec.ts.
test.describe('what lies in between', { tag: '@desktop' }, () => {
  // Chromium says in its console that a connection was lost, as it is meant to be.
  test.use({ expectedComplaints: [/net::ERR_(CONNECTION_RESET|INCOMPLETE_CHUNKED_ENCODING|EMPTY_RESPONSE)/] })

  test('ten messages wait for one write', async ({ page, twin, axe }) => {
    await page.goto('path/waiting-to-fill-a-packet/')
    const panel = lab(page, 'Waiting to fill up a packet')
    const verdict = verdictOf(page, 'Ten in a write')
    await panel.run()
    await expect(verdict).toContainText('carried 1 message. 10 are wanted.')
    await panel.switch('Flush').click()
    await panel.setRange('Size of a message', 800)
    await runUntilMessage(panel)
    await expect(verdict).toContainText('Passed.')
    if (twin === 'live') await axe()
  })

  test('a heartbeat keeps a stream', async ({ page, twin, axe }) => {
    await page.goto('path/idle/')
    const panel = lab(page, 'Silence that costs a connection')
    const verdict = verdictOf(page, 'Kept alive')
    await panel.run()
    await expect(verdict).toContainText('4 over one connection are wanted.')
    await panel.setRange('Heartbeat', 200)
    await panel.run()
    await expect(verdict).toContainText('Passed.')
    if (twin === 'live') await axe()
  })

  test('nothing is lost by a reset', async ({ page, twin, axe }) => {
    await page.goto('path/lost/')
    const panel = lab(page, 'The connection is lost')
    const verdict = verdictOf(page, 'Nothing lost')
    await panel.run()
    await expect(verdict).toContainText('No connection has been reset on its way in this run.')
    await panel.choose('The connection is lost', 'Reset (RST)')
    await panel.run()
    await expect(verdict).toContainText('Passed.')
    if (twin === 'live') await axe()
  })

  test('a box lets go of what is complete', async ({ page, twin, axe }) => {
    await page.goto('path/middlebox/')
    const panel = lab(page, 'A box in between')
    const verdict = verdictOf(page, 'Held back')
    await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
    await expect(panel.unit(/middlebox to server/).first()).toBeVisible()
    await panel.region.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(verdict).toContainText('No message has passed both wires yet.')
    await panel.choose('The stream ends by', 'Content-Length')
    await runUntilMessage(panel)
    await expect(verdict).toContainText('Passed.')
    if (twin === 'live') await axe()
  })
})
