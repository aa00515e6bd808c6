/** Set-up that every command does for itself: dependencies when missing or out of date, the site when its sources changed. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInstalled, lockAgrees } from './dependencies.mjs'
import { fingerprintOf } from './fingerprint.mjs'
import { run } from './processes.mjs'
import { step } from './progress.mjs'

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** What can be made again: logs, stamps, reports. */
export const CACHE = join(ROOT, '.cache')
/** Node 26, which comes as a dependency, so that it does not matter which Node the machine has. */
export const NODE = join(ROOT, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** What the built site is made of. The labs server is among it: lessons show its labs' sources, and pages run its halves. */
const SITE_SOURCES = [
  'astro.config.mjs',
  'content',
  'labs-server',
  'package-lock.json',
  'package.json',
  'site',
  'tsconfig.json',
]
/** The path below which the tests publish it: one of a name, as on GitHub Pages. */
export const TESTED_BASE = '/two-way-web/'
/** The recorded twin, for static hosts. */
export const STATIC_FOLDER = join(ROOT, 'dist-static')
/** How much of a failed command's output is shown; its log has all of it. */
const SHOWN_LINES = 20
const OLDEST_NODE = 20

/** Set-up that cannot go on. The message says why, and what to do. */
export class SetupError extends Error {
  name = 'SetupError'
}

/** The script that a package's command runs, for Node. @param {string} name Its folder in `node_modules`. @param {string} command */
export function scriptOf(name, command) {
  const { bin } = readJson(`node_modules/${name}/package.json`)
  return join(ROOT, 'node_modules', name, typeof bin === 'string' ? bin : bin[command])
}

/** Installs what `package-lock.json` fixes, unless it is there. Says on `out` what it does. */
export async function setUpDependencies(out = process.stdout) {
  const major = Number.parseInt(process.versions.node, 10)
  if (major < OLDEST_NODE) {
    throw new SetupError(
      `This is Node ${process.versions.node}. Install Node ${OLDEST_NODE} or later: https://nodejs.org/`,
    )
  }
  const lock = readJson('package-lock.json')
  const installedLock = 'node_modules/.package-lock.json'
  const installed = existsSync(join(ROOT, installedLock)) ? readJson(installedLock) : undefined
  const agrees = lockAgrees(readJson('package.json'), lock)
  if (agrees && isInstalled(lock, installed) && existsSync(NODE)) return

  if (!agrees) out.write('package.json has changed: npm brings package-lock.json up to date.\n')
  const title = installed ? 'Updating dependencies' : 'Installing dependencies'
  await work(title, 'install', npm([agrees ? 'ci' : 'install']), { out })
  if (existsSync(NODE)) return
  throw new SetupError(
    'npm did not run the install script that fetches Node 26. Allow it: npm rebuild node --ignore-scripts=false',
  )
}

/**
 * npm as the person called it, in the Node that it runs in: ours may be the very file that npm is about to replace.
 *
 * @param {string[]} args
 * @returns {[command: string, ...args: string[]]}
 */
function npm(args) {
  // Development dependencies build the site, so NODE_ENV=production must not leave them out.
  const all = [...args, '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { npm_execpath: script = '', npm_node_execpath: node } = process.env
  return node !== undefined && basename(script) === 'npm-cli.js' ? [node, script, ...all] : ['npm', ...all]
}

/** Builds the site into `dist/`, unless it was built from these very sources. */
export function setUpSite() {
  return build('Building the site', join(ROOT, 'dist'), 'site', {})
}

/**
 * Builds the recorded twin into `dist-static/`, unless it was built from these very sources for the same path.
 *
 * @param {string} base The path of its host below which it will be published: `/course/`.
 */
export function setUpStaticSite(base) {
  return build('Building the static site', STATIC_FOLDER, 'static-site', { TWIN: 'recorded', BASE_PATH: base })
}

/**
 * @param {string} title
 * @param {string} folder
 * @param {string} name Of its log and its stamp.
 * @param {Record<string, string>} env What tells the build from others of the same sources.
 */
async function build(title, folder, name, env) {
  const stamp = join(CACHE, `${name}-built-from`)
  const madeOf = [...Object.values(env), fingerprintOf(ROOT, SITE_SOURCES)].join(' ')
  const isBuilt = existsSync(join(folder, 'index.html')) && existsSync(stamp)
  if (isBuilt && readFileSync(stamp, 'utf8') === madeOf) return
  rmSync(stamp, { force: true })
  await work(title, `build-${name}`, [NODE, scriptOf('astro', 'astro'), 'build'], { env })
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(stamp, madeOf)
}

/**
 * @param {string} title
 * @param {string} name Of its log.
 * @param {[command: string, ...args: string[]]} what
 * @param {{ out?: NodeJS.WriteStream, env?: Record<string, string> }} [how] `env` is added to our own.
 */
async function work(title, name, [command, ...args], { out = process.stdout, env } = {}) {
  const log = join(CACHE, 'logs', `${name}.log`)
  const { code, output } = await step(
    title,
    () => run(command, args, { log, cwd: ROOT, env: { ASTRO_TELEMETRY_DISABLED: '1', ...env } }),
    (result) => result.code === 0,
    out,
  )
  if (code === 0) return
  console.error(output.trimEnd().split('\n').slice(-SHOWN_LINES).join('\n'))
  throw new SetupError(
    `${title} failed (exit code ${code}). All it said is in ${relative(ROOT, log)}; mend that and run the command again.`,
  )
}

/** @param {string} path Relative to the repository. */
function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'))
}
