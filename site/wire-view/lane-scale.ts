/** The time axis of the lanes: milliseconds to pixels, with long idle times folded. */
import { duration } from './numbers.ts'

/** Idle longer than this on every connection is folded: more than the second at which the labs' streams tick. */
export const FOLD_IDLE_MS = 1100

/** What a folded idle time takes, so that its reason can stand in it, as long as all folds together take no more than their share of the width. */
const FOLD_WIDTH = 76
/** From here on there is room for its length above it, and for its reason in it. */
const ROOM_FOR_LENGTH = 52
const ROOM_FOR_REASON = 70
const MAX_FOLDS_SHARE = 0.5
/** Left and right of the axis, so that the first and last mark are drawn whole. */
const MARGIN = 12
const MIN_TICK_GAP = 64
const SHORTEST_AXIS_MS = 10
const AXIS_STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]
const TICK_STEPS = [1, 2, 5, 10]

/** Times in milliseconds since the run started. */
export interface TimeSpan {
  readonly start: number
  readonly end: number
}

export interface Tick {
  readonly x: number
  readonly label: string
}

export interface Fold extends TimeSpan {
  readonly x: number
  readonly width: number
  /** `1.2 s idle`, or without the word where there is no room for it. */
  readonly label: string
  /** Whether a reason of two words can stand in it. */
  readonly hasRoom: boolean
}

/** The times at which anything happened, joined where less than `FOLD_IDLE_MS` lies between. */
export class BusySpans {
  #spans: { start: number; end: number }[] = []

  get spans(): readonly TimeSpan[] {
    return this.#spans
  }

  add(start: number, end = start): void {
    const last = this.#spans.at(-1)
    // Nearly all that is added comes behind what is there, and close to it.
    if (last !== undefined && start >= last.start) {
      if (start > last.end + FOLD_IDLE_MS) this.#spans.push({ start, end })
      else if (end > last.end) last.end = end
      return
    }
    const joined: TimeSpan[] = []
    let added = { start, end }
    for (const span of this.#spans) {
      if (span.end + FOLD_IDLE_MS < added.start || span.start > added.end + FOLD_IDLE_MS) joined.push(span)
      else added = { start: Math.min(span.start, added.start), end: Math.max(span.end, added.end) }
    }
    this.#spans = [...joined, added].sort((one, other) => one.start - other.start)
  }
}

interface Stretch {
  /** The first millisecond drawn, and where. */
  readonly start: number
  readonly x: number
  /** The last millisecond drawn. */
  readonly end: number
}

/** Immutable; as long as `key` is the same, so is every answer. */
export class LaneScale {
  /** Changes when and only when the scale does. */
  readonly key: string
  readonly width: number
  readonly ticks: readonly Tick[]
  readonly folds: readonly Fold[]
  readonly #stretches: readonly Stretch[]
  readonly #pixelsPerMs: number

  private constructor(key: string, width: number, busyMs: number, spans: readonly TimeSpan[]) {
    this.key = key
    this.width = width
    const foldCount = spans.length - 1
    const inner = Math.max(1, width - 2 * MARGIN)
    const foldWidth = foldCount === 0 ? 0 : Math.min(FOLD_WIDTH, (inner * MAX_FOLDS_SHARE) / foldCount)
    this.#pixelsPerMs = (inner - foldCount * foldWidth) / busyMs

    const stretches: Stretch[] = []
    const folds: Fold[] = []
    let x = MARGIN
    for (const [index, { start, end }] of spans.entries()) {
      const before = spans[index - 1]
      if (before !== undefined) {
        const idle = duration(start - before.end)
        const label = foldWidth >= ROOM_FOR_LENGTH ? `${idle} idle` : ''
        folds.push({ start: before.end, end: start, x, width: foldWidth, label, hasRoom: foldWidth >= ROOM_FOR_REASON })
        x += foldWidth
      }
      const isLast = index === spans.length - 1
      const drawnTo = isLast ? start + (width - MARGIN - x) / this.#pixelsPerMs : end
      stretches.push({ start, x, end: drawnTo })
      x += (drawnTo - start) * this.#pixelsPerMs
    }
    this.#stretches = stretches
    this.folds = folds
    const clear = MIN_TICK_GAP / 2
    this.ticks = ticksOf(stretches, this.#pixelsPerMs).filter(
      ({ x }) => x <= width - clear && !folds.some((fold) => x > fold.x - clear && x < fold.x + fold.width + clear),
    )
  }

  /** The axis over `busy` times, `width` pixels wide. It ends at the next round length, so that it grows in steps. */
  static over(busy: readonly TimeSpan[], width: number, before?: LaneScale): LaneScale {
    const [first = { start: 0, end: 0 }, ...rest] = busy
    const spans = [{ start: Math.min(0, first.start), end: first.end }, ...rest]
    // A run that starts with a long wait, or with a connection from before, begins at its first event all the same.
    if (first.start > FOLD_IDLE_MS || first.start < 0) spans[0] = first
    const busyMs = roundLength(spans.reduce((sum, span) => sum + span.end - span.start, 0))
    const inner = spans.map(({ start, end }, index) => (index === spans.length - 1 ? `${start}` : `${start}-${end}`))
    const key = `${width}:${busyMs}:${inner.join()}`
    return before?.key === key ? before : new LaneScale(key, width, busyMs, spans)
  }

  /** Where a time is drawn, in pixels from the left. */
  x(at: number): number {
    let stretch = this.#stretches[0] as Stretch
    let next: Stretch | undefined
    for (let index = 1; index < this.#stretches.length; index++) {
      next = this.#stretches[index] as Stretch
      if (at < next.start) break
      stretch = next
      next = undefined
    }
    const drawnAt = stretch.x + (Math.max(at, stretch.start) - stretch.start) * this.#pixelsPerMs
    if (next === undefined || at <= stretch.end) return drawnAt
    const foldStart = stretch.x + (stretch.end - stretch.start) * this.#pixelsPerMs
    return foldStart + ((at - stretch.end) / (next.start - stretch.end)) * (next.x - foldStart)
  }
}

function roundLength(ms: number): number {
  const length = Math.max(ms, SHORTEST_AXIS_MS)
  const unit = 10 ** Math.floor(Math.log10(length))
  return unit * (AXIS_STEPS.find((step) => step * unit >= length) ?? 10)
}

function ticksOf(stretches: readonly Stretch[], pixelsPerMs: number): readonly Tick[] {
  const smallest = MIN_TICK_GAP / pixelsPerMs
  const unit = 10 ** Math.floor(Math.log10(smallest))
  const step = unit * (TICK_STEPS.find((candidate) => candidate * unit >= smallest) ?? 10)
  const inSeconds = step >= 1000 || (stretches.at(-1)?.start ?? 0) >= 10_000
  const decimals = step >= 1000 ? 0 : step >= 100 ? 1 : 2
  const ticks: Tick[] = []
  for (const { start, end, x } of stretches) {
    for (let number = Math.ceil(start / step); number * step <= end; number++) {
      const at = number * step
      const label = inSeconds ? `${(at / 1000).toFixed(decimals)} s` : `${Number(at.toPrecision(12))} ms`
      ticks.push({ x: x + (at - start) * pixelsPerMs, label })
    }
  }
  return ticks
}
