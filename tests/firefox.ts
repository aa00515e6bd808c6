/** Which Firefox the contract tests drive: a stock one, release or ESR. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['firefox-esr', 'firefox']

const APPLICATIONS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['/Applications/Firefox.app/Contents/MacOS/firefox'],
  win32: ['ProgramFiles', 'ProgramFiles(x86)'].flatMap((folder) =>
    process.env[folder] === undefined ? [] : join(process.env[folder], 'Mozilla Firefox/firefox.exe'),
  ),
}

/** How long it has to tell its version, in milliseconds. */
const VERSION_MS = 10_000

/** Where it may be, the likeliest first. */
export function firefoxPlaces(path = process.env.PATH ?? '', platform = process.platform): readonly string[] {
  const folders = platform === 'win32' ? [] : path.split(delimiter).filter((folder) => folder !== '')
  return [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...(APPLICATIONS[platform] ?? [])]
}

/** Whether there is a Firefox at `path` that runs. On Windows it tells its version to nobody, so being there is enough. */
export function isFirefox(path: string): boolean {
  if (!existsSync(path)) return false
  if (process.platform === 'win32') return true
  try {
    const said = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: VERSION_MS, stdio: 'pipe' })
    return /^Mozilla Firefox \d/m.test(said)
  } catch {
    return false
  }
}

/**
 * The Firefox to drive: the one that FIREFOX_PATH names, else the first one of `places` that runs; undefined without one.
 *
 * @throws Error with a sentence that says what to do when FIREFOX_PATH names none.
 */
export function findFirefox(named = process.env.FIREFOX_PATH, places = firefoxPlaces()): string | undefined {
  if (!named) return places.find(isFirefox)
  if (isFirefox(named)) return named
  throw new Error(`FIREFOX_PATH names ${named}, which is not a Firefox that runs. Correct it, or leave it out.`)
}
