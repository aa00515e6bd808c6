/** What the recorded twin needs of a static host beside its pages: the service worker, and that every folder is published. */
import { createHash } from 'node:crypto'
import { copyFile, glob, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

/** A worker's own scripts are never answered by it. */
const NOT_KEPT = new Set(['worker.js', 'mockServiceWorker.js', '.nojekyll'])

/** What `site/offline/worker.js` knows of the site. */
export interface KeptSite {
  /** SHA-256 in base64 by path: `http/keep-alive/index.html`. In this order they are fetched. */
  readonly files: Readonly<Record<string, string>>
  readonly pages: number
  readonly version: string
}

/** Everything in `folder`. What a lesson needs first comes first: pages and what they load, then search, then recordings. */
export async function keptSite(folder: string): Promise<KeptSite> {
  const rank = (path: string) => 1 + ['pagefind/', 'embed/', 'recordings/'].findIndex((start) => path.startsWith(start))
  const found: { path: string; hash: string }[] = []
  for await (const entry of glob('**/*', { cwd: folder, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\//, '')
    if (!entry.isFile() || NOT_KEPT.has(path)) continue
    const octets = await readFile(join(folder, path))
    found.push({ path, hash: createHash('sha256').update(octets).digest('base64') })
  }
  const sorted = found.toSorted((one, other) => rank(one.path) - rank(other.path) || (one.path < other.path ? -1 : 1))
  const files = Object.fromEntries(sorted.map(({ path, hash }) => [path, hash]))
  const version = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16)
  return { files, pages: sorted.filter(({ path }) => path.endsWith('index.html')).length, version }
}

/** Writes `worker.js`: what `folder` holds now, and the worker that keeps it. */
export async function writeWorker(folder: string): Promise<KeptSite> {
  const site = await keptSite(folder)
  const worker = await readFile(new URL('../offline/worker.js', import.meta.url), 'utf8')
  await writeFile(join(folder, 'worker.js'), `const SITE = ${JSON.stringify(site)}\n${worker}`)
  return site
}

/** Runs last: it keeps what all others have written. */
export function offline(): AstroIntegration {
  let root = ''
  return {
    name: 'offline',
    hooks: {
      'astro:config:setup': ({ config }) => {
        root = fileURLToPath(config.root)
      },
      'astro:build:done': async ({ dir, logger }) => {
        const folder = fileURLToPath(dir)
        const { files } = await writeWorker(folder)
        await copyFile(join(root, 'node_modules/msw/lib/mockServiceWorker.js'), join(folder, 'mockServiceWorker.js'))
        // GitHub Pages would leave out folders whose names begin with an underscore.
        await writeFile(join(folder, '.nojekyll'), '')
        logger.info(`${Object.keys(files).length} files are kept for offline use`)
      },
    },
  }
}
