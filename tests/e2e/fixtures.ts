/** What every end-to-end test has: the site, live or recorded, an accessibility check, and an eye on the console. */
import { AxeBuilder } from '@axe-core/playwright'
import { test as base, expect } from '@playwright/test'
import { STATIC_FOLDER, TESTED_BASE } from '#labs-server/cli/setup.mjs'
import { serveFolder } from '#labs-server/cli/static-host.mjs'
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

/** The twin that a project tests: with a labs server, or as files on a static host. */
export type Twin = 'live' | 'recorded'

interface Site {
  /** Its first page. */
  readonly url: string
  /** What stands behind it, in the live twin. */
  readonly labsServer?: LabsServer
}

interface TestFixtures {
  /** Whether the browser asks to save data; it does in tests, so that not each of them fetches the whole site for offline use. */
  readonly savesData: boolean
  /** Fails the test when axe finds a breach of WCAG 2.2 AA in the page as it is now. */
  readonly axe: () => Promise<void>
  /** What the page may complain of in its console, for tests that provoke it. */
  readonly expectedComplaints: readonly RegExp[]
  /** Fails the test when the page throws, or complains of anything else: a blocked script, a missing file, a failed request. */
  readonly complaints: readonly string[]
}

interface WorkerFixtures {
  readonly twin: Twin
  /** The built site on free ports, the recorded twin below a path. */
  readonly site: Site
  /** The labs server behind the site; only for tests that are `liveOnly`. */
  readonly labsServer: LabsServer
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  twin: ['live', { option: true, scope: 'worker' }],
  site: [
    async ({ twin }, use) => {
      if (twin === 'live') {
        await using labsServer = await startLabsServer({ port: 0, labsPort: 0 })
        await use({ url: labsServer.urls.site, labsServer })
      } else {
        const host = await serveFolder(STATIC_FOLDER, { base: TESTED_BASE })
        await use(host)
        await host.close()
      }
    },
    { scope: 'worker' },
  ],
  labsServer: [
    async ({ site: { labsServer } }, use) => {
      if (labsServer === undefined)
        throw new Error('Behind the recorded twin is no labs server: mark this as liveOnly.')
      await use(labsServer)
    },
    { scope: 'worker' },
  ],
  baseURL: ({ site }, use) => use(site.url),
  savesData: [true, { option: true }],
  context: async ({ context, twin, savesData }, use) => {
    if (twin === 'recorded' && savesData) await context.addInitScript(saveData)
    await use(context)
  },
  axe: ({ page }, use) =>
    use(async () => {
      await page.waitForFunction(codeCanBeScrolled)
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

/**
 * What follows in this file or `describe` is about what only a labs server can do, or only a static host, and `reason` says what:
 * the report has it with each test that is left out.
 */
export function liveOnly(reason: string): void {
  test.skip(({ twin }) => twin !== 'live', reason)
}
export function recordedOnly(reason: string): void {
  test.skip(({ twin }) => twin !== 'recorded', reason)
}

/** Runs in the page: whether all code that scrolls can have the focus. Expressive Code sees to that once the browser is idle. */
function codeCanBeScrolled(): boolean {
  const blocks = [...document.querySelectorAll<HTMLElement>('.expressive-code pre')]
  return blocks.every((block) => block.scrollWidth <= block.clientWidth || block.tabIndex === 0)
}

/** Runs in the page. */
function saveData(): void {
  Object.defineProperty(Navigator.prototype, 'connection', { get: () => ({ saveData: true }) })
}
