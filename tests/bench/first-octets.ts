/** From a fresh clone to the first captured octets on screen: seconds, and what takes them. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import type { BenchRow } from './bench-row.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const told = (name: string, ms: number): BenchRow => ({
  name,
  measured: `${(ms / 1000).toFixed(1)} s`,
  target: 'told',
  met: true,
})

/** Opens the site as a reader does, and resolves when the first unit is on screen. */
async function firstUnit(site: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  const page = await browser.newPage()
  await page.goto(site, { waitUntil: 'commit' })
  await page
    .getByRole('grid', { name: 'Units' })
    .getByRole('row', { name: /request/i })
    .first()
    .waitFor()
  await browser.close()
}

export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'two-way-web-'))
  const startedAt = performance.now()
  execFileSync('git', ['clone', '--quiet', ROOT, folder])
  const clonedAt = performance.now()
  const rows = [told('git clone', clonedAt - startedAt)]

  const npm = spawn('npm', ['start', '--', '--port', '0', '--labs-port', '0'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    let lastAt = clonedAt
    let site: string | undefined
    for await (const line of createInterface(npm.stdout)) {
      const step = /^✓ (.+), [\d.]+ s$/.exec(line)?.[1]
      if (step !== undefined) rows.push(told(step, performance.now() - lastAt))
      if (step !== undefined) lastAt = performance.now()
      site = /site +(http\S+)/.exec(line)?.[1]
      if (site !== undefined) break
    }
    if (site === undefined) throw new Error('npm start ended before it served the site.')
    rows.push(told('starting the servers', performance.now() - lastAt))

    const servedAt = performance.now()
    await firstUnit(site)
    rows.push(told('opening a browser and the page, to the first unit on screen', performance.now() - servedAt))
    return [...rows, told('all of it, from git clone to the first captured octets', performance.now() - startedAt)]
  } finally {
    if (npm.exitCode === null) {
      npm.kill()
      await once(npm, 'close')
    }
    await rm(folder, { recursive: true, force: true })
  }
}
