/** Playing a recording: what passed, when it passed. */
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { inTime, play } from '#site/recorded/play.ts'
import { PlayClock } from '#site/recorded/play-clock.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

async function readRecording(name: string) {
  const url = new URL(`../../labs-server/labs/${name.replace('/', '/recordings/')}.json`, import.meta.url)
  return JSON.parse(await readFile(url, 'utf8'))
}

const never = new AbortController().signal

describe('in time', () => {
  test('each is handed on when it is due, and what is due together, together', async () => {
    const taken: number[][] = []
    const timed = [{ at: 10 }, { at: 10 }, { at: 250 }]
    const all = inTime(timed, new PlayClock(), never, (due) => taken.push(due.map(({ at }) => at)))
    await vi.advanceTimersByTimeAsync(9)
    expect(taken).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(taken).toEqual([[10, 10]])
    await vi.advanceTimersByTimeAsync(240)
    await all
    expect(taken).toEqual([[10, 10], [250]])
  })

  test('nothing more is handed on after a stop', async () => {
    const stop = new AbortController()
    const taken: number[] = []
    const all = inTime([{ at: 10 }, { at: 20 }], new PlayClock(), stop.signal, (due) => taken.push(due.length))
    all.catch(() => {})
    await vi.advanceTimersByTimeAsync(10)
    stop.abort(new Error('stopped'))
    await expect(all).rejects.toThrow('stopped')
    expect(taken).toEqual([1])
  })

  test('what never comes is waited for until a stop', async () => {
    const stop = new AbortController()
    const waiting = new PlayClock().reached(Number.POSITIVE_INFINITY, stop.signal)
    waiting.catch(() => {})
    await vi.advanceTimersByTimeAsync(1e9)
    stop.abort(new Error('stopped'))
    await expect(waiting).rejects.toThrow('stopped')
  })
})

test('a script that failed then fails again, in the same words', async () => {
  const recording = await readRecording('bench/lesson-middlebox')
  const seen: string[] = []
  const stage = { begin: () => {}, observed: () => {}, saw: ({ what }: RecordedEvent) => seen.push(what) }
  const playing = play(recording, stage, never)
  playing.catch(() => {})
  await vi.advanceTimersByTimeAsync(60_000)
  const failure = await playing.then(String, String)
  expect(failure).toBe(recording.script.at(-1).detail)
  expect(seen).not.toContain('rejected')
})

test('a recording plays with its octets and with what its script saw; each time is a run of its own', async () => {
  const recording = await readRecording('message-end/chunked')
  const runs: string[] = []
  const records: TraceRecord[] = []
  const events: RecordedEvent[] = []
  const stage = {
    begin: (run: RunInfo) => runs.push(run.id),
    observed: (due: readonly TraceRecord[]) => records.push(...due),
    saw: (event: RecordedEvent) => events.push(event),
  }
  const first = play(recording, stage, never)
  await vi.advanceTimersByTimeAsync(300)
  expect(events).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(10_000)
  await first
  expect(events).toEqual(recording.script)
  expect(records).toHaveLength(recording.records.length)

  const second = play(recording, stage, never)
  await vi.advanceTimersByTimeAsync(10_000)
  await second
  expect(new Set(runs).size).toBe(2)
})
