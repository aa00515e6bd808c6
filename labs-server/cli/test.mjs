/**
 * `npm test`: sets up what is missing, a browser included, then runs every check and every test, and counts them.
 * `npm test -- --only unit,end-to-end` runs those steps alone.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { setUpBrowser } from './browser.mjs'
import { command } from './command.mjs'
import { run } from './processes.mjs'
import { seconds, step } from './progress.mjs'
import {
  CACHE,
  NODE,
  ROOT,
  SetupError,
  scriptOf,
  setUpDependencies,
  setUpSite,
  setUpStaticSite,
  TESTED_BASE,
} from './setup.mjs'
import { lastLine, NOT_RUN, one, playwrightTally, sum, tallyOf, vitestTally } from './tally.mjs'

/** @typedef {import('./tally.mjs').Tally} Tally */

/** Each folder is typed for its own platform: Node, the web, or neither. */
const TYPED = ['labs-server/wire/', 'labs-server/labs/tsconfig.clients.json', 'labs-server/', 'tests/']
const REPORTS = join(CACHE, 'reports')

/** In the order in which they run: what is quick to tell comes first. @type {Record<string, () => Promise<Tally>>} */
const STEPS = {
  lint: () => check('Format and lint', scriptOf('@biomejs/biome', 'biome'), 'ci', '--error-on-warnings'),
  types: async () => {
    const tallies = []
    for (const project of TYPED) {
      tallies.push(await check(`Types of ${project}`, scriptOf('typescript-7', 'tsc'), '--project', project))
    }
    tallies.push(await check('Types of the site', scriptOf('astro', 'astro'), 'check'))
    return sum(tallies)
  },
  unit: async () => {
    await browserForTests()
    const report = join(REPORTS, 'unit.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const args = ['run', '--config', 'tests/vitest.config.ts', '--allowOnly=false', ...reporters]
    return suite('Unit and contract tests', report, vitestTally, scriptOf('vitest', 'vitest'), args)
  },
  build: buildBoth,
  'end-to-end': async () => {
    // Without a page there is nothing to open; that the build failed has been counted.
    if ((await buildBoth()).failed > 0) return NOT_RUN
    const ready = await browserForTests()
    if (ready.failed > 0) return ready
    const report = join(REPORTS, 'end-to-end.json')
    process.env.PLAYWRIGHT_JSON_OUTPUT_FILE = report
    const args = ['test', '--config', 'tests/playwright.config.ts', '--forbid-only', '--reporter=list,json']
    return suite('End-to-end tests', report, playwrightTally, scriptOf('@playwright/test', 'playwright'), args)
  },
}

/** Both twins, each if its sources have changed. */
async function buildBoth() {
  return sum([await setUp(setUpSite), await setUp(() => setUpStaticSite(TESTED_BASE))])
}

/** Names the Chromium that tests drive; without one, the unit tests say of theirs that they are not run. */
function browserForTests() {
  return setUp(async () => {
    process.env.CHROMIUM_PATH = await setUpBrowser()
  })
}

/** A tool that has nothing to say when all is well. @param {string} title @param {string} script @param {string[]} args */
async function check(title, script, ...args) {
  const log = join(CACHE, 'logs', `${title.toLowerCase().replaceAll(/[^a-z]+/g, '-')}.log`)
  const { code, output } = await step(
    title,
    () =>
      run(NODE, [script, ...args], {
        log,
        cwd: ROOT,
        env: { ASTRO_TELEMETRY_DISABLED: '1', ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
      }),
    (result) => result.code === 0,
  )
  if (code !== 0) console.error(output.trimEnd())
  return one(code === 0)
}

/**
 * A test runner, which tells its own progress and leaves a report.
 *
 * @template Report
 * @param {string} title
 * @param {string} report
 * @param {(report: Report) => Tally} read
 * @param {string} script
 * @param {string[]} args
 */
async function suite(title, report, read, script, args) {
  const startedAt = performance.now()
  console.log(`… ${title}`)
  mkdirSync(REPORTS, { recursive: true })
  rmSync(report, { force: true })
  const { code } = await run(NODE, [script, ...args], { cwd: ROOT })
  const tally = tallyOf(existsSync(report) ? read(JSON.parse(readFileSync(report, 'utf8'))) : undefined, code)
  const mark = tally.failed === 0 ? '✓' : '✗'
  console.log(`${mark} ${title}: ${lastLine(tally)}, ${seconds(performance.now() - startedAt)}`)
  return tally
}

/** Set-up that the steps after it need; when it fails the others still run. @param {() => Promise<void>} work */
async function setUp(work) {
  try {
    await work()
    return one(true)
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(error.message)
    return one(false)
  }
}

/** @returns {string[]} The names of the steps to run, in their order. */
function wantedSteps() {
  const { values } = parseArgs({ options: { only: { type: 'string' } } })
  const names = Object.keys(STEPS)
  const only = values.only?.split(',') ?? names
  const unknown = only.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new SetupError(`There is no step "${unknown}". There are: ${names.join(', ')}.`)
  return names.filter((name) => only.includes(name))
}

await command(async () => {
  const startedAt = performance.now()
  const names = wantedSteps()
  await setUpDependencies()
  const tallies = []
  for (const name of names) tallies.push(await STEPS[name]())
  const total = sum(tallies)
  console.log(`\nAll steps: ${seconds(performance.now() - startedAt)}`)
  console.log(lastLine(total))
  return total.failed === 0 ? 0 : 1
})
