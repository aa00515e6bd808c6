/**
 * A strict Content-Security-Policy (W3C CSP Level 3) without `unsafe-inline`, by the hashes of what is inline in the build. For the
 * labs server, which sends it, they are written to `csp.json`; where no server can be told, each page has its policy in itself.
 */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { type BuiltPage, inlineScripts, inlineStyles, readBuiltPages } from './built-pages.ts'

/** Sources as they stand in a header: `'sha256-...'`. */
export interface InlineHashes {
  readonly scripts: readonly string[]
  readonly styles: readonly string[]
}

/** The hashes of all inline scripts and style sheets, each once, sorted so that the same build writes the same file. */
export function inlineHashes(pages: readonly Pick<BuiltPage, 'html'>[]): InlineHashes {
  const hashes = (find: (html: string) => readonly string[]) =>
    [...new Set(pages.flatMap(({ html }) => find(html)).map(hashSource))].toSorted()
  return { scripts: hashes(inlineScripts), styles: hashes(inlineStyles) }
}

/** W3C CSP Level 3, section 6.7.3.3: the hash is over the element's text, in UTF-8. */
function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`
}

/** The policy of one page on a host without labs: what `labs-server/security-fields.ts` says, less other origins. */
export function staticPolicy(html: string): string {
  const { scripts, styles } = inlineHashes([{ html }])
  const directives = [
    ['default-src', "'none'"],
    // The search (Pagefind) is compiled to WebAssembly and runs in a worker.
    ['script-src', "'self'", "'wasm-unsafe-eval'", ...scripts],
    ['worker-src', "'self'", 'blob:'],
    ['style-src', "'self'", ...styles],
    ['style-src-attr', "'unsafe-inline'"],
    ['img-src', "'self'", 'data:', 'blob:'],
    ['font-src', "'self'"],
    ['connect-src', "'self'"],
    ['frame-src', "'self'"],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
  ]
  return directives.map((directive) => directive.join(' ')).join('; ')
}

/** The page with its policy before anything that the policy is about (WHATWG HTML, section 4.2.5.3). */
export function withPolicy(html: string): string {
  const meta = `<meta http-equiv="Content-Security-Policy" content="${staticPolicy(html)}"/>`
  return html.replace(/<meta charset="utf-8"\s*\/?>/i, (charset) => charset + meta)
}

/** `inPages`: the site is for hosts that send no fields of ours. */
export function csp({ inPages }: { readonly inPages: boolean }): AstroIntegration {
  return {
    name: 'csp',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir)
        const pages = await readBuiltPages(folder)
        if (inPages) {
          for (const { file, html } of pages) await writeFile(join(folder, file), withPolicy(html))
          logger.info(`a policy in each of ${pages.length} pages`)
          return
        }
        const hashes = inlineHashes(pages)
        await writeFile(new URL('csp.json', dir), `${JSON.stringify(hashes, null, 2)}\n`)
        logger.info(
          `${hashes.scripts.length} inline scripts and ${hashes.styles.length} inline styles hashed into csp.json`,
        )
      },
    },
  }
}
