/** One table, measured: the same task over every pair of ways, here and now, with this browser. */
import { useSignal } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { ConnectionState } from '#site/lab/connection-state.tsx'
import type { FeedState } from '#site/lab/feed.ts'
import { pageConnection } from '#site/lab/page-connection.ts'
import { transportsOf } from '#transports/index.ts'
import './bench-table.css'
import { Matrix } from './matrix.tsx'
import { allPairs, type Pair, type PairResult, pairLabel, type Results } from './pair.ts'
import { PairRunner } from './pair-runner.ts'
import { ResultsTable } from './results-table.tsx'
import { Share } from './share.tsx'

interface Progress {
  readonly done: number
  readonly of: number
  readonly pair: Pair
  /** Milliseconds that are left, as far as the pairs before tell; undefined for the first. */
  readonly leftMs: number | undefined
}

const PAIRS = allPairs()

export default function BenchTable() {
  const feed = useSignal<FeedState>({ kind: 'connecting' })
  const unreachable = useSignal('')
  const left = useSignal<ReadonlySet<string>>(new Set())
  const cut = useSignal(true)
  const progress = useSignal<Progress | undefined>(undefined)
  const results = useSignal<Results | undefined>(undefined)
  const note = useSignal('')
  const running = useMemo(() => ({ runner: undefined as PairRunner | undefined, stopped: false }), [])

  useEffect(() => {
    const connection = pageConnection()
    unreachable.value = connection.api.unreachable().message
    const leave = connection.feed.state.subscribe((state) => {
      feed.value = state
    })
    if (location.hash.startsWith('#table=')) restore()
    return () => {
      leave()
      stop()
    }
  }, [])

  async function restore() {
    try {
      const { fromFragment } = await import('./saved-results.ts')
      results.value = await fromFragment(location.hash)
      note.value = 'These figures came with the link: they were measured elsewhere. Press "Run them all" for your own.'
    } catch (error) {
      note.value = (error as Error).message
    }
  }

  const wanted = PAIRS.filter(({ down, up }) => !left.value.has(`down ${down}`) && !left.value.has(`up ${up}`))

  async function runAll() {
    if (progress.value !== undefined) return
    const runner = new PairRunner(pageConnection())
    Object.assign(running, { runner, stopped: false })
    const rows: PairResult[] = []
    const startedAt = performance.now()
    note.value = ''
    for (const [done, pair] of wanted.entries()) {
      const passedMs = performance.now() - startedAt
      progress.value = {
        done,
        of: wanted.length,
        pair,
        leftMs: done === 0 ? undefined : (passedMs / done) * (wanted.length - done),
      }
      const plain = await runner.run(pair, false)
      if (running.stopped) break
      const broken = cut.value && plain.kind === 'measured' ? await runner.run(pair, true) : undefined
      if (running.stopped) break
      rows.push({ ...pair, plain, ...(broken && { cut: broken }) })
      results.value = { measuredAt: Date.now(), browser: navigator.userAgent, server: runner.server, rows: [...rows] }
    }
    runner.leave()
    progress.value = undefined
    note.value = running.stopped
      ? `Stopped: ${rows.length} of ${wanted.length} pairs are in the table.`
      : `All ${rows.length} pairs have been run.`
  }

  function stop() {
    running.stopped = true
    running.runner?.stop()
  }

  const choose = (name: string, chosen: boolean) => {
    const next = new Set(left.value)
    if (chosen) next.delete(name)
    else next.add(name)
    left.value = next
  }

  const now = progress.value
  return (
    <section class="bench-table" aria-label="The table">
      <ConnectionState state={feed.value} unreachable={unreachable.value} />
      <details class="bench-choice">
        <summary>Which ways: {wanted.length} pairs</summary>
        {(['down', 'up'] as const).map((way) => (
          <fieldset key={way} disabled={now !== undefined}>
            <legend>{way === 'down' ? 'Ways down' : 'Ways up'}</legend>
            {transportsOf(way).map(({ id, label }) => (
              <label key={id}>
                <input
                  type="checkbox"
                  checked={!left.value.has(`${way} ${id}`)}
                  onChange={(event) => choose(`${way} ${id}`, event.currentTarget.checked)}
                />
                {label}
              </label>
            ))}
          </fieldset>
        ))}
        <label>
          <input
            type="checkbox"
            checked={cut.value}
            disabled={now !== undefined}
            onChange={(event) => {
              cut.value = event.currentTarget.checked
            }}
          />
          Run each a second time, and reset its connection on the way (the reset is emulated)
        </label>
      </details>
      <div class="bench-run">
        <button
          type="button"
          class="lab-primary"
          aria-disabled={now !== undefined || wanted.length === 0}
          onClick={runAll}
        >
          Run them all
        </button>
        <button type="button" aria-disabled={now === undefined} onClick={() => now && stop()}>
          Stop
        </button>
        {now && (
          <span class="bench-progress">
            <progress max={now.of} value={now.done} aria-label="Pairs that have been run" />
            {now.done + 1} of {now.of}: {pairLabel(now.pair)}
            {now.leftMs !== undefined && `, about ${Math.ceil(now.leftMs / 1000)} s left`}
          </span>
        )}
        <p role="status">{note.value}</p>
      </div>
      {results.value === undefined ? (
        <p class="lab-note">
          Nothing has been measured yet. Each pair sends twenty messages down and twenty up, 20 ms apart; running all
          pairs takes some minutes, and what has been measured stands here at once.
        </p>
      ) : (
        <>
          <Matrix results={results.value} />
          <ResultsTable results={results.value} />
          <Share results={results.value} />
        </>
      )}
    </section>
  )
}
