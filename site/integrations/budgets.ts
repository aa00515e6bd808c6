/** Budgets of every page, checked when the site is built: HTML and the script that is loaded without a reader's doing. */
import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { AstroIntegration } from 'astro'
import { type BuiltPage, hasLab, hasPolicy, labsOf, readBuiltPages, scriptAddresses } from './built-pages.ts'

/** The most a page may have, in octets after gzip. */
export const BUDGETS = { html: 20_000, script: 20_000, scriptWithLab: 60_000 } as const

/** What a page of the recorded twin may have more: its Content-Security-Policy, what keeps it for offline use, and what plays recordings. */
export const RECORDED_TWIN_MORE = { html: 800, script: 5_000 } as const

/** What the bundler knows of one script file. */
export interface BuiltScript {
  /** Files it imports before it runs. */
  readonly imports: readonly string[]
  /** Files it imports when it asks for them. */
  readonly dynamicImports: readonly string[]
  /** The sources it was made of, relative to the project. */
  readonly sources: readonly string[]
}

export interface PageWeight {
  readonly address: string
  readonly html: number
  readonly htmlBudget: number
  /** Files loaded without a reader's doing. */
  readonly initial: readonly string[]
  readonly script: number
  readonly scriptBudget: number
  /** Files that are loaded when a reader asks for what they do. Listed, not counted. */
  readonly later: readonly string[]
}

/**
 * Weighs a page. Its script is the static import graph of its script tags and islands, and every dynamic import that
 * `runsByItself` says is not a reader's doing.
 */
export function weigh(
  page: Pick<BuiltPage, 'address' | 'html'>,
  scripts: { get(file: string): BuiltScript | undefined },
  sizeOf: (file: string) => number,
  runsByItself: (script: BuiltScript) => boolean,
  base = '/',
): PageWeight {
  const initial = new Set<string>()
  const later = new Set<string>()
  const visit = (file: string) => {
    if (initial.has(file)) return
    initial.add(file)
    const script = scripts.get(file)
    for (const imported of script?.imports ?? []) visit(imported)
    for (const imported of script?.dynamicImports ?? []) {
      const target = scripts.get(imported)
      if (target !== undefined && runsByItself(target)) visit(imported)
      else later.add(imported)
    }
  }
  for (const address of scriptAddresses(page.html)) visit(address.slice(base.length))

  const more = hasPolicy(page.html) ? RECORDED_TWIN_MORE : { html: 0, script: 0 }
  return {
    address: page.address,
    html: gzipSync(page.html).length,
    htmlBudget: BUDGETS.html + more.html,
    initial: [...initial],
    script: [...initial].reduce((sum, file) => sum + sizeOf(file), 0),
    scriptBudget: (hasLab(page.html) ? BUDGETS.scriptWithLab : BUDGETS.script) + more.script,
    later: [...later].filter((file) => !initial.has(file)),
  }
}

/** A sentence for each budget that is exceeded. */
export function breaches({ address, html, htmlBudget, script, scriptBudget }: PageWeight): readonly string[] {
  return [
    ...(html > htmlBudget ? [`${address} has ${html} octets of HTML after gzip; its budget is ${htmlBudget}.`] : []),
    ...(script > scriptBudget
      ? [`${address} loads ${script} octets of script after gzip; its budget is ${scriptBudget}.`]
      : []),
  ]
}

/** Which dynamic imports are no reader's doing: those of sources whose paths start so, on pages whose HTML holds something. */
interface LoadedByItself {
  readonly where: (html: string) => boolean
  /** `LAB` stands for the id of each lab of the page. */
  readonly sources: readonly string[]
}

export function budgets(loadedByItself: readonly LoadedByItself[]): AstroIntegration {
  const scripts = new Map<string, BuiltScript>()
  let root = ''
  let base = '/'
  return {
    name: 'budgets',
    hooks: {
      'astro:config:setup': ({ config, updateConfig }) => {
        root = fileURLToPath(config.root)
        base = `${config.base.replace(/\/$/, '')}/`
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'budgets',
                applyToEnvironment: ({ name }) => name === 'client',
                // What is written, not what was generated: a chunk of style sheets alone is taken out again in between,
                // and stays among the imports of those that shared it.
                writeBundle(_, bundle) {
                  const written = (file: string) => file in bundle
                  for (const file of Object.values(bundle)) {
                    if (file.type !== 'chunk') continue
                    const imports = file.imports.filter(written)
                    const dynamicImports = file.dynamicImports.filter(written)
                    const sources = file.moduleIds.map((id) => (id.startsWith(root) ? id.slice(root.length) : id))
                    scripts.set(file.fileName, { imports, dynamicImports, sources })
                  }
                },
              },
            ],
          },
        })
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir)
        const sizes = new Map<string, number>()
        const sizeOf = (file: string) => {
          const size = sizes.get(file) ?? gzipSync(readFileSync(join(folder, file))).length
          sizes.set(file, size)
          return size
        }
        const madeOf = (starts: readonly string[]) => (script: BuiltScript) =>
          script.sources.some((source) => starts.some((start) => source.startsWith(start)))

        const weights = (await readBuiltPages(folder)).map((page) => {
          const sources = loadedByItself.flatMap(({ where, sources }) => (where(page.html) ? sources : []))
          const starts = sources.flatMap((start) =>
            start.includes('LAB') ? labsOf(page.html).map((id) => start.replace('LAB', id)) : [start],
          )
          return weigh(
            page,
            { get: (file) => scripts.get(file) ?? scriptIn(folder, file) },
            sizeOf,
            madeOf(starts),
            base,
          )
        })
        logger.info(`octets after gzip\n${weightTable(weights)}`)
        const exceeded = weights.flatMap(breaches)
        if (exceeded.length > 0) throw new Error(`Budgets are exceeded:\n${exceeded.join('\n')}`)
      },
    },
  }
}

/** A script that the site's bundler has not made, as the embedded view: what its minified code imports before it runs. */
function scriptIn(folder: string, file: string): BuiltScript {
  const code = readFileSync(join(folder, file), 'utf8')
  const imports = [...code.matchAll(/(?:\bfrom|\bimport)\s*"(?<address>\.{1,2}\/[^"]+\.js)"/g)]
  return {
    imports: imports.map(({ groups }) => posix.join(posix.dirname(file), groups?.address ?? '')),
    dynamicImports: [],
    sources: [],
  }
}

/** The weights as a table for a terminal. */
export function weightTable(weights: readonly PageWeight[]): string {
  const rows = [
    ['page', 'HTML', 'script', 'of', 'files', 'on demand'],
    ...weights.map(({ address, html, script, scriptBudget, initial, later }) =>
      [address, html, script, scriptBudget, initial.length, later.length].map(String),
    ),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
    .join('\n')
}
