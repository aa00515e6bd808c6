/** Recordings in the labs' place: what is said of them, whose script runs, and what there is to do where nothing was recorded. */
import type { Page } from '@playwright/test'
import type { Recording } from '#wire/formats/recording.ts'
import { expect, recordedOnly, test } from './fixtures.ts'
import { type LabPage, lab } from './lab-page.ts'

recordedOnly('In the live twin the labs themselves run; what it plays when they are gone is in server-gone.spec.ts.')

const MESSAGE_END = 'When does a message end?'

const MADE_WITH =
  /^RECORDED A run with these switches was recorded on \d{4}-\d\d-\d\d with Chromium \d[\d.]* and Node\.js \d[\d.]*, Express \d[\d.]*: its octets are of then\. This page’s own script runs now/

const badge = ({ region }: LabPage) =>
  region.getByRole('region', { name: 'The wire' }).getByText('RECORDED', { exact: true })

/** When the script saw something, as the panel tells it. */
async function timesIn({ region }: LabPage): Promise<readonly (string | undefined)[]> {
  const events = await region.getByRole('list', { name: 'What the script saw' }).getByRole('listitem').allTextContents()
  return events.map((event) => /^\d+\.\d ms/.exec(event)?.[0])
}

/** When the script of then saw something, in the same words. */
async function timesRecorded(page: Page, name: string): Promise<readonly string[]> {
  const { script }: Recording = await (await page.request.get(`recordings/${name}.json`)).json()
  return script.map(({ at }) => `${at.toFixed(1)} ms`)
}

for (const [name, path, title] of [
  ['message-end/chunked', 'http/message-end/', MESSAGE_END],
  ['bench/event-source', 'bench/#lab=bench&down=event-source&messagesDown=5&messagesUp=2', 'The bench'],
  [
    'bench/web-socket',
    'bench/#lab=bench&down=web-socket&up=web-socket&messagesDown=3&messagesUp=3&heartbeat=100',
    'The bench',
  ],
  ['bench/h2-upload', 'bench/#lab=bench&down=h2-stream&up=h2-upload&messagesDown=2&messagesUp=5', 'The bench'],
] as const) {
  test(`${name}: the page’s own script runs against the octets of then`, async ({ page }) => {
    await page.goto(path)
    const panel = lab(page, title)
    await panel.run()
    await expect(badge(panel)).toBeVisible()
    await expect(panel.region.getByText('A run with these switches was recorded')).toContainText(MADE_WITH)
    const [now, then] = [await timesIn(panel), await timesRecorded(page, name)]
    expect(now.length).toBeGreaterThan(0)
    expect(now).not.toEqual(then)
    await expect(panel.region.getByText('not in the recording')).toHaveCount(0)
  })
}

for (const way of ['xml-socket', 'web-transport']) {
  test(`${way}: plays alone, what its script saw then included, and says why`, async ({ page }) => {
    await page.goto(`bench/#lab=bench&down=${way}&up=${way}&messagesDown=3&messagesUp=3`)
    const panel = lab(page, 'The bench')
    await expect(panel.region.getByText('nothing in a page can stand in for the other end of this way')).toBeVisible()
    await panel.run()
    await expect(badge(panel)).toBeVisible()
    expect(await timesIn(panel)).toEqual(await timesRecorded(page, `bench/${way}`))
  })
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme })

    test('with switches that nobody recorded, a lab can be used by everyone', async ({ page, axe }) => {
      await page.goto('http/message-end/')
      const panel = lab(page, MESSAGE_END)
      await panel.setRange('Writes', 7)
      await expect(panel.region.getByText('NOT RECORDED')).toBeVisible()
      await axe()
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    })
  })
}

test('switches that nobody recorded: says so, and what is near to them is one press away', async ({ page }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, MESSAGE_END)
  await panel.setRange('Writes', 9)
  await panel.setRange('Interval', 50)
  await expect(panel.region.getByText('NOT RECORDED')).toBeVisible()
  await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(panel.region.getByText('There is nothing to play')).toBeVisible()

  await panel.region.getByRole('button', { name: 'Writes: 10; Interval: 0 ms', exact: true }).click()
  await expect(panel.region.getByRole('slider', { name: 'Writes', exact: true })).toHaveValue('10')
  await expect(page).toHaveURL(/#lab=message-end&writes=10&interval=0$/)
  await expect(panel.region.getByText('NOT RECORDED')).toBeHidden()
  await panel.run()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(10)
})

test('Stop stops it, and Run begins anew', async ({ page }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, MESSAGE_END)
  await panel.region.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(panel.unit(/chunk of 27 octets/i).first()).toBeVisible()
  await panel.region.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(panel.region).toHaveAttribute('data-phase', 'stopped')
  await expect(panel.unit(/last.chunk/i)).toHaveCount(0)
  await panel.run()
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)
  await expect(panel.unit(/last.chunk/i)).toHaveCount(1)
})

test('an exercise that needs curl says so before anybody tries', async ({ page }) => {
  await page.goto('http/keep-alive/')
  const needing = page.getByText('It needs the labs server, which this copy of the site does not have.')
  await expect(needing).toHaveCount(1)
  await expect(page.getByRole('region', { name: 'Without a browser' })).toContainText(
    'It asks for requests of curl, and only a browser is recorded.',
  )
})
