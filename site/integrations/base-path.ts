/**
 * The site below a path of its host. Articles, pages and components write addresses from the site's root, as `/tls/`; here the
 * built HTML gets the base path in front of them. Scripts ask `sitePath()`.
 */
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { mapAddresses, readBuiltPages } from './built-pages.ts'

/** The HTML with `base` (`/course/`) before each address from the root that does not begin with it. */
export function withBase(html: string, base: string): string {
  const prefix = base.replace(/\/$/, '')
  return mapAddresses(html, (address) => (address.startsWith(base) ? address : prefix + address))
}

/** @throws Error when the base path is a part of the site as well: an address would not tell which of the two it means. */
export function basePath(): AstroIntegration {
  let base = '/'
  return {
    name: 'base-path',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = `${config.base.replace(/\/$/, '')}/`
      },
      'astro:build:done': async ({ dir }) => {
        if (base === '/') return
        const folder = fileURLToPath(dir)
        if (existsSync(join(folder, base))) {
          throw new Error(`The site has a folder ${base} of its own: publish it below another path.`)
        }
        for (const { file, html } of await readBuiltPages(folder))
          await writeFile(join(folder, file), withBase(html, base))
      },
    },
  }
}
