/**
 * What the tap costs: the same Express app, tapped and untapped, in two processes that take turns.
 *
 * Capacity kept = the server's processor time per response, untapped over tapped; the median of all turns. Everything
 * that the tap brings is in it: noting, keeping the trace, and knowing whose it is.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { BenchRow } from './bench-row.ts'
import { HttpLoad } from './load/http-load.ts'
import type { LabsProcessStarted } from './load/labs-process.ts'

const TURNS = 40
const CONNECTIONS = 32
const REQUESTS_PER_CONNECTION = 60
const LATENCY_REQUESTS = 4000
const WARM_UP_TURNS = 5

const LAB = 'keep-alive'

class LabsProcess implements Disposable {
  readonly #child: ChildProcess
  readonly #urls: LabsProcessStarted
  readonly session = randomBytes(16).toString('base64url')

  private constructor(child: ChildProcess, urls: LabsProcessStarted) {
    this.#child = child
    this.#urls = urls
  }

  static async start(kind: 'tapped' | 'untapped'): Promise<LabsProcess> {
    const child = fork(fileURLToPath(new URL('load/labs-process.ts', import.meta.url)), [kind])
    const [urls] = (await once(child, 'message')) as [LabsProcessStarted]
    return new LabsProcess(child, urls)
  }

  get site(): string {
    return this.#urls.site
  }

  get url(): URL {
    return new URL(`/s/${this.session}/${LAB}/image/1`, this.#urls.labs)
  }

  /** A new run, without an emulated path: the trace of the one before is forgotten. */
  async startRun(): Promise<void> {
    const response = await fetch(new URL('api/runs', this.#urls.site), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ session: this.session, lab: LAB, switches: { roundTrip: 0 } }),
    })
    if (!response.ok) throw new Error(`Failed to start a run: ${response.status}`)
    await response.arrayBuffer()
  }

  /** Processor time used by a turn of load, in microseconds per response. */
  async turn(): Promise<number> {
    await this.startRun()
    using load = await HttpLoad.open(this.url, CONNECTIONS)
    const before = await this.#processorTime()
    await load.run(REQUESTS_PER_CONNECTION)
    return ((await this.#processorTime()) - before) / (CONNECTIONS * REQUESTS_PER_CONNECTION)
  }

  async #processorTime(): Promise<number> {
    this.#child.send('processor time')
    const [microseconds] = (await once(this.#child, 'message')) as [number]
    return microseconds
  }

  [Symbol.dispose](): void {
    this.#child.disconnect()
  }
}

/** Attaches a page that watches the lab. */
async function viewer(of: LabsProcess): Promise<Disposable> {
  const file = fileURLToPath(new URL('load/viewer-process.ts', import.meta.url))
  const child = fork(file, [of.site, of.session, LAB])
  await once(child, 'message')
  return { [Symbol.dispose]: () => child.disconnect() }
}

/** The share of capacity kept: the median of many alternating turns. */
async function capacityKept(tapped: LabsProcess, untapped: LabsProcess): Promise<number> {
  const kept: number[] = []
  for (let turn = -WARM_UP_TURNS; turn < TURNS; turn++) {
    // Who begins changes, so that neither always follows the other.
    const first = turn % 2 === 0
    const one = await (first ? untapped : tapped).turn()
    const other = await (first ? tapped : untapped).turn()
    if (turn >= 0) kept.push(first ? one / other : other / one)
  }
  return median(kept)
}

/** By how many microseconds the median response comes later, one request at a time, the two servers in turn. */
async function addedLatency(tapped: LabsProcess, untapped: LabsProcess): Promise<number> {
  await tapped.startRun()
  using loadTapped = await HttpLoad.open(tapped.url, 1)
  using loadUntapped = await HttpLoad.open(untapped.url, 1)
  const timesTapped: number[] = []
  const timesUntapped: number[] = []
  for (let request = 0; request < LATENCY_REQUESTS; request++) {
    const start = performance.now()
    await loadTapped.run(1)
    const between = performance.now()
    await loadUntapped.run(1)
    timesTapped.push(between - start)
    timesUntapped.push(performance.now() - between)
  }
  return (median(timesTapped) - median(timesUntapped)) * 1000
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? Number.NaN
}

/** Runs for about half a minute. */
export async function bench(): Promise<BenchRow[]> {
  using tapped = await LabsProcess.start('tapped')
  using untapped = await LabsProcess.start('untapped')
  const alone = await capacityKept(tapped, untapped)
  const addedMicroseconds = await addedLatency(tapped, untapped)
  using _watching = await viewer(tapped)
  const watched = await capacityKept(tapped, untapped)
  return [
    {
      name: 'capacity kept with the tap, against the same Express app untapped',
      measured: alone.toFixed(2),
      target: '>= 0.80',
      met: alone >= 0.8,
    },
    {
      name: 'capacity kept with a viewer attached',
      measured: watched.toFixed(2),
      target: '>= 0.75',
      met: watched >= 0.75,
    },
    {
      name: 'added latency, one connection, p50',
      measured: `${addedMicroseconds.toFixed(1)} µs`,
      target: '<= 15 µs',
      met: addedMicroseconds <= 15,
    },
  ]
}

if (import.meta.main) console.table(await bench())
