/** What lessons show is what happens: every recorded run is made anew, with today's server and client halves in a real Chromium. */
import { spawnSync } from 'node:child_process'
import { chromium } from 'playwright'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { nameOf, type Preset } from '#labs/preset.ts'
import { PRESETS } from '#labs/presets.ts'
import { Recorder } from '#labs-server/cli/recorder.ts'
import { readRecording } from '#labs-server/cli/recording-file.ts'
import { differenceOf } from '#labs-server/cli/recording-shape.ts'
import { denoPath } from '#transports/web-transport/deno-child.ts'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import { newSession } from '../labs-server/running-server.ts'

// Most of a run is waiting, so many share this machine: each in a session and a profile of its own.
vi.setConfig({ testTimeout: 60_000, maxConcurrency: 16 })

/** Half of what readers get: how connections end is no part of a run's shape. */
const HALF_CLOSE_MS = 1000

const noBrowser = reasonOf(findBrowser)
const noNginx = spawnSync('nginx', ['-v'], { stdio: 'ignore' }).error && 'nginx is not installed.'
const noDeno = reasonOf(() => denoPath())

/** Why a preset's run cannot be made here. */
function missingFor({ switches }: Preset): string | undefined {
  if (switches.middlebox === 'nginx') return noNginx
  return Object.values(switches).includes('web-transport') ? noDeno : undefined
}

function reasonOf(find: () => string): string | undefined {
  try {
    find()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

const MAX_LINES = 4

/** A few lines of a shape, and how many more there are. */
function some(lines: readonly string[]): string {
  const more = lines.length > MAX_LINES ? [`${lines.length - MAX_LINES} more`] : []
  return [...lines.slice(0, MAX_LINES), ...more].join('; ') || 'nothing'
}

if (noBrowser === undefined) {
  const stack = new AsyncDisposableStack()
  afterAll(() => stack.disposeAsync())
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  stack.defer(() => browser.close())
  const recorder = stack.use(await Recorder.start(browser, { halfCloseMs: HALF_CLOSE_MS }))

  describe('is what happens today:', () => {
    for (const preset of PRESETS) {
      const name = nameOf(preset)
      const missing = missingFor(preset)
      const perform = missing ? test.skip : test.concurrent
      perform(missing ? `${name} (not run: ${missing})` : name, async () => {
        const recorded = readRecording(preset)
        if (recorded === undefined) throw new Error(`There is no recording ${name}. Run "npm run record -- ${name}".`)
        const difference = differenceOf(recorded, await recorder.record(preset, newSession()))
        if (difference === undefined) return
        expect.fail(
          `The recording ${name} is stale: today's run lacks ${some(difference.gone)}, and has besides ${some(difference.added)}. Run "npm run record -- ${name}".`,
        )
      })
    }
  })
} else {
  test.skip(`is not compared with today's runs: ${noBrowser}`, () => {})
}
