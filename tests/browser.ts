/** Which Chrome or Chromium the tests and the benchmarks drive. Run alone, it prints the path, or fails with a sentence. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright'

/** The names under which distributions install it, the free one first. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome']

const APPLICATIONS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap((folder) =>
    process.env[folder] === undefined ? [] : join(process.env[folder], 'Google/Chrome/Application/chrome.exe'),
  ),
}

const NO_BROWSER =
  'No Chrome or Chromium was found. Install one (on Debian: apt-get install chromium), or set CHROMIUM_PATH to one.'

/** How long a browser has to tell its version, in milliseconds. */
const VERSION_MS = 10_000

/** What a browser needs to be driven: root has no sandbox, and nothing but the test may use the network. */
export const BROWSER_ARGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Where a browser may be, the likeliest first: on the PATH, where the platform keeps applications, in Playwright's own store. */
export function browserPlaces(
  path = process.env.PATH ?? '',
  platform: NodeJS.Platform = process.platform,
  playwrightsOwn = chromium.executablePath(),
): readonly string[] {
  const folders = platform === 'win32' ? [] : path.split(delimiter).filter((folder) => folder !== '')
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))
  return [...onPath, ...(APPLICATIONS[platform] ?? []), playwrightsOwn]
}

/**
 * The version that the browser at `path` tells, or undefined when it does not run: some distributions put a script there
 * that only says how to install it. On Windows Chrome opens a window instead of telling, so being there is enough.
 */
export function browserVersion(path: string): string | undefined {
  if (!existsSync(path)) return undefined
  if (process.platform === 'win32') return 'unknown'
  try {
    const said = execFileSync(path, ['--version'], { encoding: 'utf8', timeout: VERSION_MS, stdio: 'pipe' })
    return /^[\w ]*(?:Chrom|Edge)[\w ]* (\d+(?:\.\d+)+)/.exec(said)?.[1]
  } catch {
    return undefined
  }
}

/**
 * The browser to drive: the one that CHROMIUM_PATH names, else the first one of `places` that runs.
 *
 * @throws Error with a sentence that says what to do when CHROMIUM_PATH names none, or there is none.
 */
export function findBrowser(named = process.env.CHROMIUM_PATH, places = browserPlaces()): string {
  if (named) {
    if (browserVersion(named) !== undefined) return named
    throw new Error(`CHROMIUM_PATH names ${named}, which is not a browser that runs. Correct it, or leave it out.`)
  }
  const found = places.find((place) => browserVersion(place) !== undefined)
  if (found === undefined) throw new Error(NO_BROWSER)
  return found
}

if (import.meta.main) {
  try {
    console.log(findBrowser())
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
