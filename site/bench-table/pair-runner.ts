/** Runs the task over one pair after another, through the same runner as the bench's panel, without a view of its wire. */
import { benchFigures } from '#labs/bench/figures.ts'
import type { BenchSwitches } from '#labs/bench/switches.ts'
import { presetOf } from '#site/lab/lab-preset.ts'
import { LabRunner } from '#site/lab/lab-runner.ts'
import { labOf } from '#site/lab/labs-of-page.ts'
import type { PageConnection } from '#site/lab/page-connection.ts'
import { CUT, type Outcome, type Pair, TASK } from './pair.ts'

/** The trace is whole when nothing has come for this long, in milliseconds, and at the latest after the other. */
const QUIET_MS = 120
const PATIENCE_MS = 2000

export class PairRunner {
  readonly #runner: LabRunner
  readonly #leave: () => void

  constructor(connection: PageConnection) {
    const bench = labOf('bench')
    if (bench === undefined) throw new Error('This page has no bench.')
    this.#runner = new LabRunner(presetOf(bench, TASK))
    this.#leave = this.#runner.connect(connection)
  }

  /** What answers, with versions, as the last run said. */
  get server(): string {
    return this.#runner.model.log.peek()?.trace.run.server ?? ''
  }

  /** Never rejects: why there are no figures is an outcome. */
  async run({ down, up }: Pair, cut: boolean): Promise<Outcome> {
    const runner = this.#runner
    runner.switches.value = { ...runner.preset.values, down, up, ...(cut && CUT) }
    await runner.start()
    await this.#quiet()
    const log = runner.model.log.peek()
    if (log === undefined || runner.error.peek() !== undefined) {
      return { kind: 'failed', reason: runner.error.peek()?.message ?? 'Nothing crossed the wire.' }
    }
    const { events } = runner.model.script
    const rejected = events.findLast(({ what }) => what === 'rejected')?.detail
    if (runner.phase.peek() !== 'finished' && !cut) return { kind: 'failed', reason: rejected ?? 'It was stopped.' }
    return { kind: 'measured', figures: benchFigures(log, events, TASK as unknown as BenchSwitches) }
  }

  stop(): void {
    this.#runner.stop()
  }

  leave(): void {
    this.#leave()
  }

  /** The last octets come over the feed a little after the script has ended. */
  async #quiet(): Promise<void> {
    const startedAt = performance.now()
    for (let length = -1, since = startedAt; performance.now() - startedAt < PATIENCE_MS; ) {
      const now = this.#runner.model.log.peek()?.trace.length ?? 0
      if (now !== length) [length, since] = [now, performance.now()]
      else if (performance.now() - since > QUIET_MS) return
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 4))
    }
  }
}
