/** One lab on one page: what Run, Stop and Reset do, and what the feed does to it. */
import { signal } from '@preact/signals'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { bench } from '#labs/bench/lab.ts'
import type { Lab } from '#labs/lab.ts'
import type { LabClientContext } from '#labs/lab-client.ts'
import { PROBLEM_JSON } from '#labs/lab-error.ts'
import { messageEnd } from '#labs/message-end/lab.ts'
import { evidenceOf } from '#site/lab/evidence.ts'
import type { FeedState, FeedWatcher } from '#site/lab/feed.ts'
import { presetOf } from '#site/lab/lab-preset.ts'
import { LabRunner, type Phase } from '#site/lab/lab-runner.ts'
import { LabsApi } from '#site/lab/labs-api.ts'
import { chunkedExchange, runInfo, stubFrames } from './runs.ts'

const ORIGIN = 'http://localhost:4321'
const api = setupServer()
let runs = 0

beforeAll(() => api.listen())
beforeEach(() => {
  runs = 0
  stubFrames()
  api.use(
    http.get(`${ORIGIN}/api/status`, () =>
      HttpResponse.json({
        server: 'Node',
        labs: { http1: { port: 4322 }, middlebox: { port: 4324 } },
        now: Date.now(),
      }),
    ),
    http.post(`${ORIGIN}/api/runs`, async ({ request }) => {
      const { switches } = (await request.json()) as { switches: Record<string, string> }
      runs += 1
      return HttpResponse.json({ run: runInfo(`run-${runs}`, { switches, startedAt: Date.now() }), now: Date.now() })
    }),
  )
})
const endings: (() => void)[] = []
afterEach(() => {
  for (const end of endings.splice(0)) end()
  api.resetHandlers()
  vi.unstubAllGlobals()
  evidenceOf('message-end').value = undefined
})
afterAll(() => api.close())

/** A page with one lab whose script is `script`, and the feed in the test's hand. */
function page(
  script: (context: LabClientContext) => Promise<void> = async () => {},
  autoRun = false,
  preset = presetOf(messageEnd as unknown as Lab, { writes: 6 }),
) {
  const state = signal<FeedState>({ kind: 'connecting' })
  let feed: FeedWatcher | undefined
  const runner = new LabRunner(preset, async () => ({ run: script }))
  endings.push(
    runner.connect(
      {
        session: 'TOKEN',
        hostname: 'localhost',
        api: new LabsApi(ORIGIN),
        feed: {
          state,
          watch: (_, watcher) => {
            feed = watcher
            return () => {}
          },
        },
      },
      autoRun,
    ),
  )
  if (feed === undefined) throw new Error('The lab does not watch the feed.')
  return { runner, state, feed }
}

const reached = (runner: LabRunner, phase: Phase) => vi.waitUntil(() => runner.phase.value === phase)
const aborted = (signal: AbortSignal) =>
  new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))

describe('Run', () => {
  test('gives the script its address in this session, and tells when it has finished', async () => {
    const script = vi.fn(async (_: LabClientContext) => {})
    const { runner } = page(script)
    await runner.start()
    expect(runner.phase.value).toBe('finished')
    expect(script.mock.calls[0]?.[0].url).toBe('http://localhost:4322/s/TOKEN/message-end/')
    expect(runner.address.value).toBe('http://localhost:4322/s/TOKEN/message-end/')
  })

  test('gives the script the address of the middlebox, when the switches ask for one', async () => {
    const script = vi.fn(async (_: LabClientContext) => {})
    const { runner } = page(script, false, presetOf(bench as unknown as Lab, { middlebox: 'buffering' }))
    await runner.start()
    expect(script.mock.calls[0]?.[0].url).toBe('http://localhost:4324/s/TOKEN/bench/')
    // The commands beside the switches follow them at once.
    runner.switches.value = { ...runner.switches.value, middlebox: 'none' }
    expect(runner.address.value).toBe('http://localhost:4322/s/TOKEN/bench/')
  })

  test('gives the script its address over TLS, where there is one', async () => {
    const script = vi.fn(async (_: LabClientContext) => {})
    const { runner } = page(script)
    await runner.start()
    const tls = { port: 4323, certificate: { sha256: '', validFrom: '', validTo: '' } }
    api.use(
      http.get(`${ORIGIN}/api/status`, () =>
        HttpResponse.json({
          server: 'Node',
          labs: { http1: { port: 4322 }, middlebox: { port: 4324 }, tls },
          now: Date.now(),
        }),
      ),
    )
    await runner.start()
    expect(script.mock.calls.map(([{ secureUrl }]) => secureUrl)).toEqual([
      undefined,
      'https://localhost:4323/s/TOKEN/message-end/',
    ])
  })

  test('notes what the script saw, in milliseconds since the run started', async () => {
    const { runner } = page(async ({ saw }) => saw('read()', { octets: 27, detail: 'write 1' }))
    await runner.start()
    expect(runner.model.script.events).toEqual([
      { at: expect.any(Number), what: 'read()', octets: 27, detail: 'write 1' },
    ])
    expect(Math.abs(runner.model.script.events[0]?.at ?? Number.NaN)).toBeLessThan(5000)
  })

  test('pressed again while it runs does nothing', async () => {
    const { runner } = page(({ signal }) => aborted(signal))
    const first = runner.start()
    await reached(runner, 'running')
    await runner.start()
    runner.stop()
    await first
    expect(runs).toBe(1)
  })

  test('evidence is the octets of the run, with its switches and its script', async () => {
    const { runner, feed } = page(async ({ saw }) => saw('read() done'))
    await runner.start()
    feed.began(runInfo('run-1'))
    feed.observed(runInfo('run-1'), chunkedExchange(1))
    await vi.waitUntil(() => evidenceOf('message-end').value?.log.units.length)
    expect(evidenceOf('message-end').value).toMatchObject({
      lab: 'message-end',
      switches: { writes: 6 },
      script: [{ what: 'read() done' }],
      finished: true,
      running: false,
    })
  })

  test('the figures of the run before are kept beside the new ones', async () => {
    const { runner, feed } = page()
    await runner.start()
    feed.observed(runInfo('run-1'), chunkedExchange(1))
    await runner.start()
    expect(runner.previous.value).toMatchObject({ run: 'run-1', facts: { connections: 1, chunks: 2 } })
    expect(runner.model.log.value?.trace.length).toBe(0)
  })
})

describe('Stop', () => {
  test('aborts the script', async () => {
    const { runner } = page(({ signal }) => aborted(signal))
    const run = runner.start()
    await reached(runner, 'running')
    runner.stop()
    await run
    expect(runner.phase.value).toBe('stopped')
    expect(runner.error.value).toBeUndefined()
  })
})

describe('Reset', () => {
  test('brings back the preset and clears what is shown', async () => {
    const { runner, feed } = page(async ({ saw }) => saw('read()'))
    runner.switches.value = { ...runner.switches.value, framing: 'close' }
    await runner.start()
    feed.observed(runInfo('run-1'), chunkedExchange(1))
    runner.reset()
    expect(runner.switches.value).toEqual(runner.preset.values)
    expect(runner.model.log.value).toBeUndefined()
    expect(runner.model.script.events).toEqual([])
    expect(runner.phase.value).toBe('idle')
    expect(evidenceOf('message-end').value).toBeUndefined()
  })

  test('ends a run that is under way, and stays clear', async () => {
    const { runner } = page(async ({ signal, saw }) => {
      await aborted(signal).catch(() => saw('stream ended'))
    })
    const run = runner.start()
    await reached(runner, 'running')
    runner.reset()
    await run
    expect(runner.phase.value).toBe('idle')
    expect(runner.model.script.events).toEqual([])
  })

  test('connections that were cleared away stay away; a new one, of curl perhaps, is shown', async () => {
    const { runner, feed } = page()
    await runner.start()
    feed.observed(runInfo('run-1'), chunkedExchange(1))
    runner.reset()
    feed.observed(runInfo('run-1'), [{ kind: 'close', connection: 1, at: 20, how: 'closed' }])
    expect(runner.model.log.value).toBeUndefined()
    feed.observed(runInfo('run-1'), chunkedExchange(2, 30))
    expect(runner.model.log.value?.trace.connections.map(({ id }) => id)).toEqual([2])
  })
})

describe('what goes wrong', () => {
  test("the server's refusal is its sentence, and nothing on screen is lost", async () => {
    const { runner, feed } = page(async ({ saw }) => saw('read()'))
    await runner.start()
    feed.observed(runInfo('run-1'), chunkedExchange(1))
    api.use(
      http.post(`${ORIGIN}/api/runs`, () =>
        HttpResponse.json(
          { detail: 'Too many sessions.', code: 'LAB_FULL' },
          { status: 503, headers: { 'Content-Type': PROBLEM_JSON } },
        ),
      ),
    )
    await runner.start()
    expect(runner.phase.value).toBe('failed')
    expect(runner.error.value?.message).toBe('Too many sessions.')
    expect(runner.model.log.value?.units).not.toEqual([])
    expect(runner.model.script.events).toHaveLength(1)
  })

  test('a server that is there again takes its error away', async () => {
    const { runner, state } = page()
    api.use(http.get(`${ORIGIN}/api/status`, () => HttpResponse.error()))
    await runner.start()
    expect(runner.error.value?.code).toBe('LAB_UNREACHABLE')
    state.value = { kind: 'live' }
    expect(runner.error.value).toBeUndefined()
    expect(runner.phase.value).toBe('idle')
  })

  test('a script that cannot finish says so in the words of the platform', async () => {
    const { runner } = page(() => Promise.reject(new TypeError('Failed to fetch')))
    await runner.start()
    expect(runner.phase.value).toBe('failed')
    expect(runner.model.script.events.at(-1)).toMatchObject({ what: 'rejected', detail: 'TypeError: Failed to fetch' })
  })
})

describe('runs of others', () => {
  test('a run that curl started while the page is open is shown, and told as such', () => {
    const { runner, feed } = page()
    feed.began(runInfo('run-9', { startedAt: Date.now() + 1000 }))
    feed.observed(runInfo('run-9'), chunkedExchange(1))
    expect(runner.startedBy.value).toBe('another-client')
    expect(runner.model.log.value?.trace.run.id).toBe('run-9')
  })

  test('a run from before the page was opened is told as such', () => {
    const { runner, feed } = page()
    feed.began(runInfo('run-9', { startedAt: 1 }))
    expect(runner.startedBy.value).toBe('earlier')
  })

  test("a second tab's run takes the place of this one, whose script ends", async () => {
    const { runner, feed } = page(({ signal }) => aborted(signal))
    const run = runner.start()
    await reached(runner, 'running')
    feed.began(runInfo('run-9', { startedAt: Date.now() + 1000 }))
    await run
    expect(runner.startedBy.value).toBe('another-client')
    expect(runner.model.log.value?.trace.run.id).toBe('run-9')
  })

  test('the own run comes by the feed too, often first, and stays the own', async () => {
    const { runner, feed } = page()
    const run = runner.start()
    feed.began(runInfo('run-1', { startedAt: Date.now() }))
    await run
    feed.began(runInfo('run-1', { startedAt: Date.now() }))
    expect(runner.startedBy.value).toBe('reader')
  })
})

describe('a lab that runs by itself', () => {
  test('does so when the feed is live, once', async () => {
    const { runner, state } = page(async () => {}, true)
    expect(runner.phase.value).toBe('idle')
    state.value = { kind: 'live' }
    await reached(runner, 'finished')
    expect(runner.startedBy.value).toBe('page')
    state.value = { kind: 'reconnecting', reason: 'It broke.' }
    state.value = { kind: 'live' }
    expect(runner.phase.value).toBe('finished')
    expect(runs).toBe(1)
  })
})
