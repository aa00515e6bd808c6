/**
 * `npm run build:static`: the recorded twin, a folder that any static host serves. `--base /course/` where it will be published
 * below a path of its host; `--serve` shows it here, as such a host would.
 */
import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { command } from './command.mjs'
import { ROOT, SetupError, STATIC_FOLDER, setUpDependencies, setUpStaticSite } from './setup.mjs'
import { serveFolder } from './static-host.mjs'

const FLAGS = /** @type {const} */ ({
  base: { type: 'string', default: '/' },
  serve: { type: 'boolean', default: false },
  port: { type: 'string', default: '4320' },
})

/** Segments as they stand in an address without escapes (RFC 3986 section 2.3). */
const BASE = /^\/(?:[\w.~-]+\/)*$/

/** @param {string} path @returns {string} With a slash at both ends. */
function baseOf(path) {
  const base = `/${path}/`.replace(/\/{2,}/g, '/')
  if (BASE.test(base)) return base
  throw new SetupError(`"${path}" is no path to publish below. One is: --base /course/`)
}

/** How many files are in `folder`, and how many octets they have. @param {string} folder */
function sizeOf(folder) {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => statSync(join(folder, name)))
    .filter((stats) => stats.isFile())
  return { files: files.length, octets: files.reduce((sum, { size }) => sum + size, 0) }
}

await command(async () => {
  const { values } = parseArgs({ options: FLAGS })
  const base = baseOf(values.base)
  await setUpDependencies()
  await setUpStaticSite(base)
  const { files, octets } = sizeOf(STATIC_FOLDER)
  const folder = relative(ROOT, STATIC_FOLDER)
  console.log(`\n${folder}/ has ${files} files, ${(octets / 1e6).toFixed(1)} MB. It is to be published at ${base}.`)
  if (values.serve) {
    const { url } = await serveFolder(STATIC_FOLDER, { base, port: Number(values.port) }).catch((error) => {
      throw new SetupError(`Port ${values.port} cannot be had (${error.code}). Choose another: --port PORT`)
    })
    console.log(`Open ${url}, until you press Ctrl-C.`)
    await new Promise(() => {})
  }
  console.log(`To look at it: npm run build:static -- --base ${base} --serve`)
  return 0
})
