/** Which Firefox is driven: the one that is named, else the first that runs, else none. */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findFirefox, firefoxPlaces } from '../firefox.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firefox-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A program that says `says`. */
async function program(name: string, says: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, `#!/bin/sh\necho '${says}'\n`)
  await chmod(path, 0o755)
  return path
}

describe('findFirefox', () => {
  test('drives the one that FIREFOX_PATH names, before any other', async () => {
    const named = await program('mine', 'Mozilla Firefox 153.8.0esr')
    const other = await program('firefox', 'Mozilla Firefox 140.0')
    expect(findFirefox(named, [other])).toBe(named)
  })

  test('refuses to drive another one when the named one is no Firefox', async () => {
    const named = await program('mine', 'Chromium 156.0.8000.1')
    const other = await program('firefox', 'Mozilla Firefox 140.0')
    expect(() => findFirefox(named, [other])).toThrow(/FIREFOX_PATH names .*mine/)
  })

  test('passes over what is not there or says something else', async () => {
    const hint = await program('firefox', 'Command requires the firefox snap to be installed.')
    const real = await program('firefox-esr', 'Mozilla Firefox 153.8.0esr')
    expect(findFirefox(undefined, [join(folder, 'missing'), hint, real])).toBe(real)
  })

  test('finds none where there is none', () => {
    expect(findFirefox(undefined, [])).toBeUndefined()
  })
})

test('looks on the PATH for the release with extended support first', () => {
  expect(firefoxPlaces('/usr/local/bin:/usr/bin', 'linux')).toEqual([
    '/usr/local/bin/firefox-esr',
    '/usr/bin/firefox-esr',
    '/usr/local/bin/firefox',
    '/usr/bin/firefox',
  ])
})
