/** What the wire view shows: one run's units, what is selected in it, and what is lit up. */
import { type ReadonlySignal, type Signal, signal } from '@preact/signals'
import { sitePath } from '#site/twin.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'
import type { OctetRange } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'
import { ScriptEvents } from './script-events.ts'
import type { LinkedSelection } from './selection-link.ts'

/** Octets of one direction of one connection, and the unit and part they belong to, where they belong to one. */
export interface Selection {
  readonly connection: number
  readonly direction: Direction
  readonly range: OctetRange
  /** The `key` of a `LoggedUnit`. */
  readonly unit?: string
  /** Indexes into `parts`, from the unit down; empty for the unit itself. */
  readonly part: readonly number[]
}

/**
 * Where the octets come from; the view says it in words. `file`: from a file, as they passed. `rebuilt`: written anew from the
 * messages that a file holds; they say the same and may not be the same.
 */
export type Origin = 'live' | 'recorded' | 'file' | 'rebuilt'

/** Who saw the octets pass, and so in what pieces: a labs server's socket, a capture, the browser's socket; nobody, where they are rebuilt. */
export type Observer = 'server' | 'network' | 'browser' | 'nobody'

/** A run that was shown before. */
export interface ShownRun {
  readonly log: UnitLog
  readonly script: readonly RecordedEvent[]
}

/**
 * How long after the rows all that may wait is drawn, in milliseconds. Labs write every so many times 50 ms: this is no
 * multiple of it, so that what waited does not meet the next octets in one frame.
 */
const SETTLES_AFTER_MS = 70
/**
 * How long a new run may take to its first octets, in milliseconds, before the details of the run before are taken away.
 * Mostly octets come first, and are then drawn into the elements that are there: to make those anew takes a tenth of a second.
 */
const EMPTIED_AFTER_MS = 1000

/** How long records are taken in before the page has its turn, in milliseconds: nobody notices so short a wait, and each turn costs a frame. */
const SLICE_MS = 30
/** How long drawings are apart meanwhile, in milliseconds: with every frame, drawing would take most of the time. What may wait, waits as long. */
const DRAWN_EVERY_MS = 800
/** Between two looks at the clock. */
const RECORDS_BETWEEN_LOOKS = 32

export class WireModel {
  /** The run shown, or undefined before the first. */
  readonly log: Signal<UnitLog | undefined> = signal(undefined)
  readonly selection: Signal<Selection | undefined> = signal(undefined)
  /** What a link asks to select, until such a unit has come. */
  readonly wanted: Signal<LinkedSelection | undefined> = signal(undefined)
  /** A file that was dropped on the view, to be opened in it. */
  readonly dropped: Signal<File | undefined> = signal(undefined)
  /** Keys of units that prose or an exercise points at. */
  readonly lit: Signal<readonly string[]> = signal([])
  readonly origin: Signal<Origin>
  observer: Observer = 'server'
  /** Where the site's pages are, without a slash at the end: another origin where the view is embedded in pages of others. */
  site = sitePath('/').slice(0, -1)
  /** While true, views stand still; what comes is kept, and drawn afterwards. */
  readonly paused: Signal<boolean> = signal(false)
  /** What the script of the run shown saw. */
  readonly script = new ScriptEvents()
  /** The run shown before this one, to compare. */
  readonly before: Signal<ShownRun | undefined> = signal(undefined)
  #loadingLayers = false
  readonly #version = signal(0)
  readonly #settled = signal(0)
  /** Whether octets have come that no view has drawn yet, and whether views have drawn in the frame that is to come. */
  #undrawn = false
  #drawn = false
  #drawing: ReturnType<typeof setTimeout> | undefined
  /** Whether a file is being taken in, and when the page has its turn. */
  #isTaking = false
  #sliceEndsAt = 0
  #settling: ReturnType<typeof setTimeout> | undefined
  #settlesAt = Number.POSITIVE_INFINITY

  /** What it shows from the beginning: a lab's runs, or files. */
  readonly home: Origin

  constructor(home: Origin = 'live') {
    this.home = home
    this.origin = signal(home)
  }

  /** Grows when the log has grown, at most once a frame, so that views draw once a frame however fast octets come. The first of them are drawn at once. */
  get version(): ReadonlySignal<number> {
    return this.#version
  }

  /** Grows somewhat later and less often than `version`: for all that must not hold up the frame in which octets come. */
  get settled(): ReadonlySignal<number> {
    return this.#settled
  }

  /** Shows a new run, empty at first. */
  begin(run: RunInfo, origin: Origin = 'live', observer: Observer = 'server'): void {
    this.#isTaking = false
    const log = this.log.peek()
    if (log !== undefined && log.trace.length > 0) this.before.value = { log, script: this.script.events }
    this.script.clear()
    this.log.value = new UnitLog(run)
    this.selection.value = undefined
    this.lit.value = []
    this.paused.value = false
    this.origin.value = origin
    this.observer = observer
    this.#version.value += 1
    this.#settlesAt = Number.POSITIVE_INFINITY // What was to follow the run before is of no use.
    this.#settleAfter(EMPTIED_AFTER_MS)
  }

  /** Takes in records of the run shown; ignored before `begin`. */
  append(records: readonly TraceRecord[]): void {
    const log = this.log.peek()
    if (log === undefined) return
    for (const record of records) log.append(record)
    this.#grew(log)
  }

  /**
   * Takes in many records of the run shown, as from a file: in slices, between which the page draws and answers. Resolves when all
   * are there, or another run is shown.
   */
  async take(records: Iterable<TraceRecord>): Promise<void> {
    const { run } = this.log.peek()?.trace ?? {}
    this.#isTaking = true
    if (this.#drawn) this.#drawNext()
    try {
      let taken = 0
      for (const record of records) {
        const log = this.log.peek()
        if (log === undefined || log.trace.run !== run) return
        log.append(record)
        taken += 1
        if (taken % RECORDS_BETWEEN_LOOKS > 0) continue
        this.#grew(log)
        if (performance.now() < this.#sliceEndsAt) continue
        await pagesTurn()
        this.#sliceEndsAt = performance.now() + SLICE_MS
      }
    } finally {
      const log = this.log.peek()
      if (log !== undefined && log.trace.run === run) {
        this.#isTaking = false
        this.#drawn = false
        this.#grew(log)
      }
    }
  }

  #grew(log: UnitLog): void {
    if (log.lacksLayers) this.#loadLayers()
    this.#undrawn = true
    this.#draw()
  }

  /** Most labs need HTTP/1.1 only, so the other layers come when octets ask for them, and the trace is then read anew. */
  async #loadLayers(): Promise<void> {
    if (this.#loadingLayers) return
    this.#loadingLayers = true
    // When they cannot be loaded, as when the server is gone, the octets stay without names; the next octets ask again.
    const isLoaded = await import('#wire/dissectors/all.ts').then(
      () => true,
      () => false,
    )
    this.#loadingLayers = false
    const log = this.log.peek()
    if (!isLoaded || !log?.lacksLayers) return
    this.log.value = log.reread()
    this.#undrawn = true
    this.#draw()
  }

  /** Lets views stand still, or shows what has come since they do. */
  pause(paused: boolean): void {
    this.paused.value = paused
    this.#draw()
  }

  /** Shows nothing, as before the first run. */
  clear(): void {
    this.log.value = undefined
    this.before.value = undefined
    this.script.clear()
    this.selection.value = undefined
    this.lit.value = []
    this.#version.value += 1
    this.#settle()
  }

  /** Draws as octets come and not in the frame's own time: when the frame comes, it has only to be painted. */
  #draw(): void {
    if (this.#drawn || !this.#undrawn || this.paused.peek()) return
    this.#undrawn = false
    this.#drawn = true
    this.#sliceEndsAt = 0 // What is drawn comes on screen before more is taken in.
    this.#drawNext()
    this.#version.value += 1
    this.#settleAfter(this.#isTaking ? DRAWN_EVERY_MS : SETTLES_AFTER_MS)
  }

  /** The next drawing comes with the next frame, or later while a file comes in. */
  #drawNext(): void {
    clearTimeout(this.#drawing)
    if (!this.#isTaking) requestAnimationFrame(() => this.#drawAgain())
    else {
      // Counted from when it is on screen: drawing a view for the first time takes a while.
      requestAnimationFrame(() => {
        clearTimeout(this.#drawing)
        this.#drawing = setTimeout(() => this.#drawAgain(), DRAWN_EVERY_MS)
      })
    }
  }

  #drawAgain(): void {
    clearTimeout(this.#drawing)
    this.#drawn = false
    this.#draw()
  }

  /** Settles after `ms`, unless it will sooner. */
  #settleAfter(ms: number): void {
    const at = performance.now() + ms
    if (at >= this.#settlesAt) return
    clearTimeout(this.#settling)
    this.#settlesAt = at
    this.#settling = setTimeout(() => this.#settle(), ms)
  }

  #settle(): void {
    clearTimeout(this.#settling)
    this.#settlesAt = Number.POSITIVE_INFINITY
    this.#settled.value += 1
  }
}

/** Lets the page answer, and draw what it has to. A timer would keep it idle for 4 ms on top. */
function pagesTurn(): Promise<void> {
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(undefined)
  })
}
