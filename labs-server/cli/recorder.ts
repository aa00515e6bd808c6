/** Performs runs with the real labs server and a real Chromium, and gives what passed as recordings. */
import type { Browser, Page } from 'playwright'
import { io, type Socket } from 'socket.io-client'
import { unpackBatch } from '#wire/formats/batch.ts'
import { type Recording, recordingOf } from '#wire/formats/recording.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import type { FeedEvents, ViewerEvents } from '../feed/feed-events.ts'
import { labOf } from '../labs/index.ts'
import { parseSwitches } from '../labs/lab.ts'
import type { ScriptEvent } from '../labs/lab-client.ts'
import { nameOf, type Preset } from '../labs/preset.ts'
import { type LabsServer, startLabsServer } from '../labs-server.ts'
import { LIMITS } from '../limits.ts'
import { type ClientEntries, type ClientPages, serveClients } from './client-bundle.ts'
import type { ClientRun } from './client-run.ts'

export interface RecorderOptions {
  /** Port of the page that runs the clients; without, any. */
  readonly pagePort?: number
  /** Port of the labs, before those of their other origins; without, any. */
  readonly labsPort?: number
  /** Further clients that the page serves. */
  readonly entries?: ClientEntries
  /** Milliseconds the server keeps a connection whose client has hung up; without, as for readers. */
  readonly halfCloseMs?: number
}

/**
 * A run is over when its script has ended and nothing has passed for this much longer than the server keeps a connection whose
 * client has hung up, in milliseconds: so the end of a cut stream is part of the recording.
 */
const QUIET_MS = 250

/** What a page of the site has: the labs' client halves, raw connections, and the service worker. */
const ENTRIES: ClientEntries = {
  'run-client': 'labs-server/cli/run-client.ts',
  'page-socket': 'site/console/page-socket.ts',
  'duplex-worker': 'site/public/duplex-worker.js',
}

export class Recorder implements AsyncDisposable {
  /** The empty page that serves the clients. */
  readonly home: string
  readonly #browser: Browser
  readonly #server: LabsServer
  readonly #pages: ClientPages
  readonly #quietMs: number

  private constructor(browser: Browser, server: LabsServer, pages: ClientPages, quietMs: number) {
    this.#browser = browser
    this.#server = server
    this.#pages = pages
    this.#quietMs = quietMs
    this.home = pages.url
  }

  /** Starts server and page; the browser is the caller's. */
  static async start(browser: Browser, options: RecorderOptions = {}): Promise<Recorder> {
    const { pagePort = 0, labsPort = 0, entries, halfCloseMs = LIMITS.halfCloseMs } = options
    await using started = new AsyncDisposableStack()
    const server = started.use(await startLabsServer({ port: 0, labsPort, site: false, limits: { halfCloseMs } }))
    const upgradesTo = Number(new URL(server.urls.site).port)
    const pages = await serveClients({ entries: { ...ENTRIES, ...entries }, port: pagePort, upgradesTo })
    started.move()
    return new Recorder(browser, server, pages, halfCloseMs + QUIET_MS)
  }

  /**
   * Runs a preset in a profile of its own. Several may run at once, each in a session of its own.
   *
   * @throws Error with the server's sentence when the run cannot be had: nginx is not there.
   */
  async record(preset: Preset, session: string): Promise<Recording> {
    // The labs over TLS have a certificate of our own making.
    await using context = await this.#browser.newContext({ ignoreHTTPSErrors: true })
    const page = await context.newPage()
    await page.goto(this.home)
    await call(page, 'load', preset.lab)
    const run = await startRun(this.#server, session, preset)
    using watched = new WatchedRun(this.#server, session, run)
    const script = (await call(page, 'run', this.#clientRun(session, preset, run))) as ScriptEvent[]
    const records = await watched.records(this.#quietMs)
    const recordedOn = new Date().toISOString().slice(0, 10)
    const made = { recordedOn, browser: `Chromium ${this.#browser.version()}`, script }
    // What differs from run to run and says nothing would be noise in a diff. Octets stay as they passed.
    return recordingOf(made, { ...run, id: nameOf(preset), startedAt: Date.parse(recordedOn) }, records)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#pages[Symbol.asyncDispose]()
    await this.#server.close()
  }

  #clientRun(session: string, preset: Preset, { lab, switches, startedAt }: RunInfo): ClientRun {
    const { labs, middlebox, tls } = this.#server.urls
    const address = (origin: string) => `${origin}s/${session}/${lab}/`
    const url = address(hasMiddlebox(preset) ? middlebox : labs)
    return { lab, switches, startedAt, session, url, secureUrl: tls && address(tls) }
  }
}

/** Whether its client talks to a middlebox. */
function hasMiddlebox({ lab: id, switches }: Preset): boolean {
  const lab = labOf(id)
  return lab?.path(parseSwitches(lab, switches)).middlebox !== undefined
}

async function startRun(server: LabsServer, session: string, { lab, switches }: Preset): Promise<RunInfo> {
  const answer = await fetch(new URL('/api/runs', server.urls.site), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ session, lab, switches }),
  })
  const body = (await answer.json()) as { run: RunInfo; detail?: string }
  if (!answer.ok) throw new Error(body.detail)
  return body.run
}

/** Calls a function of `run-client.ts` in the page. As an expression: a function would be rewritten by what runs the tests. */
function call(page: Page, name: 'load' | 'run', given: unknown): Promise<unknown> {
  return page.evaluate(`import('/run-client.js').then((client) => client.${name}(${JSON.stringify(given)}))`)
}

/** The records of one run, as any page gets them. */
class WatchedRun implements Disposable {
  readonly #feed: Socket<FeedEvents, ViewerEvents>
  readonly #records: TraceRecord[] = []
  #lastBatchAt = performance.now()

  constructor(server: LabsServer, session: string, run: RunInfo) {
    this.#feed = io(server.urls.site, { path: '/feed', auth: { session }, transports: ['websocket'], forceNew: true })
    this.#feed.on('batch', (batch, received) => {
      if (batch.run === run.id) this.#records.push(...unpackBatch(batch))
      this.#lastBatchAt = performance.now()
      received()
    })
    this.#feed.emit('watch', { lab: run.lab })
  }

  /** All of them, once none has come for so long. */
  async records(quietMs: number): Promise<readonly TraceRecord[]> {
    const endedAt = performance.now()
    const quietSince = () => Math.max(endedAt, this.#lastBatchAt)
    while (performance.now() - quietSince() < quietMs) await new Promise((resolve) => setTimeout(resolve, quietMs / 20))
    return this.#records
  }

  [Symbol.dispose](): void {
    this.#feed.close()
  }
}
