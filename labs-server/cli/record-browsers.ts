/** Observes what differs between the browsers that are installed: `npm run record -- browsers`, into one file of data. */
import { writeFile } from 'node:fs/promises'
import { arch, type as system } from 'node:os'
import { BROWSERS, LAUNCH } from '../../tests/driven-browser.ts'
import type { Differences } from '../browsers/differences.ts'
import type { Observatory } from '../browsers/observation.ts'
import { OBSERVATIONS } from '../browsers/observations.ts'
import { startObservatory } from '../browsers/observatory.ts'
import { serveClients } from './client-bundle.ts'

const FILE = new URL('../browsers/differences.json', import.meta.url)

/** What pages with observations need of their server. */
export const OBSERVING_PAGE = {
  entries: { observe: 'labs-server/browsers/scripts.ts', 'duplex-worker': 'site/public/duplex-worker.js' },
}

export async function recordBrowsers(): Promise<void> {
  await using observatory = await startObservatory()
  await using pages = await serveClients(OBSERVING_PAGE)
  const browsers = []
  for (const name of BROWSERS) browsers.push(await observeAll(name, pages.url, observatory))
  const differences: Differences = {
    observedOn: new Date().toISOString().slice(0, 10),
    platform: `${system()} ${arch()}`,
    browsers,
  }
  await writeFile(FILE, `${JSON.stringify(differences, null, 2)}\n`)
}

/** Each observation in a page of its own, so that none meets another's connections. */
async function observeAll(name: (typeof BROWSERS)[number], page: string, { url, secureUrl }: Observatory) {
  const launched = await LAUNCH[name]()
  if (typeof launched === 'string') {
    console.log(`${name} is not run: ${launched}`)
    return { name, notRun: launched }
  }
  await using browser = launched
  const answers: Record<string, string> = {}
  for (const { id, question } of OBSERVATIONS) {
    await using observing = await browser.open(page)
    answers[id] = String(await observing.call('/observe.js', 'observe', [id, { url, secureUrl }]))
    console.log(`${name} ${browser.version}: ${question} ${answers[id]}`)
  }
  return { name, version: browser.version, answers }
}
