/** A capture file of 200 MB, dropped on the page for capture files: how long it takes, and how long the page keeps still meanwhile. */
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import { startLabsServer } from '#labs-server/labs-server.ts'
import { pcapngPieces } from '#wire/formats/pcapng/index.ts'
import { octetsOf } from '#wire/octets.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import type { BenchRow } from './bench-row.ts'
import { LONG_RUN } from './long-trace.ts'

const CHUNKS = 6300
const CHUNK_OCTETS = 32_000
/** Nobody calls a page frozen that answers within this time. */
const TARGET_FRAME_MS = 250

/** One response of 200 MB in chunks, written by our own writer of pcapng. */
async function write(path: string): Promise<void> {
  const log = new UnitLog(LONG_RUN)
  const passed = (at: number, direction: 'client-to-server' | 'server-to-client', octets: Uint8Array) =>
    log.append({ kind: 'octets', connection: 1, at, direction, octets })
  log.append({ kind: 'open', connection: 1, at: 0 })
  passed(1, 'client-to-server', octetsOf('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n'))
  passed(2, 'server-to-client', octetsOf('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'))
  const chunk = octetsOf(`${CHUNK_OCTETS.toString(16)}\r\n${'x'.repeat(CHUNK_OCTETS)}\r\n`)
  for (let place = 0; place < CHUNKS; place++) passed(3 + place, 'server-to-client', chunk)
  await using file = await open(path, 'w')
  for (const piece of pcapngPieces({ log, title: '', browser: '', script: [], octets: 'observed' }))
    await file.write(piece)
}

export async function bench(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'two-way-web-'))
  const path = join(folder, 'large.pcapng')
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  try {
    await write(path)
    const { size } = await stat(path)
    await using server = await startLabsServer({ port: 0, labsPort: 0 })
    const page = await browser.newPage()
    await page.goto(new URL('open/', server.urls.site).href)
    const chooser = page.locator('input[type=file]:enabled')
    await chooser.waitFor({ state: 'attached' })
    // The longest time between two frames: as long as the page answered nobody.
    await page.evaluate(() => {
      let last = performance.now()
      const seen = { longest: 0 }
      Object.assign(globalThis, { seen })
      const frame = () => {
        const now = performance.now()
        seen.longest = Math.max(seen.longest, now - last)
        last = now
        requestAnimationFrame(frame)
      }
      requestAnimationFrame(frame)
    })
    const startedAt = performance.now()
    await chooser.setInputFiles(path)
    await page.getByText('large.pcapng is open').waitFor({ timeout: 120_000 })
    const openMs = performance.now() - startedAt
    const longest = await page.evaluate(() => (globalThis as unknown as { seen: { longest: number } }).seen.longest)
    const megabytes = Math.round(size / 1e6)
    return [
      {
        name: `a capture of ${megabytes} MB is open`,
        measured: `${(openMs / 1000).toFixed(1)} s`,
        target: 'told',
        met: true,
      },
      {
        name: 'the longest time without a frame meanwhile',
        measured: `${Math.round(longest)} ms`,
        target: `<= ${TARGET_FRAME_MS} ms`,
        met: longest <= TARGET_FRAME_MS,
      },
    ]
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
}
