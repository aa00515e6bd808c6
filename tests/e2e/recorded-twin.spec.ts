/** The recorded twin on a static host, below a path: what needs a labs server says so, and nothing is asked of one. */
import { expect, recordedOnly, test } from './fixtures.ts'

recordedOnly('In the live twin a labs server does all of this.')

for (const [path, title, sentence] of [
  ['console/', 'The raw console', 'Here you would write the octets of a request yourself'],
  ['tls/', 'Does this browser trust the labs’ certificate?', 'There is no certificate to trust here'],
  ['table/', 'One table, measured', 'Here your browser would measure all of them itself'],
] as const) {
  test(`${path} says what a labs server would do here, and how to start one`, async ({ page, site, axe }) => {
    const strange: string[] = []
    page.on('request', (request) => {
      const isFile = request.url().startsWith(site.url) || /^(?:blob|data):/.test(request.url())
      if (!isFile || request.url().includes('/api/')) strange.push(request.url())
    })
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible()
    await expect(page.getByText(sentence)).toBeVisible()
    await expect(page.getByText('npm start')).toBeVisible()
    await expect(page.getByText(/Connecting|Looking whether/)).toHaveCount(0)
    await page.waitForLoadState('networkidle')
    expect(strange).toEqual([])
    await axe()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
  })
}

test('in place of the raw console, octets by hand play as they passed, each answered before the next', async ({
  page,
}) => {
  await page.goto('console/')
  const example = page.getByRole('region', { name: 'Octets by hand' })
  await expect(example.getByText(/was recorded on \d{4}-\d\d-\d\d with Node\.js/)).toBeVisible()
  await example.getByRole('button', { name: 'Play the recording' }).click()
  const units = example.getByRole('grid', { name: 'Units' })
  await expect(units.getByRole('row', { name: /last.chunk/i })).toHaveCount(2)
  const directions = await units
    .getByRole('row', { name: /chunk of/i })
    .evaluateAll((rows) => rows.map((row) => (row as HTMLElement).dataset.direction))
  expect(directions.slice(0, 4)).toEqual([
    'client-to-server',
    'server-to-client',
    'client-to-server',
    'server-to-client',
  ])
})

test('the table that was measured once is marked, sorted and saved', async ({ page }) => {
  await page.goto('table/')
  const table = page.getByRole('region', { name: 'The table' })
  await expect(table.getByText('Recorded', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Octets beside a message' }).click()
  await expect(page.getByRole('columnheader', { name: 'Octets beside a message' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  )
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as CSV' }).click()
  expect((await downloading).suggestedFilename()).toMatch(/^two-way-web-table-[\d-]{10}\.csv$/)
  await page.goto('table/#table=abc')
  await page.reload()
  await expect(page.getByText('The link holds no table that can be read')).toBeVisible()
})

test('search finds pages, and its links lead to them', async ({ page, site }) => {
  await page.goto('about/')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.getByRole('searchbox', { name: 'Search the course' }).fill('masking-key')
  const result = page.getByRole('dialog').getByRole('link').first()
  await expect(result).toHaveAttribute('href', new RegExp(`^${new URL(site.url).pathname}`))
  await result.click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(/mask/i)
})

test.describe('an address where nothing is', () => {
  test.use({ expectedComplaints: [/404/] })

  test('has the page that says so, with the way back', async ({ page, site }) => {
    const response = await page.goto('nothing-is-here/')
    expect(response?.status()).toBe(404)
    await page.getByRole('main').getByRole('link', { name: 'course', exact: true }).click()
    await expect(page).toHaveURL(site.url)
  })
})

test('Mock Service Worker is no part of a page whose labs nobody runs', async ({ page }) => {
  const scripts: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') scripts.push(response.text())
  })
  await page.goto('http/keep-alive/')
  await page.waitForLoadState('networkidle')
  expect(scripts.length).toBeGreaterThan(0)
  expect((await Promise.all(scripts)).filter((text) => text.includes('[MSW]'))).toHaveLength(0)
})
