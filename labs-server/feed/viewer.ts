/**
 * One page watching one lab: a cursor into the current run's log and nothing else. A slow page holds its cursor back;
 * the log is there anyway, so no octet waits for it in memory.
 */
import { type Batch, packBatch } from '#wire/formats/batch.ts'
import type { RunInfo } from '#wire/trace.ts'
import type { Limits } from '../limits.ts'
import type { Run } from '../sessions/run.ts'

/** The page, as a viewer needs it. */
export interface Page {
  run(info: RunInfo): void
  /** Calls `received` when the page has the batch. */
  batch(batch: Batch, received: () => void): void
}

export class Viewer {
  readonly #page: Page
  readonly #limits: Limits
  #run: Run | undefined
  #cursor = 0
  #underWay = 0
  #scheduled = false
  #immediate: NodeJS.Immediate | undefined
  #timer: NodeJS.Timeout | undefined
  #sentAt = Number.NEGATIVE_INFINITY
  #unwatch = () => {}

  constructor(page: Page, limits: Limits) {
    this.#page = page
    this.#limits = limits
  }

  /** Shows `run`, after its first `cursor` records if the page has those already. */
  show(run: Run, cursor: number | undefined): void {
    if (this.#scheduled) this.#send() // How the run before ended.
    this.stop()
    this.#run = run
    this.#cursor = Math.min(cursor ?? 0, run.length)
    if (cursor === undefined) this.#page.run(run.info)
    this.#unwatch = run.watch(() => this.#schedule())
    this.#schedule()
  }

  /** Shows nothing more. */
  stop(): void {
    this.#unwatch()
    this.#run = undefined
    this.#unschedule()
  }

  #unschedule(): void {
    clearImmediate(this.#immediate)
    clearTimeout(this.#timer)
    this.#scheduled = false
  }

  /**
   * The first record after a pause goes out as soon as the event loop comes round, with all that came by then. Those
   * behind it wait until `feedPaceMs` after the last batch: a page draws once a frame, and batches cost more than records.
   */
  #schedule(): void {
    const hasMore = this.#run !== undefined && this.#cursor < this.#run.length
    if (!hasMore || this.#scheduled || this.#underWay >= this.#limits.feedWindow) return
    this.#scheduled = true
    const waitMs = this.#sentAt + this.#limits.feedPaceMs - performance.now()
    if (waitMs <= 0) this.#immediate = setImmediate(this.#send)
    else this.#timer = setTimeout(this.#send, waitMs)
  }

  readonly #send = (): void => {
    this.#unschedule()
    const run = this.#run
    if (run === undefined) return
    const records = run.read(this.#cursor, this.#limits.maxBatchRecords, this.#limits.maxBatchOctets)
    const batch = packBatch(run.info.id, this.#cursor, records)
    this.#cursor += records.length
    this.#sentAt = performance.now()
    this.#underWay += 1
    this.#page.batch(batch, () => {
      this.#underWay -= 1
      this.#schedule()
    })
    this.#schedule()
  }
}
