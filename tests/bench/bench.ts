/**
 * `npm run bench`: every benchmark of this folder, one after another, printed and kept in `RESULTS.md`.
 * `npm run bench -- tap dissect` runs those alone, and keeps nothing.
 */
import { execFileSync } from 'node:child_process'
import { readdir, writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { fileURLToPath } from 'node:url'
import { browserVersion, findBrowser } from '../browser.ts'
import type { BenchRow } from './bench-row.ts'

const RESULTS = new URL('RESULTS.md', import.meta.url)
const BIOME = fileURLToPath(import.meta.resolve('@biomejs/biome/bin/biome'))
/** Files of this folder that are no benchmarks. */
const NO_BENCHMARKS = new Set(['bench.ts', 'bench-row.ts', 'long-trace.ts'])

interface Result {
  readonly name: string
  readonly rows: readonly BenchRow[]
}

async function benchmarks(wanted: readonly string[]): Promise<readonly string[]> {
  const files = await readdir(new URL('.', import.meta.url))
  const names = files
    .filter((file) => file.endsWith('.ts') && !NO_BENCHMARKS.has(file))
    .map((file) => file.slice(0, -3))
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new RangeError(`There is no benchmark "${unknown}". There are: ${names.join(', ')}.`)
  return names.filter((name) => wanted.length === 0 || wanted.includes(name)).sort()
}

async function measure(name: string): Promise<Result> {
  const startedAt = performance.now()
  console.log(`\n${name} …`)
  const file: { bench?: () => Promise<BenchRow[]> } = await import(new URL(`${name}.ts`, import.meta.url).href)
  if (file.bench === undefined) return { name, rows: [] }
  const rows = await file.bench()
  for (const row of rows) console.log(`  ${row.name}: ${row.measured}${judged(row)}`)
  console.log(`  measured in ${Math.round((performance.now() - startedAt) / 1000)} s`)
  return { name, rows }
}

const outcome = (row: BenchRow) => (row.target === 'told' ? '' : row.met ? 'met' : 'missed')

/** The outcome as the end of a line; nothing where there is no figure to reach. */
const judged = (row: BenchRow) => (outcome(row) === '' ? '' : ` (${row.target}): ${outcome(row)}`)

function machine(): string {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const browser = browserVersion(findBrowser())
  return `${cpus().length} cores (${cpu?.model.trim()}), ${memory} GiB, ${process.platform}; Node.js ${process.versions.node}, Chromium ${browser}`
}

function page(results: readonly Result[]): string {
  const tables = results
    .filter(({ rows }) => rows.length > 0)
    .map(({ name, rows }) => {
      const lines = rows.map((row) => `| ${row.name} | ${row.measured} | ${row.target} | ${outcome(row)} |`)
      return `## ${name}\n\n| what | measured | to reach | |\n|---|---|---|---|\n${lines.join('\n')}\n`
    })
  const day = new Date().toISOString().slice(0, 10)
  return `# Figures\n\nWritten by \`npm run bench\` on ${day}: ${machine()}.\nA figure of one machine on one day: compare ratios, not times.\n\n${tables.join('\n')}`
}

const wanted = process.argv.slice(2)
const results: Result[] = []
for (const name of await benchmarks(wanted)) results.push(await measure(name))
if (wanted.length === 0) {
  await writeFile(RESULTS, page(results))
  execFileSync(process.execPath, [BIOME, 'format', '--write', fileURLToPath(RESULTS)])
}
const missed = results.flatMap(({ rows }) => rows).filter((row) => outcome(row) === 'missed').length
console.log(`\n${missed === 0 ? 'No figure was missed.' : `${missed} missed.`}`)
