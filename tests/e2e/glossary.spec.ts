/** The glossary: a term is found among hundreds, its page can be used by everyone, and its links lead somewhere. */
import { expect, test } from './fixtures.ts'

// The list and its script are the same in both twins.
test('a term is found by typing a part of its name, and the list comes back when the field is cleared', {
  tag: '@live',
}, async ({ page, axe }) => {
  await page.goto('glossary/')
  const filter = page.getByRole('searchbox', { name: 'Filter' })
  const found = page.getByRole('search').getByRole('status')
  const all = await found.textContent()
  expect(all).toMatch(/^\d+ terms$/)

  await filter.fill('window upd')
  await expect(found).toHaveText(`1 of ${all}`)
  await expect(page.getByRole('heading', { level: 2, name: 'HTTP/2' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'WebSocket', exact: true })).toBeHidden()
  await axe()

  await filter.fill('no such thing')
  await expect(found).toHaveText('No name or title has this in it.')

  await filter.clear()
  await expect(found).toHaveText(all ?? '')
  await expect(page.getByRole('heading', { level: 2, name: 'WebSocket', exact: true })).toBeVisible()
})

test('what was filtered is filtered still when a reader comes back', async ({ page }) => {
  await page.goto('glossary/')
  await page.getByRole('searchbox', { name: 'Filter' }).fill('chunk-size')
  await page.getByRole('link', { name: 'chunk-size', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'chunk-size' })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole('searchbox', { name: 'Filter' })).toHaveValue('chunk-size')
  await expect(page.getByRole('search').getByRole('status')).toHaveText(/^1 of \d+ terms$/)
})

test('filtering moves nothing above the list', { tag: '@live' }, async ({ page }) => {
  await page.goto('glossary/')
  const filter = page.getByRole('searchbox', { name: 'Filter' })
  const heading = page.getByRole('heading', { level: 2, name: 'HTTP/1.1', exact: true })
  const [filterBefore, headingBefore] = [await filter.boundingBox(), await heading.boundingBox()]
  await filter.fill('http/1.1')
  await expect(page.getByRole('heading', { level: 2, name: 'HTTP/2' })).toBeHidden()
  expect(await filter.boundingBox()).toEqual(filterBefore)
  expect(await heading.boundingBox()).toEqual(headingBefore)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('the whole list is there, and no field that does nothing', async ({ page }) => {
    await page.goto('glossary/')
    await expect(page.getByRole('link', { name: 'WINDOW_UPDATE' })).toBeVisible()
    await expect(page.getByRole('searchbox', { name: 'Filter' })).toBeHidden()
  })
})

// The build follows every link of both twins.
for (const term of ['data', 'opcode', 'dynamic-table-after', 'last-event-id', 'script']) {
  test(`the page of ${term} can be used by everyone, and each of its links within the site leads to a page`, {
    tag: '@live',
  }, async ({ page, site, axe }) => {
    await page.goto(`glossary/${term}/`)
    await axe()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
    const links = await page.getByRole('main').locator('a[href^="/"]').all()
    const addresses = new Set(await Promise.all(links.map((link) => link.getAttribute('href'))))
    expect(addresses).toContain(new URL('glossary/', site.url).pathname)
    for (const address of addresses) {
      const response = await page.request.get(address ?? '')
      expect(response.status(), address ?? '').toBe(200)
    }
  })
}
