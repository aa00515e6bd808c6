/** A lesson's file as tests read it: frontmatter, prose, and the elements of its MDX with their attributes. */
import { readdirSync, readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'

const CONTENT = new URL('../../content/', import.meta.url)

export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, unknown>>
}

export interface LessonFile {
  /** Its folder below `content/`: `01-http/01-keep-alive`. */
  readonly folder: string
  readonly frontmatter: Readonly<Record<string, string>>
  readonly elements: readonly Element[]
  /** What a reader reads: no imports, no elements' attributes, no addresses, no sources. */
  readonly prose: string
}

/** All lessons in reading order. */
export function lessonFiles(): readonly LessonFile[] {
  return readdirSync(CONTENT, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('/index.mdx'))
    .toSorted()
    .map((path) => lessonFile(path.replace('/index.mdx', ''), readFileSync(new URL(path, CONTENT), 'utf8')))
}

/** The module of a lesson's check: `checks/NAME.ts`. */
export function checkModule({ folder }: LessonFile, name: string): Promise<Readonly<Record<string, unknown>>> {
  return import(new URL(`${folder}/checks/${name}.ts`, CONTENT).href)
}

/** The elements of a lesson that have this name. */
export function elementsOf({ elements }: LessonFile, name: string): readonly Element['attributes'][] {
  return elements.filter((element) => element.name === name).map(({ attributes }) => attributes)
}

/** The labs of an Astro page, whose other elements may have attributes that its frontmatter computes. */
export function labsIn(page: string): readonly Element['attributes'][] {
  return readElements(page, /<(?<name>Lab)\b/g).elements.map(({ attributes }) => attributes)
}

function lessonFile(folder: string, text: string): LessonFile {
  const [, frontmatter = '', body = ''] = text.split(/^---$/m, 3)
  const { elements, rest } = readElements(body)
  return {
    folder,
    frontmatter: Object.fromEntries(
      frontmatter
        .trim()
        .split('\n')
        .map((line) => line.split(/: (.*)/, 2)) as [string, string][],
    ),
    elements,
    prose: (rest.split('## Sources')[0] ?? '').replace(/^import .*$/gm, '').replace(/\]\([^)]*\)/g, ']'),
  }
}

/** Takes the tags out of the text, and reads their attributes: `name="text"`, `name={expression}` or `name` alone. */
function readElements(text: string, tags = /<\/?(?<name>[A-Z]\w*)/g) {
  const elements: Element[] = []
  let rest = ''
  let at = 0
  for (const tag of text.matchAll(tags)) {
    rest += text.slice(at, tag.index)
    at = tag.index + tag[0].length
    const attributes: Record<string, unknown> = {}
    for (;;) {
      const attribute = /^\s*(?<name>\w+)(?:="(?<text>[^"]*)"|(?<open>=\{))?/.exec(text.slice(at))
      if (attribute?.groups === undefined) break
      at += attribute[0].length
      const { name = '', text: quoted, open } = attribute.groups
      attributes[name] = quoted ?? (open === undefined ? true : undefined)
      if (open === undefined) continue
      const end = expressionEnd(text, at)
      attributes[name] = runInNewContext(`(${text.slice(at, end)})`)
      at = end + 1
    }
    at = text.indexOf('>', at) + 1
    if (!tag[0].startsWith('</')) elements.push({ name: tag.groups?.name ?? '', attributes })
  }
  return { elements, rest: rest + text.slice(at) }
}

/** Where the brace closes whose inside starts at `start`; braces within quotes do not count. */
function expressionEnd(text: string, start: number): number {
  let depth = 1
  for (const token of text.slice(start).matchAll(/'(?:[^'\\]|\\.)*'|"[^"]*"|[{}]/g)) {
    if (token[0] === '{') depth += 1
    if (token[0] === '}') depth -= 1
    if (depth === 0) return start + token.index
  }
  throw new Error('An expression in a lesson does not end.')
}
