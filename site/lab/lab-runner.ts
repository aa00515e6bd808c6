/** One lab on one page: its switches, its current run, and what the script and the wire say about it. */
import { batch, computed, effect, type Signal, signal } from '@preact/signals'
import { LAB_CLIENTS } from '#labs/clients.ts'
import type { SwitchValues } from '#labs/lab.ts'
import type { LabClient } from '#labs/lab-client.ts'
import { LabError } from '#labs/lab-error.ts'
import { IS_RECORDED_TWIN } from '#site/twin.ts'
import { type Origin, WireModel } from '#site/wire-view/wire-model.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { evidenceOf } from './evidence.ts'
import { figuresOf, type RunFigures } from './figures.ts'
import type { LabPreset } from './lab-preset.ts'
import type { LabsStatus } from './labs-api.ts'
import { Pace } from './pace.ts'
import type { PageConnection } from './page-connection.ts'
import { labAddress } from './session.ts'

export type Phase = 'idle' | 'starting' | 'running' | 'finished' | 'stopped' | 'failed'

/** Who started the run shown: this reader, the page by itself, another client, or somebody before the page was there. */
export type StartedBy = 'reader' | 'page' | 'another-client' | 'earlier'

/**
 * Why the labs cannot be had: this is the recorded twin; the labs server does not answer; nothing of a run has reached them, so
 * perhaps their port is blocked; this browser does not trust their certificate.
 */
export type LacksLabs = 'twin' | 'server' | 'port' | 'certificate'

/** Where a run's octets come from. */
export type RunSource = 'labs' | 'recording'

const HOME: RunSource = IS_RECORDED_TWIN ? 'recording' : 'labs'

/** A lab's client half, as its module exports it. */
type LoadClient = () => Promise<{ run: LabClient<never> }>

export class LabRunner {
  readonly preset: LabPreset
  readonly model = new WireModel(IS_RECORDED_TWIN ? 'recorded' : 'live')
  readonly switches: Signal<SwitchValues>
  readonly phase: Signal<Phase> = signal('idle')
  readonly running = computed(() => this.phase.value === 'starting' || this.phase.value === 'running')
  readonly startedBy: Signal<StartedBy | undefined> = signal(undefined)
  /** What went wrong in the reader's surroundings, until the next press of Run. */
  readonly error: Signal<LabError | undefined> = signal(undefined)
  /** As far as is known; then the recording of a run is offered. */
  readonly lacksLabs: Signal<LacksLabs | undefined> = signal(IS_RECORDED_TWIN ? 'twin' : undefined)
  readonly figures: Signal<RunFigures | undefined> = signal(undefined)
  /** The run before the one shown. */
  readonly previous: Signal<RunFigures | undefined> = signal(undefined)
  /** The lab's own address for this session, once the labs server has said where its labs are. */
  readonly address = computed(() => this.#addressFor(this.switches.value))

  readonly #labs: Signal<LabsStatus['labs'] | undefined> = signal(undefined)
  readonly #loadClient: LoadClient | undefined
  readonly #pace = new Pace(() => this.#publish())
  #connection: PageConnection | undefined
  #stop = new AbortController()
  /** Connections of the run that were on screen when the reader pressed Reset. */
  #cleared = new Set<number>()
  /** The id of the latest run started here. */
  #ownRun: string | undefined
  #stoppedAs: Phase = 'stopped'
  /** Milliseconds since the latest run started here. */
  #now = () => 0

  constructor(preset: LabPreset, loadClient = LAB_CLIENTS[preset.shown.id]) {
    this.preset = preset
    this.switches = signal(preset.values)
    this.#loadClient = loadClient
  }

  /** Joins the page's connection; with `autoRun`, runs once by itself as soon as it is live. Returns how to leave. */
  connect(connection: PageConnection, autoRun = false): () => void {
    this.#connection = connection
    let wanted = autoRun
    const endings = [
      connection.feed.watch(this.preset.shown.id, {
        began: (run) => this.#began(run),
        observed: (run, records) => this.#observed(run, records),
      }),
      effect(() => {
        const { kind } = connection.feed.state.value
        if (kind === 'unreachable') this.lacksLabs.value = 'server'
        if (kind === 'live') {
          this.lacksLabs.value = undefined
          this.#learnAddress(connection)
        } else if (kind !== 'recorded') return
        if (this.error.peek()?.code === 'LAB_UNREACHABLE') {
          this.error.value = undefined
          this.phase.value = 'idle'
        }
        if (wanted) this.start('page')
        wanted = false
      }),
      effect(() => {
        this.model.settled.value
        this.model.script.version.value
        this.phase.value
        this.#pace.ask()
      }),
      () => this.#pace.stop(),
      () => this.stop(),
    ]
    return () => {
      for (const end of endings) end()
    }
  }

  /**
   * Starts a run with the switches as they stand, and the lab's script in it, or plays the recording of one. Never rejects: failures
   * are in `error`.
   */
  async start(by: 'reader' | 'page' = 'reader', from = HOME): Promise<void> {
    const connection = this.#connection
    if (connection === undefined || this.running.peek()) return
    this.#stop = new AbortController()
    const { signal } = this.#stop
    batch(() => {
      this.phase.value = 'starting'
      this.error.value = undefined
      this.startedBy.value = by
    })
    try {
      if (from === 'recording') await this.#play(by, signal)
      else await this.#run(connection, by, signal)
      this.phase.value = signal.aborted ? this.#stoppedAs : 'finished'
    } catch (error) {
      if (signal.aborted) this.phase.value = this.#stoppedAs
      else this.#fail(error)
    }
  }

  async #run({ session, api, hostname }: PageConnection, by: StartedBy, signal: AbortSignal): Promise<void> {
    const lab = this.preset.shown.id
    const switches = this.switches.peek()
    if (this.lacksLabs.peek() === 'port') this.lacksLabs.value = undefined
    await api.tuneClock()
    const [status, { run }, client] = await Promise.all([
      api.status(),
      api.startRun({ session, lab, switches }),
      this.#loadScript(),
    ])
    this.#begin(run, by, () => api.clock.now() - run.startedAt)
    signal.throwIfAborted()
    const { tls } = status.labs
    this.#labs.value = status.labs
    const url = this.#addressFor(run.switches) as string
    await client.run(
      {
        url,
        ...(tls && { secureUrl: labAddress(hostname, tls.port, session, lab, 'https') }),
        signal,
        now: this.#now,
        openSocket: async (take) => {
          const { openPageSocket } = await import('#site/console/page-socket.ts')
          return openPageSocket(location.origin, session, lab, take)
        },
        saw: (what, more) => this.#saw(run, { at: this.#now(), what, ...more }),
      },
      run.switches as never,
    )
  }

  async #play(by: StartedBy, signal: AbortSignal): Promise<void> {
    const { playLab } = await import('#site/recorded/ready.ts')
    let shown: RunInfo | undefined
    const stage = {
      begin: (run: RunInfo, now: () => number) => {
        shown = run
        this.#begin(run, by, now, 'recorded')
      },
      observed: (records: readonly TraceRecord[]) => {
        if (shown !== undefined) this.#observed(shown, records)
      },
      saw: (event: RecordedEvent) => {
        if (shown !== undefined) this.#saw(shown, event)
      },
    }
    // What the page plays by itself needs no script, and none of what stands in for its server.
    const loadScript = by === 'page' ? undefined : async () => (await this.#loadScript()).run
    await playLab(this.preset.lab, this.switches.peek(), stage, signal, loadScript)
  }

  /** A run of this page's own begins. */
  #begin(run: RunInfo, by: StartedBy, now: () => number, origin: Origin = 'live'): void {
    this.#ownRun = run.id
    this.#now = now
    this.#show(run, origin)
    batch(() => {
      this.startedBy.value = by
      this.phase.value = 'running'
    })
  }

  #saw(run: RunInfo, event: RecordedEvent): void {
    if (this.#ownRun === run.id && this.#shows(run)) this.model.script.add(event)
  }

  /** Ends the lab's script and every request it has open. */
  stop(): void {
    this.#stoppedAs = 'stopped'
    this.#stop.abort(new DOMException('The reader pressed Stop.', 'AbortError'))
  }

  /** Everything as when the page was opened; what the session's connections carry from now on is shown again. */
  reset(): void {
    this.stop()
    this.#stoppedAs = 'idle'
    this.#ownRun = undefined
    for (const connection of this.model.log.peek()?.trace.connections ?? []) this.#cleared.add(connection.id)
    batch(() => {
      this.switches.value = this.preset.values
      this.model.clear()
      this.previous.value = undefined
      this.error.value = undefined
      this.startedBy.value = undefined
      if (!this.running.peek()) this.phase.value = 'idle'
    })
    this.#pace.now()
  }

  async #loadScript() {
    try {
      if (this.#loadClient === undefined) throw new Error(`The lab ${this.preset.shown.id} has no client half.`)
      return await this.#loadClient()
    } catch (cause) {
      console.error(cause)
      throw new LabError('LAB_INTERNAL', "The lab's script could not be loaded. Reload the page and try again.")
    }
  }

  /** With a middlebox, the lab is talked to at the port of that. */
  #addressFor(values: SwitchValues): string | undefined {
    const labs = this.#labs.value
    if (labs === undefined || this.#connection === undefined) return undefined
    const { shown } = this.preset
    const { hostname, session } = this.#connection
    const { port } = shown.path(values as never).middlebox === undefined ? labs.http1 : labs.middlebox
    return labAddress(hostname, port, session, shown.id)
  }

  async #learnAddress({ api }: PageConnection) {
    const status = await api.status().catch(() => undefined) // The feed's state tells the reader about a lost server.
    if (status !== undefined) this.#labs.value = status.labs
    await api.tuneClock().catch(() => {})
  }

  #fail(error: unknown): void {
    if (error instanceof LabError) {
      this.error.value = error
    } else {
      const log = this.model.log.peek()
      if (log?.trace.length === 0) this.lacksLabs.value ??= 'port'
      // The platform's own words: fetch() rejects with a TypeError when its connection fails.
      this.model.script.add({ at: this.#now(), what: 'rejected', detail: String(error) })
    }
    this.phase.value = 'failed'
  }

  #shows(run: RunInfo): boolean {
    return this.model.log.peek()?.trace.run.id === run.id
  }

  #show(run: RunInfo, origin: Origin = 'live'): void {
    if (this.#shows(run)) return
    const log = this.model.log.peek()
    batch(() => {
      if (log !== undefined && log.trace.length > 0) this.previous.value = figuresOf(log)
      this.#cleared.clear()
      this.model.begin(run, origin)
    })
  }

  #began(run: RunInfo): void {
    // The reader's own run comes by this way too, often before the API has answered.
    if (this.phase.peek() !== 'starting' && run.id !== this.#ownRun) {
      this.stop()
      const openedAt = (this.#connection?.api.clock.now() ?? 0) - performance.now()
      this.startedBy.value = run.startedAt < openedAt ? 'earlier' : 'another-client'
    }
    this.#show(run)
  }

  #observed(run: RunInfo, records: readonly TraceRecord[]): void {
    const fresh =
      this.#cleared.size === 0 ? records : records.filter(({ connection }) => !this.#cleared.has(connection))
    if (fresh.length === 0) return
    if (this.model.log.peek() === undefined) this.model.begin(run)
    if (this.#shows(run)) this.model.append(fresh)
  }

  #publish(): void {
    const log = this.model.log.peek()
    // A run from a file is there to be read; it is no evidence of what the reader has done.
    const isOwn = ['live', 'recorded'].includes(this.model.origin.peek())
    const empty = log === undefined || log.trace.length === 0 || !isOwn
    batch(() => {
      this.figures.value = empty ? undefined : figuresOf(log)
      evidenceOf(this.preset.shown.id).value = empty
        ? undefined
        : {
            lab: this.preset.shown.id,
            log,
            switches: log.trace.run.switches,
            script: this.model.script.events,
            finished: this.phase.peek() === 'finished' && log.trace.run.id === this.#ownRun,
            running: this.running.peek(),
            model: this.model,
          }
    })
  }
}
