/** Writes `csp.json`: the hashes of everything inline in the build, for a strict Content-Security-Policy (W3C CSP Level 3). */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
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

export function csp(): AstroIntegration {
  return {
    name: 'csp',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const hashes = inlineHashes(await readBuiltPages(fileURLToPath(dir)))
        await writeFile(new URL('csp.json', dir), `${JSON.stringify(hashes, null, 2)}\n`)
        logger.info(
          `${hashes.scripts.length} inline scripts and ${hashes.styles.length} inline styles hashed into csp.json`,
        )
      },
    },
  }
}
