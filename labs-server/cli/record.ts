/**
 * Records every preset with the real labs server and a real Chromium: `npm run record`, or `npm run record -- keep-alive` for
 * one lab, `bench/post` for one preset, `examples` for the examples, `browsers` for what differs between browsers. What the browser runs is the lab's own client half; what is written is the run as the feed gives it to any page.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { type Browser, chromium } from 'playwright'
import { io, type Socket } from 'socket.io-client'
import { unpackBatch } from '#wire/formats/batch.ts'
import { recordingOf } from '#wire/formats/recording.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { BROWSER_ARGS, findBrowser } from '../../tests/browser.ts'
import type { FeedEvents, ViewerEvents } from '../feed/feed-events.ts'
import { labOf } from '../labs/index.ts'
import { parseSwitches } from '../labs/lab.ts'
import type { ScriptEvent } from '../labs/lab-client.ts'
import { PRESETS, type Preset } from '../labs/presets.ts'
import { type LabsServer, startLabsServer } from '../labs-server.ts'
import { LIMITS } from '../limits.ts'
import { serveClients } from './client-bundle.ts'
import { recordBrowsers } from './record-browsers.ts'
import { EXAMPLE_CLIENTS, recordExamples, roundedTimes } from './record-examples.ts'
import { recordTable } from './record-table.ts'

/** The ports a reader meets, so that recorded octets name them; the session is no secret here. */
const PAGE_PORT = 4321
const LABS_PORT = 4322
const SESSION = 'recorded-for-lessons-0'
/**
 * A run is over when its script has ended and nothing has passed for this long, in milliseconds: longer than the server keeps
 * a connection whose client has hung up, so that the end of a cut stream is part of the recording.
 */
const QUIET_MS = LIMITS.halfCloseMs + 250

const LABS = new URL('../labs/', import.meta.url)
const LAB_CLIENTS = { labs: 'labs-server/labs/clients.ts' }

/** Collects the records of one lab's runs, as any page would. */
function watch(server: LabsServer, lab: string) {
  const feed: Socket<FeedEvents, ViewerEvents> = io(server.urls.site, {
    path: '/feed',
    auth: { session: SESSION },
    transports: ['websocket'],
  })
  const records = new Map<string, TraceRecord[]>()
  let lastBatchAt = performance.now()
  feed.on('batch', (batch, received) => {
    const own = records.get(batch.run) ?? []
    own.push(...unpackBatch(batch))
    records.set(batch.run, own)
    lastBatchAt = performance.now()
    received()
  })
  feed.emit('watch', { lab })
  return {
    async recordsOf(run: RunInfo) {
      while (performance.now() - lastBatchAt < QUIET_MS)
        await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 10))
      return records.get(run.id) ?? []
    },
    close: () => feed.close(),
  }
}

async function startRun(server: LabsServer, { lab, switches }: Preset): Promise<RunInfo> {
  const answer = await fetch(new URL('/api/runs', server.urls.site), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ session: SESSION, lab, switches }),
  })
  const body = (await answer.json()) as { run: RunInfo; detail?: string }
  if (!answer.ok) throw new Error(`Failed to start a run of ${lab}: ${body.detail}`)
  return body.run
}

async function record(server: LabsServer, browser: Browser, home: string, preset: Preset) {
  // The labs over TLS have a certificate of our own making.
  const context = await browser.newContext({ ignoreHTTPSErrors: true })
  const page = await context.newPage()
  await page.goto(home)
  const run = await startRun(server, preset)
  const feed = watch(server, preset.lab)
  const { labs, middlebox, tls } = server.urls

  const script = await page.evaluate(
    async ({ lab, url, secureUrl, switches, startedAt }) => {
      const seen: ScriptEvent[] = []
      const now = () => performance.timeOrigin + performance.now() - startedAt
      const { LAB_CLIENTS } = await import('/labs.js' as string)
      const { run } = await LAB_CLIENTS[lab]()
      await run(
        {
          url,
          secureUrl,
          signal: new AbortController().signal,
          now,
          saw: (what: string, more: object) => seen.push({ at: now(), what, ...more }),
        },
        switches,
      )
      return seen
    },
    {
      lab: preset.lab,
      url: labAddress(hasMiddlebox(preset) ? middlebox : labs, preset.lab),
      secureUrl: tls && labAddress(tls, preset.lab),
      switches: run.switches,
      startedAt: run.startedAt,
    },
  )
  const records = await feed.recordsOf(run)
  feed.close()
  await context.close()

  const recording = recordingOf(
    { recordedOn: new Date().toISOString().slice(0, 10), browser: `Chromium ${browser.version()}`, script },
    run,
    records,
  )
  const folder = new URL(`${preset.lab}/recordings/`, LABS)
  await mkdir(folder, { recursive: true })
  await writeFile(new URL(`${preset.name}.json`, folder), `${JSON.stringify(recording, roundedTimes, 1)}\n`)
  console.log(`${preset.lab}/${preset.name}: ${records.length} records, ${script.length} script events`)
}

/** Whether its client talks to a middlebox. */
function hasMiddlebox({ lab: id, switches }: Preset): boolean {
  const lab = labOf(id)
  return lab?.path(parseSwitches(lab, switches)).middlebox !== undefined
}

function labAddress(origin: string, lab: string): string {
  return `${origin}s/${SESSION}/${lab}/`
}

const wanted = process.argv.slice(2)
if (wanted.length === 0 || wanted.includes('browsers')) await recordBrowsers()
if (wanted.length === 0 || wanted.includes('table')) await recordTable()
if (wanted.join() !== 'browsers') await recordRuns()

async function recordRuns() {
  await using clients = await serveClients({ entries: { ...LAB_CLIENTS, ...EXAMPLE_CLIENTS }, port: PAGE_PORT })
  await using server = await startLabsServer({ port: 0, labsPort: LABS_PORT })
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS })
  try {
    for (const preset of PRESETS) {
      const named = wanted.includes(preset.lab) || wanted.includes(`${preset.lab}/${preset.name}`)
      if (wanted.length === 0 || named) await record(server, browser, clients.url, preset)
    }
    if (wanted.length === 0 || wanted.includes('examples')) await recordExamples(browser, clients.url)
  } finally {
    await browser.close()
  }
}
