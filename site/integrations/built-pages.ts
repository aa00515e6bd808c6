/** The pages of a build and what lies in their HTML. Reads what our own build has written, so plain patterns suffice. */
import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface BuiltPage {
  /** Its file in the folder: `http/keep-alive/index.html`. */
  readonly file: string
  /** Its address, from the site's root: `/http/keep-alive/`. */
  readonly address: string
  readonly html: string
}

/** Every page of the build in `folder`, sorted by address. */
export async function readBuiltPages(folder: string): Promise<readonly BuiltPage[]> {
  const pages: BuiltPage[] = []
  for await (const found of glob('**/*.html', { cwd: folder })) {
    const file = found.replaceAll('\\', '/')
    const address = `/${file.replace(/(^|\/)index\.html$/, '$1')}`
    pages.push({ file, address, html: await readFile(join(folder, file), 'utf8') })
  }
  return pages.toSorted((one, other) => (one.address < other.address ? -1 : 1))
}

const SCRIPT = /<script(?<attributes>[^>]*)>(?<content>[\s\S]*?)<\/script>/g
const STYLE = /<style[^>]*>(?<content>[\s\S]*?)<\/style>/g
const ISLAND = /<astro-island(?<attributes>[^>]*)>/g
const ISLAND_SCRIPTS = ['component-url', 'renderer-url', 'before-hydration-url']
/** Script types that a browser executes or obeys, as the Content-Security-Policy sees it; others are data. */
const EXECUTABLE = new Set(['', 'module', 'text/javascript', 'application/javascript', 'importmap', 'speculationrules'])

/** A script or a style sheet with its text, in which nothing is an address, or a start tag, whose quoted values may hold `>`. */
const TAGS = /(?<start><(?:script|style)\b[^>]*>)[\s\S]*?<\/(?:script|style)>|<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi
/** Addresses from the root in the attributes that hold one. */
const ADDRESS = /(?<=\s(?:href|src|component-url|renderer-url|before-hydration-url)=")\/(?!\/)[^"]*/g

/** The HTML with `map` of each address from the root in the place of that address. */
export function mapAddresses(html: string, map: (address: string) => string): string {
  return html.replace(TAGS, (tag, start: string = tag) => start.replace(ADDRESS, map) + tag.slice(start.length))
}

/** The addresses from the root that a page names, each once. */
export function siteAddresses(html: string): readonly string[] {
  const named = new Set<string>()
  mapAddresses(html, (address) => {
    named.add(address)
    return address
  })
  return [...named]
}

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

/** Whether the page has its Content-Security-Policy in itself. */
export function hasPolicy(html: string): boolean {
  return html.includes('<meta http-equiv="Content-Security-Policy"')
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
