/** Every address in the built pages leads to a file of the site. A link that leads nowhere fails the build, not a reader. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { type BuiltPage, readBuiltPages, siteAddresses } from './built-pages.ts'

/** A sentence for each address of `page` which is outside of `base` or for which `isThere` knows no file. */
export function brokenLinks(
  { address: from, html }: Pick<BuiltPage, 'address' | 'html'>,
  base: string,
  isThere: (file: string) => boolean,
): readonly string[] {
  return siteAddresses(html).flatMap((address) => {
    if (!address.startsWith(base)) return [`${from} has the address ${address}, which is outside of ${base}.`]
    const path = decodeURIComponent(address.slice(base.length).replace(/[?#].*$/, ''))
    return isThere(path === '' || path.endsWith('/') ? `${path}index.html` : path)
      ? []
      : [`${from} has the address ${address}, where nothing is.`]
  })
}

export function links(): AstroIntegration {
  let base = '/'
  return {
    name: 'links',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = `${config.base.replace(/\/$/, '')}/`
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir)
        const known = new Map<string, boolean>()
        const isThere = (file: string) => {
          const there = known.get(file) ?? (existsSync(join(folder, file)) && statSync(join(folder, file)).isFile())
          known.set(file, there)
          return there
        }
        const broken = (await readBuiltPages(folder)).flatMap((page) => brokenLinks(page, base, isThere))
        if (broken.length > 0) throw new Error(`Addresses lead nowhere:\n${broken.join('\n')}`)
        logger.info(`${known.size} addresses lead to a file`)
      },
    },
  }
}
