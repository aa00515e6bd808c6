/**
 * From an octet on the wire to its row on screen, in a real Chromium on this machine: page and labs server read the same
 * clock, so the difference is the way through tap, trace, feed, dissector and view.
 *
 * On the wire: when the labs server wrote or read the unit's first octet. On screen: the first task of the page after the
 * frame that laid out the row, which is when that frame has been painted and handed to the compositor.
 */
import { chromium, type Page } from 'playwright'
import { io } from 'socket.io-client'
import { startLabsServer } from '#labs-server/labs-server.ts'
import { type Batch, unpackBatch } from '#wire/formats/batch.ts'
import type { RunInfo } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import { lab } from '../e2e/lab-page.ts'
import type { BenchRow } from './bench-row.ts'

const RUNS = 15
const LAB = { id: 'message-end', title: 'When does a message end?', page: 'http/message-end/' }
/** Chunks of one run, and the time between them in milliseconds: each comes alone, at any moment of a frame. */
const WRITES = 20
const INTERVAL_MS = 50
const TARGETS = { median: 16, p99: 50 }

/** When each row came on screen, by the row's id, in milliseconds since 1970. */
type Seen = Record<string, number>

interface Watch {
  /** Forgets what was seen; resolves with all of one run when its last chunk is on screen. */
  nextRun(): Promise<Seen>
}

/** Runs in the page, before its own scripts: notes when rows of the grid "Units" are on screen. */
function watchRows(): void {
  let seen: Seen = {}
  let runEnds = (_seen: Seen) => {}
  const nextRun = () => {
    seen = {}
    return new Promise<Seen>((resolve) => {
      runEnds = resolve
    })
  }
  Object.assign(globalThis, { watch: { nextRun } satisfies Watch })
  new MutationObserver((changes) => {
    const rows = changes
      .flatMap((change) => [...change.addedNodes])
      .filter((node) => node instanceof HTMLElement)
      .flatMap((element) => [element, ...element.querySelectorAll<HTMLElement>('[role="grid"] tr[id]')])
      .filter((element) => element.matches('[role="grid"][aria-label="Units"] tr[id]'))
    if (rows.length === 0) return
    // The first size of an element is told within the frame that lays it out, whether the row came before that frame or
    // in one of its callbacks; a message is delivered when that frame has been painted.
    const painted = new MessageChannel()
    painted.port1.onmessage = () => {
      const now = performance.timeOrigin + performance.now()
      for (const row of rows) seen[row.id] ??= now
      if (rows.some((row) => row.textContent.includes('last-chunk'))) runEnds(seen)
      painted.port1.close()
    }
    const laidOut = new ResizeObserver(() => {
      laidOut.disconnect()
      painted.port2.postMessage(undefined)
    })
    for (const row of rows) laidOut.observe(row)
  }).observe(document, { childList: true, subtree: true })
}

/** The units of the session's last run, read from the feed when all is over, so that nothing is measured but the page's own feed. */
async function lastRun(site: string, session: string): Promise<{ info: RunInfo; log: UnitLog }> {
  const feed = io(site, { path: '/feed', auth: { session }, transports: ['websocket'] })
  const { promise, resolve } = Promise.withResolvers<UnitLog>()
  let log: UnitLog | undefined
  feed.on('run', (info: RunInfo) => {
    log = new UnitLog(info)
  })
  feed.on('batch', (batch: Batch, received: () => void) => {
    for (const record of unpackBatch(batch)) log?.append(record)
    received()
    if (log?.units.some(({ unit }) => unit.name === 'last-chunk')) resolve(log)
  })
  feed.emit('watch', { lab: LAB.id })
  const complete = await promise
  feed.close()
  return { info: complete.trace.run, log: complete }
}

async function delaysOfOneRun(page: Page, site: string): Promise<readonly number[]> {
  // Between press and end nothing asks the page anything: looking for roles would lay it out again and again.
  const seen = await page.evaluate(() => {
    const next = (globalThis as unknown as { watch: Watch }).watch.nextRun()
    for (const button of document.querySelectorAll('button')) if (button.textContent.trim() === 'Run') button.click()
    return next
  })
  const session = await page.evaluate(() => localStorage.getItem('two-way-web:session') ?? '')
  const { info, log } = await lastRun(site, session)
  return log.units.flatMap((logged) => {
    const row = Object.keys(seen).find((id) => id.endsWith(`-unit-${logged.key}`))
    return row === undefined ? [] : [(seen[row] ?? Number.NaN) - (info.startedAt + logged.startedAt)]
  })
}

export async function bench(): Promise<BenchRow[]> {
  await using server = await startLabsServer({ port: 0, labsPort: 0 })
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(watchRows)
  await page.goto(new URL(LAB.page, server.urls.site).href)
  const panel = lab(page, LAB.title)
  await panel.setRange('Writes', WRITES)
  await panel.setRange('Interval', INTERVAL_MS)
  await panel.run()

  const delays: number[] = []
  for (let run = 0; run < RUNS; run++) delays.push(...(await delaysOfOneRun(page, server.urls.site)))
  await browser.close()

  delays.sort((one, other) => one - other)
  const at = (share: number) => delays[Math.min(delays.length - 1, Math.floor(delays.length * share))] ?? Number.NaN
  const row = (name: string, value: number, target: number): BenchRow => ({
    name: `octet to pixel, ${name} of ${delays.length} units`,
    measured: `${value.toFixed(1)} ms`,
    target: `<= ${target} ms`,
    met: value <= target,
  })
  return [row('median', at(0.5), TARGETS.median), row('99th percentile', at(0.99), TARGETS.p99)]
}
