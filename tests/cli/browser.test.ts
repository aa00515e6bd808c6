/** Which browser is driven: the one that is named, else the first that runs. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { browserPlaces, browserVersion, findBrowser } from '../browser.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'browsers-'))
  // `npm test` names the browser that it has found.
  vi.stubEnv('CHROMIUM_PATH', undefined)
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

/** A program that says `says` and ends with `code`. */
async function program(name: string, says: string, code = 0): Promise<string> {
  const path = join(folder, name)
  await mkdir(join(path, '..'), { recursive: true })
  await writeFile(path, `#!/bin/sh\necho '${says}'\nexit ${code}\n`)
  await chmod(path, 0o755)
  return path
}

describe('findBrowser', () => {
  test('drives the browser that CHROMIUM_PATH names, before any other', async () => {
    const named = await program('mine', 'Chromium 156.0.8000.1')
    const other = await program('chromium', 'Chromium 150.0.1.1')
    expect(findBrowser(named, [other])).toBe(named)
  })

  test('refuses to drive another one when the named one does not run', async () => {
    const other = await program('chromium', 'Chromium 150.0.1.1')
    expect(() => findBrowser(join(folder, 'gone'), [other])).toThrow(/CHROMIUM_PATH names .*gone/)
  })

  test('passes over what only says how to install a browser', async () => {
    const hint = await program('chromium-browser', 'Command requires the chromium snap to be installed.', 1)
    const real = await program('google-chrome', 'Google Chrome 156.0.8000.1')
    expect(findBrowser(undefined, [join(folder, 'missing'), hint, real])).toBe(real)
  })

  test('says what to do when there is none', () => {
    expect(() => findBrowser(undefined, [])).toThrow(/Install one .*, or set CHROMIUM_PATH/)
  })
})

test.each([
  ['Chromium 156.0.8000.1 built on Debian GNU/Linux 13', '156.0.8000.1'],
  ['Google Chrome 156.0.8000.1', '156.0.8000.1'],
  ['Google Chrome for Testing 156.0.8000.1', '156.0.8000.1'],
  ['ls (GNU coreutils) 9.7', undefined],
])('what says %j has version %s', async (says, version) => {
  expect(browserVersion(await program('browser', says))).toBe(version)
})

describe('browserPlaces', () => {
  test('looks on the PATH for Chromium, then for Chrome, and then in the store of Playwright', () => {
    const places = browserPlaces('/usr/local/bin:/usr/bin', 'linux', '/store/chrome')
    expect(places.slice(0, 2)).toEqual(['/usr/local/bin/chromium', '/usr/bin/chromium'])
    expect(places.indexOf('/usr/bin/chromium')).toBeLessThan(places.indexOf('/usr/bin/google-chrome'))
    expect(places.at(-1)).toBe('/store/chrome')
  })

  test('looks among the applications of macOS', () => {
    expect(browserPlaces('', 'darwin', '/store/chrome')).toContain(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    )
  })
})
