/** Every page meets WCAG 2.2 AA, in both colour schemes, and fits the screen it is read on. */
import { expect, test } from './fixtures.ts'
import { lab } from './lab-page.ts'

const LABS = [
  ['/http/keep-alive/', 'One connection, many requests'],
  ['/http/message-end/', 'When does a message end?'],
  ['/http/back-channel/', 'The back channel'],
] as const
/** Pages of the workbench, and a lesson with a table: they are made of the same pieces, so each is seen once on each screen. */
const WORKBENCH = ['/bench/', '/duplex/', '/fall-back/', '/console/', '/table/', '/duplex/two-in-one/']
/** What the recorded twin has in the place of these is seen in recorded-twin.spec.ts. */
const LIVE_WORKBENCH = ['/console/', '/table/']
/** The lab that is seen in the recorded twin as well: there all have the same in common. */
const RECORDED_LAB = '/http/message-end/'
const PAGES = [
  '/',
  '/about/',
  '/browsers/',
  '/embed/',
  '/glossary/',
  '/glossary/chunk/',
  '/open/',
  '/nothing-is-here/',
  ...LABS.map(([path]) => path),
]

// These pages are the same in both twins; what the recorded twin says in their place is in recorded-twin.spec.ts.
for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, { tag: '@live' }, () => {
    test.use({ colorScheme, expectedComplaints: [/404/] })

    for (const path of PAGES) {
      test(`${path} can be used by everyone and does not scroll sideways`, async ({ page, axe }) => {
        await page.goto(`.${path}`)
        await expect(page.getByRole('main')).toBeVisible()
        await axe()
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      })
    }
  })
}

for (const [colorScheme, tag] of [
  ['light', '@desktop'],
  ['dark', '@phone'],
] as const) {
  test.describe(`${colorScheme}, the workbench`, { tag }, () => {
    test.use({ colorScheme })

    for (const path of WORKBENCH) {
      test(`${path} can be used by everyone and does not scroll sideways`, {
        tag: LIVE_WORKBENCH.includes(path) ? '@live' : [],
      }, async ({ page, twin, axe }) => {
        await page.goto(`.${path}`)
        if (twin === 'live') await expect(page.getByText('Live: connected to the labs server.').first()).toBeVisible()
        await axe()
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      })
    }
  })
}

// Both screens and both schemes are seen, each lab once on each screen: axe takes its time over a full view of octets.
for (const [colorScheme, tag] of [
  ['light', '@desktop'],
  ['dark', '@phone'],
] as const) {
  test.describe(`${colorScheme}, with the lab run and a unit open`, { tag }, () => {
    test.use({ colorScheme })

    for (const [path, title] of LABS) {
      test(`${path} can be used by everyone`, { tag: path === RECORDED_LAB ? [] : '@live' }, async ({ page, axe }) => {
        await page.goto(`.${path}`)
        const panel = lab(page, title)
        await panel.run()
        await panel
          .unit(/response/i)
          .first()
          .click()
        await expect(panel.region.getByRole('treeitem').first()).toBeVisible()
        await axe()
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      })
    }
  })
}
