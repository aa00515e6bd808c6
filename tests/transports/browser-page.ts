/** A real browser with an empty page, in which client halves run as they do in the site's pages. */
import { type Browser, chromium, type JSHandle, type Page } from 'playwright'
import type { LAB_CLIENTS } from '#labs/clients.ts'
import type { ScriptEvent } from '#labs/lab-client.ts'
import { serveClients } from '#labs-server/cli/client-bundle.ts'
import type { LabsServer } from '#labs-server/labs-server.ts'
import type { Channel } from '#transports/channel.ts'
import type { TRANSPORT_CLIENTS } from '#transports/clients.ts'
import { PLAIN_OPTIONS } from '#transports/plain-options.ts'
import type { TransportOptions } from '#transports/transport.ts'
import { BROWSER_ARGS, findBrowser } from '../browser.ts'
import { labUrl, newSession, startRun } from '../labs-server/running-server.ts'

/** What the page's script is given: imports cannot be written where Vitest would rewrite them. */
declare const clients: {
  readonly LAB_CLIENTS: typeof LAB_CLIENTS
  readonly TRANSPORT_CLIENTS: typeof TRANSPORT_CLIENTS
}
const GLOBALS = `
  import { LAB_CLIENTS } from '/labs.js'
  import { TRANSPORT_CLIENTS } from '/transports.js'
  globalThis.clients = { LAB_CLIENTS, TRANSPORT_CLIENTS }
`

export interface BenchRun {
  readonly script: readonly ScriptEvent[]
  /** Why the script was rejected, if it was. */
  readonly failed: string | undefined
}

export class BrowserPage implements AsyncDisposable {
  readonly page: Page
  /** One browser, one session: its connections are used again. */
  readonly session = newSession()
  readonly #started: AsyncDisposableStack

  private constructor(page: Page, started: AsyncDisposableStack) {
    this.page = page
    this.#started = started
  }

  static async open(): Promise<BrowserPage> {
    await using started = new AsyncDisposableStack()
    const entries = { labs: 'labs-server/labs/clients.ts', transports: 'labs-server/transports/clients.ts' }
    const clients = started.use(await serveClients({ entries }))
    const browser = started.adopt(
      await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS }),
      (running: Browser) => running.close(),
    )
    const page = await browser.newPage()
    await page.goto(clients.url)
    await page.addScriptTag({ type: 'module', content: GLOBALS })
    await page.waitForFunction(() => 'clients' in globalThis)
    return new BrowserPage(page, started.move())
  }

  /** Runs the bench to its end. */
  async runBench(server: LabsServer, switches: Record<string, unknown>): Promise<BenchRun> {
    const { session } = this
    const { run } = await startRun(server, session, 'bench', switches)
    return this.page.evaluate(
      async ({ url, switches, startedAt }) => {
        const script: ScriptEvent[] = []
        const now = () => performance.timeOrigin + performance.now() - startedAt
        const saw = (what: string, more: object) => script.push({ at: now(), what, ...more })
        const client = await clients.LAB_CLIENTS.bench?.()
        const { signal } = new AbortController()
        const failed = await client?.run({ url, signal, now, saw }, switches as never).then(() => undefined, String)
        return { script, failed }
      },
      { url: labUrl(server, session, 'bench').href, switches: run.switches, startedAt: run.startedAt },
    )
  }

  /**
   * Opens a transport, sends up messages of these lengths, whose octets count up, and tells the lengths of what came back.
   * Behind `web-rtc` is a peer that sends everything back; the lab `duplex` answers "you said ..." to all.
   */
  async exchange(
    server: LabsServer,
    id: string,
    lengths: readonly number[],
    options: Partial<TransportOptions> = {},
  ): Promise<{ readonly came: readonly number[]; readonly intact: boolean }> {
    await startRun(server, this.session, 'duplex')
    return this.page.evaluate(
      async ({ url, id, lengths, options, said }) => {
        const client = await clients.TRANSPORT_CLIENTS[id]?.()
        if (client === undefined) throw new Error(`There is no transport ${id}.`)
        const came: number[] = []
        let intact = true
        const all = Promise.withResolvers<void>()
        const channel = await client.connect(
          {
            url,
            options,
            ways: ['down', 'up'],
            after: 0,
            signal: new AbortController().signal,
            saw() {},
            serve(end) {
              end.onMessage((message) => end.send(message))
            },
          },
          (message) => {
            const back = message.subarray(said)
            came.push(back.length)
            intact &&= back.every((octet, at) => octet === at % 251)
            if (came.length === lengths.length) all.resolve()
          },
        )
        for (const length of lengths) channel.send?.(Uint8Array.from({ length }, (_, at) => at % 251))
        await all.promise
        await channel.close()
        return { came, intact }
      },
      {
        url: new URL(`${id}/c1/`, labUrl(server, this.session, 'duplex')).href,
        id,
        lengths,
        options: { ...PLAIN_OPTIONS, ...options },
        said: id === 'web-rtc' ? 0 : 'you said '.length,
      },
    )
  }

  /** Opens the transport at `url` for both ways, and keeps it open. */
  open(id: string, url: URL): Promise<JSHandle<Channel>> {
    return this.page.evaluateHandle(
      async ({ id, url, options }) => {
        const client = await clients.TRANSPORT_CLIENTS[id]?.()
        if (client === undefined) throw new Error(`There is no transport ${id}.`)
        const { signal } = new AbortController()
        const context = { url, options, ways: ['down', 'up'] as const, after: 0, signal, saw() {}, serve() {} }
        return client.connect(context, () => {})
      },
      { id, url: url.href, options: PLAIN_OPTIONS },
    )
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#started.disposeAsync()
  }
}
