/** Chromium and Firefox driven alike: Playwright drives the one, puppeteer the other over WebDriver BiDi. */
import { chromium } from 'playwright'
import puppeteer from 'puppeteer-core'
import { BROWSER_ARGS, findBrowser } from './browser.ts'
import { findFirefox } from './firefox.ts'

export const BROWSERS = ['Chromium', 'Firefox'] as const
export type BrowserName = (typeof BROWSERS)[number]

export interface DrivenPage extends AsyncDisposable {
  /** Loads a document in the place of the one that is there, whose scripts and requests end. */
  load(url: string): Promise<void>
  /** Calls a function that a script of the page exports. What it is given and gives back goes as JSON. */
  call(script: string, name: string, given: readonly unknown[]): Promise<unknown>
}

export interface DrivenBrowser extends AsyncDisposable {
  readonly name: BrowserName
  /** `156.0.8078.108`. */
  readonly version: string
  /** Opens `url` in a profile of its own, without connections of other pages. Certificates of our own making are accepted. */
  open(url: string): Promise<DrivenPage>
}

/** A sentence that says why the browser is not run. */
export type NotRun = string

/** Starts a browser without a window; or says why not. */
export const LAUNCH: Readonly<Record<BrowserName, () => Promise<DrivenBrowser | NotRun>>> = {
  async Chromium() {
    const executablePath = orReason(findBrowser)
    if (executablePath instanceof Error) return executablePath.message
    const browser = await chromium.launch({ executablePath, args: BROWSER_ARGS })
    return {
      name: 'Chromium',
      version: browser.version(),
      async open(url) {
        const context = await browser.newContext({ ignoreHTTPSErrors: true })
        const page = await context.newPage()
        await page.goto(url)
        return {
          load: async (url) => void (await page.goto(url)),
          call: (...what) => page.evaluate(callOf(...what)),
          [Symbol.asyncDispose]: () => context.close(),
        }
      },
      [Symbol.asyncDispose]: () => browser.close(),
    }
  },
  async Firefox() {
    const executablePath = orReason(findFirefox)
    if (executablePath instanceof Error) return executablePath.message
    if (executablePath === undefined) {
      return 'No Firefox was found. Install one (on Debian: apt-get install firefox-esr), or set FIREFOX_PATH to one.'
    }
    const browser = await puppeteer.launch({
      browser: 'firefox',
      protocol: 'webDriverBiDi',
      executablePath,
      acceptInsecureCerts: true,
      // For peers in a page that are to meet by way of this machine alone: where a camera is allowed, its addresses are no secret.
      extraPrefsFirefox: {
        'media.peerconnection.ice.loopback': true,
        'media.peerconnection.ice.obfuscate_host_addresses': false,
        'permissions.default.camera': 1,
      },
      protocolTimeout: 120_000,
    })
    return {
      name: 'Firefox',
      version: (await browser.version()).replace(/^\D+/, ''),
      async open(url) {
        const context = await browser.createBrowserContext()
        const page = await context.newPage()
        await page.goto(url)
        return {
          load: async (url) => void (await page.goto(url)),
          call: (...what) => page.evaluate(callOf(...what)),
          [Symbol.asyncDispose]: () => context.close(),
        }
      },
      [Symbol.asyncDispose]: () => browser.close(),
    }
  },
}

/** As an expression: a function would be rewritten by what runs the tests before it could be handed over. */
function callOf(script: string, name: string, given: readonly unknown[]): string {
  return `import(${JSON.stringify(script)}).then((script) => script[${JSON.stringify(name)}](...${JSON.stringify(given)}))`
}

function orReason<Found>(find: () => Found): Found | Error {
  try {
    return find()
  } catch (error) {
    return error as Error
  }
}
