/** The pages of a build and what lies in their HTML. Reads what our own build has written, so plain patterns suffice. */
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface BuiltPage {
  /** Its address: `/http/keep-alive/`. */
  readonly address: string
  readonly html: string
}

/** Every page of the build in `folder`, sorted by address. */
export async function readBuiltPages(folder: string): Promise<readonly BuiltPage[]> {
  const pages: BuiltPage[] = []
  for await (const file of glob('**/*.html', { cwd: folder })) {
    const address = `/${file.replaceAll('\\', '/').replace(/(^|\/)index\.html$/, '$1')}`
    pages.push({ address, html: await readFile(join(folder, file), 'utf8') })
  }
  return pages.toSorted((one, other) => (one.address < other.address ? -1 : 1))
}

const SCRIPT = /<script(?<attributes>[^>]*)>(?<content>[\s\S]*?)<\/script>/g
const STYLE = /<style[^>]*>(?<content>[\s\S]*?)<\/style>/g
const ISLAND = /<astro-island(?<attributes>[^>]*)>/g
const ISLAND_SCRIPTS = ['component-url', 'renderer-url', 'before-hydration-url']
/** Script types that a browser executes or obeys, as the Content-Security-Policy sees it; others are data. */
const EXECUTABLE = new Set(['', 'module', 'text/javascript', 'application/javascript', 'importmap', 'speculationrules'])

/** The text of every inline script that a browser would run. */
export function inlineScripts(html: string): readonly string[] {
  return [...html.matchAll(SCRIPT)]
    .map(({ groups }) => ({ attributes: groups?.attributes ?? '', content: groups?.content ?? '' }))
    .filter(({ attributes }) => attribute(attributes, 'src') === undefined)
    .filter(({ attributes }) => EXECUTABLE.has(attribute(attributes, 'type') ?? ''))
    .map(({ content }) => content)
}

/** The text of every inline style sheet. */
export function inlineStyles(html: string): readonly string[] {
  return [...html.matchAll(STYLE)].map(({ groups }) => groups?.content ?? '')
}

/** The addresses of the scripts a page names: its own, those it preloads, and its islands' with their renderers. */
export function scriptAddresses(html: string): readonly string[] {
  const scripts = [...html.matchAll(SCRIPT)].map(({ groups }) => attribute(groups?.attributes ?? '', 'src'))
  const preloads = [...html.matchAll(/<link(?<attributes>[^>]*)>/g)]
    .map(({ groups }) => groups?.attributes ?? '')
    .filter((attributes) => attribute(attributes, 'rel') === 'modulepreload')
    .map((attributes) => attribute(attributes, 'href'))
  const islands = [...html.matchAll(ISLAND)].flatMap(({ groups }) =>
    ISLAND_SCRIPTS.map((name) => attribute(groups?.attributes ?? '', name)),
  )
  // What a code sample in an attribute names is no address of ours.
  const named = [...scripts, ...preloads, ...islands].flatMap((address) => (address?.startsWith('/') ? [address] : []))
  return [...new Set(named)]
}

/** Whether the page holds a lab, or a wire view without one. */
export function hasLab(html: string): boolean {
  return html.includes('data-lab=') || html.includes('<wire-view') || html.includes('data-wire-view')
}

/** Whether phrases in the page's prose point at octets. */
export function hasPhrases(html: string): boolean {
  return html.includes('wire-phrase')
}

/** The ids of the page's labs, each once. */
export function labsOf(html: string): readonly string[] {
  return [...new Set([...html.matchAll(/ data-lab="([a-z0-9-]+)"/g)].map(([, id = '']) => id))]
}

/** Whether the page holds a lab that runs without being asked. */
export function labRunsByItself(html: string): boolean {
  return html.includes('data-runs-by-itself')
}

function attribute(attributes: string, name: string): string | undefined {
  return new RegExp(`(?:^|\\s)${name}=(?:"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<bare>[^\\s>]+))`)
    .exec(attributes)
    ?.slice(1)
    .find((value) => value !== undefined)
}
