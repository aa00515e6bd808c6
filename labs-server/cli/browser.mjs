/** Set-up of the browser for the end-to-end tests: one that is installed, else Playwright's own, else the distribution's. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './processes.mjs'
import { step } from './progress.mjs'
import { CACHE, NODE, ROOT, SetupError, scriptOf } from './setup.mjs'

/** A download that says nothing for this long will not come, in milliseconds. */
const MAX_SILENCE_MS = 60_000

/** @returns {Promise<string>} Where the browser is. */
export async function setUpBrowser() {
  let found = await findBrowser()
  // Whoever names a browser wants that one, and none in its place.
  const ways = process.env.CHROMIUM_PATH ? [] : waysToInstall()
  for (const way of ways) {
    if (found.path !== undefined) break
    for (const work of way) if (!(await succeeds(work))) break
    found = await findBrowser()
  }
  if (found.path !== undefined) return found.path
  throw new SetupError(found.said)
}

/** @typedef {{ title: string, command: [program: string, ...args: string[]] }} Work */

/** Each way is work to be done in order, as far as it succeeds. @returns {Work[][]} */
function waysToInstall() {
  const playwright = scriptOf('@playwright/test', 'playwright')
  /** @type {Work[][]} */
  const ways = [[{ title: "Downloading Playwright's Chromium", command: [NODE, playwright, 'install', 'chromium'] }]]
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    const install = ['install', '--yes', '--no-install-recommends', 'chromium']
    ways.push([
      { title: "Reading the distribution's list of packages", command: ['apt-get', 'update'] },
      { title: "Installing the distribution's Chromium", command: ['apt-get', ...install] },
    ])
  }
  return ways
}

/** @param {Work} work */
async function succeeds({ title, command: [program, ...args] }) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }
  const log = join(CACHE, 'logs', 'install-browser.log')
  const { code } = await step(
    title,
    () => run(program, args, { log, env, cwd: ROOT, maxSilenceMs: MAX_SILENCE_MS }),
    (result) => result.code === 0,
  )
  return code === 0
}

/** Asks the tests which browser they would drive, and what they say when there is none. */
async function findBrowser() {
  const log = join(CACHE, 'logs', 'find-browser.log')
  const { code, output } = await run(NODE, [join(ROOT, 'tests/browser.ts')], { log })
  const said = output.trim()
  return { path: code === 0 ? said.split('\n').at(-1) : undefined, said }
}
