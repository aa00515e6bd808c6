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
  #scheduled: NodeJS.Immediate | undefined
  #unwatch = () => {}

  constructor(page: Page, limits: Limits) {
    this.#page = page
    this.#limits = limits
  }

  /** Shows `run`, after its first `cursor` records if the page has those already. */
  show(run: Run, cursor: number | undefined): void {
    if (this.#scheduled !== undefined) this.#send() // How the run before ended.
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
    clearImmediate(this.#scheduled)
    this.#scheduled = undefined
  }

  /** Everything that happens before the event loop comes round goes into one batch: a busy server sends fewer, larger ones. */
  #schedule(): void {
    if (this.#scheduled === undefined && this.#underWay < this.#limits.feedWindow) {
      this.#scheduled = setImmediate(() => {
        this.#scheduled = undefined
        this.#send()
      })
    }
  }

  #send(): void {
    const run = this.#run
    if (run === undefined || this.#cursor >= run.length) return
    const records = run.read(this.#cursor, this.#limits.maxBatchRecords, this.#limits.maxBatchOctets)
    const batch = packBatch(run.info.id, this.#cursor, records)
    this.#cursor += records.length
    this.#underWay += 1
    this.#page.batch(batch, () => {
      this.#underWay -= 1
      this.#schedule()
    })
    if (this.#cursor < run.length) this.#schedule()
  }
}
