/** What every end-to-end test has: a labs server of its worker's own, an accessibility check, and an eye on the console. */
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect } from '@playwright/test'
import { type LabsServer, startLabsServer } from '#labs-server/labs-server.ts'

export { expect }

/** The success criteria we hold: WCAG 2.2, levels A and AA, and those it has from before. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Breaching elements that are shown of one rule: the first ones tell what is wrong. */
const SHOWN_ELEMENTS = 3

type Violation = Awaited<ReturnType<AxeBuilder['analyze']>>['violations'][number]

function readable({ id, help, nodes }: Violation): string {
  const shown = nodes.slice(0, SHOWN_ELEMENTS).map(({ html, failureSummary }) => `${html}\n${failureSummary}`)
  return `${id}: ${help} (${nodes.length} elements)\n${shown.join('\n')}`
}

interface TestFixtures {
  /** Fails the test when axe finds a breach of WCAG 2.2 AA in the page as it is now. */
  readonly axe: () => Promise<void>
  /** What the page may complain of in its console, for tests that provoke it. */
  readonly expectedComplaints: readonly RegExp[]
  /** Fails the test when the page throws, or complains of anything else: a blocked script, a missing file, a failed request. */
  readonly complaints: readonly string[]
}

interface WorkerFixtures {
  /** A labs server on free ports, with the built site. */
  readonly site: LabsServer
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  site: [
    async ({ playwright: _ }, use) => {
      await using server = await startLabsServer({ port: 0, labsPort: 0 })
      await use(server)
    },
    { scope: 'worker' },
  ],
  baseURL: ({ site }, use) => use(site.urls.site),
  axe: ({ page }, use) =>
    use(async () => {
      const { violations } = await new AxeBuilder({ page }).withTags(WCAG).analyze()
      expect(violations.map(readable)).toEqual([])
    }),
  expectedComplaints: [[], { option: true }],
  complaints: [
    async ({ page, expectedComplaints }, use) => {
      const heard: string[] = []
      page.on('pageerror', (error) => heard.push(error.message))
      page.on('console', (message) => {
        if (message.type() === 'error') heard.push(`${message.text()} (${message.location().url})`)
      })
      await use(heard)
      expect(heard.filter((complaint) => !expectedComplaints.some((expected) => expected.test(complaint)))).toEqual([])
    },
    { auto: true },
  ],
})
