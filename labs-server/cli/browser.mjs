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
  for (const { title, commands } of ways) {
    if (found.path !== undefined) break
    for (const [program, ...args] of commands) if (!(await succeeds(title, program, args))) break
    found = await findBrowser()
  }
  if (found.path !== undefined) return found.path
  throw new SetupError(found.said)
}

/** @returns {{ title: string, commands: [string, ...string[]][] }[]} */
function waysToInstall() {
  const playwright = {
    title: "Downloading Playwright's Chromium",
    commands: [[NODE, scriptOf('@playwright/test', 'playwright'), 'install', 'chromium']],
  }
  const debian = {
    title: "Installing the distribution's Chromium",
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '--yes', '--no-install-recommends', 'chromium'],
    ],
  }
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') ? [playwright, debian] : [playwright]
}

/** @param {string} title @param {string} program @param {string[]} args */
async function succeeds(title, program, args) {
  const env = { DEBIAN_FRONTEND: 'noninteractive', PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '10000' }
  const log = join(CACHE, 'logs', 'browser.log')
  const { code } = await step(
    title,
    () => run(program, args, { log, env, cwd: ROOT, maxSilenceMs: MAX_SILENCE_MS }),
    (result) => result.code === 0,
  )
  return code === 0
}

/** Asks the tests which browser they would drive, and what they say when there is none. */
async function findBrowser() {
  const log = join(CACHE, 'logs', 'browser.log')
  const { code, output } = await run(NODE, [join(ROOT, 'tests/browser.ts')], { log })
  const said = output.trim()
  return { path: code === 0 ? said.split('\n').at(-1) : undefined, said }
}
