/** Runs into files and out of them, links to what is selected, and the view in pages of others. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

const RECORDING = new URL('../../labs-server/labs/message-end/recordings/chunked.json', import.meta.url)
const TITLE = 'When does a message end?'

async function saved(page: Page, format: RegExp): Promise<Uint8Array> {
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: format }).click()
  return readFile(await (await downloading).path())
}

async function open(page: Page, name: string, buffer: Uint8Array) {
  const chooser = page.getByLabel('Choose a capture file')
  await expect(chooser).toBeEnabled()
  await chooser.setInputFiles({ name, mimeType: '', buffer: Buffer.from(buffer) })
}

// What is saved is a trace, wherever it came from.
test('a run saved from a lab opens again, octet for octet, in a page without a lab', { tag: '@live' }, async ({
  page,
  axe,
}) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 50)
  await panel.run()
  const names = await panel.units
    .getByRole('row')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')))
  await panel.region.getByRole('button', { name: 'Save and share' }).click()
  await axe()
  const files = {
    'run.json': await saved(page, /Saved run/),
    'run.pcapng': await saved(page, /Packet capture/),
    'run.har': await saved(page, /HAR/),
  }
  const transcript = new TextDecoder().decode(await saved(page, /Transcript/))
  expect(transcript).toContain('Chunk of 27 octets from the server')

  await page.goto('open/')
  for (const [name, octets] of Object.entries(files)) {
    await open(page, name, octets)
    await expect(page.getByRole('status').filter({ hasText: `${name} is open` })).toBeVisible()
    const units = page.getByRole('grid', { name: 'Units' })
    await expect(units.getByRole('row', { name: /Request GET/ })).toHaveCount(1)
    // A HAR holds no chunks; what is rebuilt from it says so.
    if (name === 'run.har') await expect(page.getByText('REBUILT FROM MESSAGES')).toBeVisible()
    else
      expect(
        await units.getByRole('row').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label'))),
      ).toEqual(names)
  }
  await axe()
})

test('a file that is none says so, and what was open stays', async ({ page }) => {
  await page.goto('open/')
  await open(page, 'chunked.json', await readFile(RECORDING))
  const units = page.getByRole('grid', { name: 'Units' })
  await expect(units.getByRole('row', { name: /Chunk of 27/ })).toHaveCount(5)
  await open(page, 'holiday.jpg', new Uint8Array([0xff, 0xd8, 0xff, ...new Array(100).fill(0)]))
  await expect(page.getByRole('alert')).toContainText(
    'holiday.jpg could not be opened. This file is none of those that can be read',
  )
  await expect(units.getByRole('row', { name: /Chunk of 27/ })).toHaveCount(5)
})

test('a file dropped on a lab is read there, and is no evidence for its exercises', async ({ page, twin }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  const octets = [...(await readFile(RECORDING))]
  const view = panel.region.getByRole('region', { name: 'The wire' })
  await expect(panel.region.getByRole('button', { name: 'Run', exact: true })).toBeEnabled()
  const files = await page.evaluateHandle((dropped) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([Uint8Array.from(dropped)], 'theirs.json'))
    return transfer
  }, octets)
  await view.dispatchEvent('drop', { dataTransfer: files })
  await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)
  await expect(view.getByText('FROM A FILE')).toBeVisible()
  await expect(page.getByText('Not tried yet.').first()).toBeAttached()

  await panel.quicken(twin, 'Interval', 50)
  await panel.run()
  await expect(view.getByText(twin === 'live' ? 'LIVE' : 'RECORDED', { exact: true })).toBeVisible()
})

test('a link brings back switches and selection', async ({ page, context }) => {
  await page.goto('http/message-end/')
  const panel = lab(page, TITLE)
  await panel.setRange('Interval', 0)
  await panel.setRange('Writes', 10)
  await panel.run()
  await panel
    .unit(/chunk of 27 octets/i)
    .nth(1)
    .click()
  await panel.region.getByRole('treeitem', { name: /chunk-size/ }).click()
  await panel.region.getByRole('button', { name: 'Save and share' }).click()
  const link = await panel.region.getByText(/select=/).textContent()

  const other = await (await context.browser())?.newContext()
  if (other === undefined) throw new Error('There is no browser.')
  const fresh = await other.newPage()
  await fresh.goto(link ?? '')
  const there = lab(fresh, TITLE)
  await expect(there.region.getByText('The link you followed points at a unit')).toBeVisible()
  await there.run()
  await expect(there.region.getByRole('slider', { name: 'Writes', exact: true })).toHaveValue('10')
  await expect(there.region.getByRole('treeitem', { selected: true })).toHaveAccessibleName(/chunk-size, hex 1b/)
  await other.close()
})

test('the custom element shows a recording in a page of another origin', async ({ page, site }) => {
  const html = `<!doctype html><html lang="en"><title>Slides</title><h1>Slides</h1>
    <script type="module" src="${site.url}embed/wire-view.js"></script>
    <wire-view src="${site.url}recordings/message-end/chunked.json" label="A chunked response" select="1/s2c-0"></wire-view>`
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const view = page.getByRole('region', { name: 'A chunked response' })
    await expect(view.getByText('RECORDED', { exact: true })).toBeVisible()
    await expect(view.getByRole('row', { name: /Chunk of 27 octets/ })).toHaveCount(5)
    await expect(view.getByRole('row', { selected: true })).toHaveAccessibleName(/Response 200 OK/)
  } finally {
    server.close()
  }
})

test('every name in the parts leads to its page in the glossary', async ({ page }) => {
  await page.goto('open/')
  await open(page, 'chunked.json', await readFile(RECORDING))
  await page
    .getByRole('grid', { name: 'Units' })
    .getByRole('row', { name: /Chunk of 27/ })
    .first()
    .click()
  await page.getByRole('link', { name: 'chunk in the glossary' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'chunk' })).toBeVisible()
  await expect(page.getByText('RECORDED')).toBeVisible()
})
