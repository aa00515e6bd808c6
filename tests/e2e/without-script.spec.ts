/** Lessons are complete before any script: they read well without it, and the lab says what it would need. */
import { expect, test } from './fixtures.ts'

test.use({ javaScriptEnabled: false })

for (const path of ['/http/keep-alive/', '/http/message-end/', '/http/back-channel/']) {
  test(`${path} reads without script`, async ({ page, twin }) => {
    await page.goto(`.${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(
      page.getByText(twin === 'live' ? /It needs JavaScript and the labs server/ : /plays recorded runs/),
    ).toBeVisible()
    await expect(page.getByRole('figure').first()).toBeVisible()
    await expect(page.getByRole('main').locator('pre').first()).toBeVisible()
  })
}
