/**
 * End-to-end tests in a real Chromium: the built site with the real labs server, on a desk and on a phone; and the recorded twin on a
 * static host. Most tests are for both twins; what differs is marked where it stands, with the reason.
 */
import { availableParallelism } from 'node:os'
import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, findBrowser } from './browser.ts'
import type { Twin } from './e2e/fixtures.ts'

export default defineConfig<object, { twin: Twin }>({
  testDir: 'e2e',
  outputDir: '../.cache/end-to-end',
  fullyParallel: true,
  // Half of a test is waiting for what a lab does over time.
  workers: Math.max(2, Math.floor(availableParallelism() / 2)),
  // A test that passes only when tried again hides a race.
  retries: 0,
  // axe looks at every octet of an open lab, which takes a busy machine half a minute.
  timeout: 90_000,
  use: {
    launchOptions: { executablePath: findBrowser(), args: BROWSER_ARGS },
    // A trace costs a fifth of all the time; with `--trace on` whoever looks for a fault has one.
    screenshot: 'only-on-failure',
    locale: 'en-GB',
  },
  projects: [
    // Tests that say "@phone" have a twin for the desk.
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } }, grepInvert: /@phone/ },
    {
      name: 'phone',
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 3 },
      // Tests that say "@desktop" use what a phone has not: a keyboard, two columns.
      grepInvert: /@desktop/,
    },
    {
      name: 'recorded',
      use: { twin: 'recorded', viewport: { width: 1440, height: 900 } },
      // Tests that say "@live" are about what is the same in both twins, file by file.
      grepInvert: /@phone|@live/,
    },
  ],
})
