/**
 * 100,000 units in the wire view, in a real Chromium: a saved run is opened in the built site's page for capture files, scrolled,
 * filtered and searched; and what the trace takes there in memory.
 *
 * How long the page's thread is busy at a stretch is told in processor time, so that other work on the machine counts less: what
 * takes longer than a frame holds up the next one.
 */
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright'
import { startLabsServer } from '#labs-server/labs-server.ts'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { recordingPieces } from '#wire/formats/recording-export.ts'
import { OctetStream, octetsOf } from '#wire/octets.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import type { BenchRow } from './bench-row.ts'
import { LONG_RUN, longTrace } from './long-trace.ts'

const UNITS = 100_000
const TARGETS = { openMs: 500, busyMs: 50, dissectMs: 50, memory: 3 }

/** What is typed into the filter, one after another, and how it is said back: names, sizes, octets, faults, parts, exchanges. */
const FILTERS = [
  ['chunks larger than 500 octets', 'Chunks larger than 500 octets'],
  ['containing "message 77"', 'Units containing “message 77”'],
  ['faults', 'Units with faults'],
  ['responses with status 404', 'Responses with status 404'],
  ['requests to number=77', 'Requests in exchanges to number=77'],
] as const
const SCROLLS = 60
const OPENINGS = 3

export async function bench(): Promise<BenchRow[]> {
  const log = new UnitLog(LONG_RUN)
  let octets = 0
  for (const record of longTrace(UNITS)) {
    log.append(record)
    if (record.kind === 'octets') octets += record.octets.length
  }
  const folder = await mkdtemp(join(tmpdir(), 'two-way-web-'))
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  try {
    const file = join(folder, 'long.json')
    await save(log, file)
    return [...(await inBrowser(browser, file, log.units.length, octets)), dissecting()]
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
}

async function save(log: UnitLog, path: string): Promise<void> {
  await using file = await open(path, 'w')
  const run = { log, title: 'A long trace', script: [], browser: '', octets: 'observed' } as const
  for (const piece of recordingPieces(run)) await file.write(piece)
}

async function inBrowser(browser: Browser, file: string, units: number, octets: number): Promise<BenchRow[]> {
  await using server = await startLabsServer({ port: 0, labsPort: 0 })
  const site = new URL('/open/', server.urls.site).href
  const { size: fileOctets } = await stat(file)
  const per = `${units.toLocaleString('en')} units of ${Math.round(octets / units)} octets`
  const busy = (what: string, { cpu, wall }: Busy): BenchRow => ({
    name: `${what}, ${per}: longest the page was busy at a stretch`,
    measured: `${cpu.toFixed(0)} ms of processor time (${wall.toFixed(0)} ms in all)`,
    target: `<= ${TARGETS.busyMs} ms`,
    met: cpu <= TARGETS.busyMs,
  })

  const opening: OpeningTimes[] = []
  for (let turn = 0; turn < OPENINGS; turn++) {
    const page = await newPage(browser, site)
    opening.push(await openFile(page, file, units))
    await page.close()
  }
  const median = (of: (times: OpeningTimes) => number) =>
    opening.map(of).toSorted((one, other) => one - other)[OPENINGS >> 1] as number
  const fromOctets = median(({ readMs, allMs }) => allMs - readMs)
  const whole = await processorTimeOfOpening(browser, site, file, units)

  const page = await newPage(browser, site)
  const cdp = await page.context().newCDPSession(page)
  const before = await memoryOf(cdp)
  await openFile(page, file, units)
  const held = (await memoryOf(cdp)) - before

  const scrolled = await busiest(browser, page, () => scroll(page))
  await page.getByRole('button', { name: 'Filter and find' }).click()
  const filter = page.getByRole('combobox', { name: 'Show only' })
  await filter.fill('gaps')
  await page.getByText(/^Showing 0 of [\d,]+ units\./).waitFor()
  const filtered = await busiest(browser, page, async () => {
    for (const [typed, said] of FILTERS) {
      await filter.fill(typed)
      await page.getByText(said, { exact: true }).waitFor()
      await page.locator('.wire-filter-count[aria-busy="false"]').waitFor()
    }
  })
  const found = await busiest(browser, page, async () => {
    const find = page.getByRole('searchbox', { name: 'Find' })
    await find.fill('message 99')
    await find.press('Enter')
    await page.getByText(/^1 of [\d,]+:/).waitFor()
  })
  return [
    {
      name: `opening ${per}: from when the page was given the file's octets, over the first drawing of the view, to all of them in the list`,
      measured: `${whole.toFixed(0)} ms of processor time (${fromOctets.toFixed(0)} ms in all)`,
      target: `<= ${TARGETS.openMs} ms`,
      met: whole <= TARGETS.openMs,
    },
    {
      name: `before that, a worker reads the file of ${Math.round(fileOctets / 1e6)} MB, from its choice to its octets in the page`,
      measured: `${median(({ readMs }) => readMs).toFixed(0)} ms`,
      target: 'told',
      met: true,
    },
    busy('scrolling', scrolled),
    busy('filtering', filtered),
    { ...busy('finding', found), target: 'told' },
    {
      name: `memory of the page, ${per}`,
      measured: `${(held / octets).toFixed(2)} times the octets (${Math.round(held / units - octets / units)} octets a unit besides)`,
      target: `<= ${TARGETS.memory} times`,
      met: held <= TARGETS.memory * octets,
    },
  ]
}

/** Runs in the page, before its own scripts: notes when a worker hands over what it has read. */
function watchWorkers(): void {
  globalThis.Worker = class extends Worker {
    constructor(address: string | URL, options?: WorkerOptions) {
      super(address, options)
      this.addEventListener('message', ({ data }) => {
        if (data.kind === 'opened') Object.assign(globalThis, { readAt: performance.mark('opened').startTime })
      })
    }
  }
}

async function newPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  await page.addInitScript(watchWorkers)
  await page.goto(address)
  // Before the page's script is there, a file would be lost.
  await page.locator('input[type="file"]:enabled').waitFor({ state: 'attached' })
  return page
}

/** In milliseconds since the file was chosen. */
interface OpeningTimes {
  /** When the page was given its octets. */
  readonly readMs: number
  readonly allMs: number
}

/** From the file being chosen to its octets in the page, and to all of its rows. */
async function openFile(page: Page, file: string, units: number): Promise<OpeningTimes> {
  await page.evaluate((all) => {
    const grid = () => document.querySelector('[role="grid"][aria-label="Units"]')
    const opening = new Promise<OpeningTimes>((resolve) => {
      document.addEventListener('change', ({ timeStamp }) => {
        const look = () => {
          const rows = Number(grid()?.getAttribute('aria-rowcount')) - 1
          const { readAt } = globalThis as unknown as { readAt: number }
          if (rows >= all) {
            performance.mark('all')
            resolve({ readMs: readAt - timeStamp, allMs: performance.now() - timeStamp })
          } else requestAnimationFrame(look)
        }
        look()
      })
    })
    Object.assign(globalThis, { opening })
  }, units)
  await page.getByLabel('Choose a capture file').setInputFiles(file)
  return page.evaluate(() => (globalThis as unknown as { opening: Promise<OpeningTimes> }).opening)
}

/** To and fro through the whole list, a leap a frame. */
async function scroll(page: Page): Promise<void> {
  await page.evaluate(async (scrolls) => {
    const grid = document.querySelector('[role="grid"][aria-label="Units"]')
    for (let step = 0; grid && step < scrolls; step++) {
      grid.scrollTop = (grid.scrollHeight * ((step * 37) % scrolls)) / scrolls
      await new Promise((resolve) => requestAnimationFrame(resolve))
    }
  }, SCROLLS)
}

/** In milliseconds. */
interface Busy {
  readonly cpu: number
  readonly wall: number
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly ts: number
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** The longest task of the page's own thread while `act` goes on. */
async function busiest(browser: Browser, page: Page, act: () => Promise<void>): Promise<Busy> {
  let longest: Busy = { cpu: 0, wall: 0 }
  for (const { dur = 0, tdur = 0 } of (await tasksDuring(browser, page, act)).tasks) {
    if (tdur / 1000 > longest.cpu) longest = { cpu: tdur / 1000, wall: dur / 1000 }
  }
  return longest
}

/** What the page's own thread takes from when it has a file's octets to when all units are in the list, in milliseconds: the median of some openings. */
async function processorTimeOfOpening(browser: Browser, site: string, file: string, units: number): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < OPENINGS; turn++) {
    const page = await newPage(browser, site)
    const { tasks, marks } = await tasksDuring(browser, page, async () => {
      await openFile(page, file, units)
    })
    const [from = Number.NaN, to = Number.NaN] = ['opened', 'all'].map((name) => marks.get(name))
    const busy = tasks.filter(({ ts, dur = 0 }) => ts + dur > from && ts < to)
    times.push(busy.reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000)
    await page.close()
  }
  return times.toSorted((one, other) => one - other)[OPENINGS >> 1] as number
}

/** The tasks of the page's own thread while `act` goes on, and when the page's marks were made, by their names. */
async function tasksDuring(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<{ tasks: readonly TraceEvent[]; marks: ReadonlyMap<string, number> }> {
  await browser.startTracing(page, {
    categories: ['toplevel', 'blink.user_timing', 'devtools.timeline', 'disabled-by-default-devtools.timeline'],
  })
  await act()
  const { traceEvents }: { traceEvents: readonly TraceEvent[] } = JSON.parse(String(await browser.stopTracing()))
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid}/${tid}`),
  )
  const tasks = traceEvents.filter(
    ({ name, ph, pid, tid }) => name === 'RunTask' && ph === 'X' && threads.has(`${pid}/${tid}`),
  )
  if (tasks.length === 0) throw new Error('Failed to measure: the trace of the browser tells of no task')
  return { tasks, marks: new Map(traceEvents.map(({ name, ts }) => [name, ts])) }
}

/** JavaScript's heap and the octets of array buffers, after everything that can go has gone. */
async function memoryOf(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage')
  const { usedSize, backingStorageSize = 0 } = (await cdp.send('Runtime.getHeapUsage')) as {
    usedSize: number
    backingStorageSize?: number
  }
  return usedSize + backingStorageSize
}

/** A million octets of chunks of 27 octets, 64 KiB a read, as `dissect.ts` has them. */
function dissecting(): BenchRow {
  const message = octetsOf(
    `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${`1b\r\n${'x'.repeat(27)}\r\n`.repeat(30_303)}`,
  )
  const times: number[] = []
  for (let turn = 0; turn < 9; turn++) {
    const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
    const connection = new ConnectionDissector(streams)
    const before = process.threadCpuUsage()
    for (let at = 0; at < message.length; at += 65_536) {
      streams['server-to-client'].append(message.subarray(at, at + 65_536))
      connection.advance('server-to-client')
    }
    const { user, system } = process.threadCpuUsage(before)
    times.push((user + system) / 1000)
  }
  const median = times.toSorted((one, other) => one - other)[times.length >> 1] as number
  return {
    name: `dissecting ${message.length.toLocaleString('en')} octets in chunks of 27`,
    measured: `${median.toFixed(0)} ms of processor time`,
    target: `<= ${TARGETS.dissectMs} ms`,
    met: median <= TARGETS.dissectMs,
  }
}

if (import.meta.main) for (const row of await bench()) console.log(`${row.name}: ${row.measured} (${row.target})`)
