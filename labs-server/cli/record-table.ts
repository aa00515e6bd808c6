/** `npm run record -- table`: every pair of ways, measured by the page itself in Chromium, and kept for pages without a labs server. */
import { readFile, writeFile } from 'node:fs/promises'
import { chromium } from 'playwright'
import { BROWSER_ARGS, findBrowser } from '../../tests/browser.ts'
import { startLabsServer } from '../labs-server.ts'

const TABLE = new URL('../labs/bench/measured-table.json', import.meta.url)
/** All pairs, twice each: some minutes. In milliseconds. */
const PATIENCE_MS = 30 * 60_000

/** Presses the page's own button, and keeps what it saves; the site has to be built. */
export async function recordTable(): Promise<void> {
  await using server = await startLabsServer({ port: 0, labsPort: 0 })
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  try {
    // The labs over TLS have a certificate of our own making.
    const context = await browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    await page.goto(new URL('table/', server.urls.site).href)
    await page.getByText('Live: connected to the labs server.').waitFor()
    await page.getByRole('button', { name: 'Run them all' }).click()
    await page.getByText(/^All \d+ pairs have been run\.$/).waitFor({ timeout: PATIENCE_MS })
    const saving = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save as JSON' }).click()
    const results = JSON.parse(await readFile(await (await saving).path(), 'utf8'))
    // Nobody reads a tenth of a microsecond.
    const kept = { ...results, browser: `Chromium ${browser.version()}` }
    await writeFile(TABLE, `${JSON.stringify(kept, toTenths)}\n`)
    console.log(`measured-table.json: ${results.rows.length} pairs`)
  } finally {
    await browser.close()
  }
}

function toTenths(_key: string, value: unknown) {
  return typeof value === 'number' && !Number.isInteger(value) ? Math.round(value * 10) / 10 : value
}
