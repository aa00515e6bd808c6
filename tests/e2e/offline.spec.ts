/** Offline after one visit: the recorded twin with its host gone. */
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { STATIC_FOLDER, TESTED_BASE } from '#labs-server/cli/setup.mjs'
import { serveFolder } from '#labs-server/cli/static-host.mjs'
import { writeWorker } from '#site/integrations/offline.ts'
import { expect, recordedOnly, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

recordedOnly('The live twin is of no use without its labs server, so it keeps nothing.')

test.describe('after one visit', () => {
  // What a page asks for in vain while its host is gone.
  test.use({
    savesData: false,
    expectedComplaints: [
      /ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED|ERR_FAILED|404|Failed to update a ServiceWorker/,
    ],
  })

  test('lessons, their labs, search and glossary are there when the host is gone', async ({ page, context }) => {
    const host = await serveFolder(STATIC_FOLDER, { base: TESTED_BASE })
    await page.goto(`${host.url}http/keep-alive/`)
    await expect(page.getByText(/^Kept for offline use: all \d+ pages, since/)).toBeVisible({ timeout: 60_000 })
    await host.close()
    await context.setOffline(true)

    await page.goto(`${host.url}http/message-end/`)
    await expect(page.getByRole('heading', { level: 1, name: 'When does a message end?' })).toBeVisible()
    await expect(page.getByText(/^Kept for offline use: all \d+ pages, since/)).toBeVisible()
    const panel = lab(page, 'When does a message end?')
    await panel.run()
    await expect(panel.region.getByText('read() done')).toBeVisible()
    await expect(panel.unit(/chunk of 27 octets/i)).toHaveCount(5)

    await page.getByRole('button', { name: 'Search' }).click()
    await page.getByRole('searchbox', { name: 'Search the course' }).fill('window update')
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /WINDOW_UPDATE/ })
      .first()
      .click()
    await expect(page.getByRole('heading', { level: 1, name: /WINDOW_UPDATE/ })).toBeVisible()
    await expect(page.getByText('RECORDED').first()).toBeVisible()

    await page.goto(`${host.url}open#example=web-socket`)
    await expect(page.getByRole('grid', { name: 'Units' }).getByRole('row').nth(1)).toBeVisible()

    await page.goto(`${host.url}nothing-is-here/`)
    await expect(page.getByText('Nothing is published at this address.')).toBeVisible()
  })
})

test.describe('when the site is published anew', () => {
  test.use({ savesData: false })

  test('open pages stay as they were, and the next reader of all has the new ones', async ({
    page,
    context,
  }, testInfo) => {
    const folder = testInfo.outputPath('published')
    await cp(STATIC_FOLDER, folder, { recursive: true })
    const host = await serveFolder(folder, { base: TESTED_BASE })
    const asked: string[] = []
    context.on('request', (request) => request.serviceWorker() && asked.push(request.url()))
    await page.goto(`${host.url}glossary/chunk/`)
    await expect(page.getByText(/^Kept for offline use: all/)).toBeVisible({ timeout: 60_000 })

    const about = join(folder, 'about/index.html')
    await writeFile(about, (await readFile(about, 'utf8')).replace('About this course</h1>', 'About it, anew</h1>'))
    await writeWorker(folder)
    asked.length = 0
    await page.goto(`${host.url}about/`)
    await expect(page.getByRole('heading', { level: 1, name: 'About this course' })).toBeVisible()
    await expect(page.getByText('A newer version is kept.')).toBeVisible({ timeout: 30_000 })
    expect(asked.filter((url) => !url.endsWith('orker.js'))).toEqual([`${host.url}about/`])

    await page.goto('about:blank')
    await page.goto(`${host.url}about/`)
    await expect(page.getByRole('heading', { level: 1, name: 'About it, anew' })).toBeVisible()
    await host.close()
  })
})

test.describe('a browser without room', () => {
  test.use({ savesData: false })

  test('says that not all pages are kept, and shows them nevertheless', async ({ page, context, site }) => {
    const devtools = await context.newCDPSession(page)
    const { origin } = new URL(site.url)
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 })
    await page.goto('about/')
    await expect(page.getByText('the browser has no room for them')).toBeVisible({ timeout: 30_000 })
    await page.goto('glossary/')
    await expect(page.getByRole('heading', { level: 1, name: 'Glossary' })).toBeVisible()
  })
})

test('who saves data keeps the pages that were opened, and no others', async ({ page, context }) => {
  const host = await serveFolder(STATIC_FOLDER, { base: TESTED_BASE })
  await page.goto(`${host.url}glossary/chunk/`)
  await expect(page.getByText('Kept for offline use: the pages that you open.')).toBeVisible()
  await page.goto(`${host.url}about/`)
  await expect(page.getByText('Kept for offline use: the pages that you open.')).toBeVisible()
  await host.close()
  await page.goto(`${host.url}glossary/chunk/`)
  await expect(page.getByRole('heading', { level: 1, name: 'chunk' })).toBeVisible()
  const other = await context.newPage()
  await other.goto(`${host.url}glossary/`)
  await expect(other.getByText('This page has not been kept for offline use')).toBeVisible()
})

test('where the live twin takes its place, the worker goes and takes along what it kept', async ({
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('published')
  await cp(STATIC_FOLDER, folder, { recursive: true })
  const host = await serveFolder(folder, { base: TESTED_BASE })
  await page.goto(`${host.url}about/`)
  await expect(page.getByText('Kept for offline use: the pages that you open.')).toBeVisible()

  await cp(fileURLToPath(new URL('../../site/public/worker.js', import.meta.url)), join(folder, 'worker.js'))
  await writeFile(
    join(folder, 'about/index.html'),
    '<!doctype html><html lang="en"><title>Live</title><link rel="icon" href="data:,"><h1>Live</h1></html>',
  )
  // The browser looks for a newer worker when a page is opened; the page that it opens then is still the old one.
  await page.goto(`${host.url}about/`)
  const workers = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)
  await expect.poll(workers, { timeout: 30_000 }).toBe(0)
  await page.goto(`${host.url}about/`)
  await expect(page.getByRole('heading', { level: 1, name: 'Live' })).toBeVisible()
  expect(await page.evaluate(() => caches.keys())).toEqual([])
  await host.close()
})
