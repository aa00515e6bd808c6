import { describe, expect, test } from 'vitest'
import { BusySpans, FOLD_IDLE_MS, LaneScale } from '#site/wire-view/lane-scale.ts'

describe('busy spans', () => {
  test('join what is no further apart than the fold', () => {
    const spans = new BusySpans()
    for (const at of [0, 1000, 1000 + FOLD_IDLE_MS]) spans.add(at)
    expect(spans.spans).toEqual([{ start: 0, end: 2100 }])
  })

  test('keep apart what has a long idle time between', () => {
    const spans = new BusySpans()
    for (const at of [0, 20, 3000, 3050]) spans.add(at)
    expect(spans.spans).toEqual([
      { start: 0, end: 20 },
      { start: 3000, end: 3050 },
    ])
  })

  test('join two spans when time held by the emulated path bridges them', () => {
    const spans = new BusySpans()
    spans.add(0)
    spans.add(3000)
    spans.add(800, 2500)
    expect(spans.spans).toEqual([{ start: 0, end: 3000 }])
  })

  test('come out the same in whatever order they are added', () => {
    const forward = new BusySpans()
    const backward = new BusySpans()
    const times = [5, 90, 1500, 1510, 9000]
    for (const at of times) forward.add(at)
    for (const at of times.toReversed()) backward.add(at)
    expect(backward.spans).toEqual(forward.spans)
  })
})

describe('the scale', () => {
  test('draws later times further to the right, and never outside', () => {
    const scale = LaneScale.over(
      [
        { start: 0, end: 120 },
        { start: 5000, end: 5200 },
      ],
      600,
    )
    const times = [0, 1, 60, 120, 121, 2500, 4999, 5000, 5100, 5200]
    const xs = times.map((at) => scale.x(at))
    expect(xs.toSorted((one, other) => one - other)).toEqual(xs)
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...xs)).toBeLessThanOrEqual(600)
  })

  test('gives a fold the same room however long the idle time, and says how long it was', () => {
    const [short] = LaneScale.over(
      [
        { start: 0, end: 100 },
        { start: 1300, end: 1400 },
      ],
      600,
    ).folds
    const [long] = LaneScale.over(
      [
        { start: 0, end: 100 },
        { start: 60_100, end: 60_200 },
      ],
      600,
    ).folds
    expect(short).toMatchObject({ label: '1.2 s idle' })
    expect(long).toMatchObject({ label: '60 s idle', width: short?.width })
  })

  test('keeps half the width for what happened, however many folds there are', () => {
    const busy = Array.from({ length: 50 }, (_, index) => ({ start: index * 5000, end: index * 5000 + 10 }))
    const { folds } = LaneScale.over(busy, 600)
    expect(folds.reduce((sum, fold) => sum + fold.width, 0)).toBeLessThanOrEqual(300)
    expect(folds.every((fold) => fold.label === '')).toBe(true)
  })

  test('stays the same object while a run grows within a step, then takes the next step', () => {
    const first = LaneScale.over([{ start: 0, end: 210 }], 600)
    const grown = LaneScale.over([{ start: 0, end: 290 }], 600, first)
    expect(grown).toBe(first)
    expect(LaneScale.over([{ start: 0, end: 310 }], 600, grown)).not.toBe(first)
  })

  test('counts real time on after a fold', () => {
    const { ticks } = LaneScale.over(
      [
        { start: 0, end: 100 },
        { start: 4000, end: 4100 },
      ],
      800,
    )
    const labels = ticks.map(({ label }) => label)
    expect(labels[0]).toBe('0 ms')
    expect(labels.at(-1)).toMatch(/^4\d{3} ms$/)
  })

  test('puts ticks where their labels have room, none under a fold', () => {
    const { ticks, folds } = LaneScale.over(
      [
        { start: 0, end: 333 },
        { start: 3000, end: 3333 },
      ],
      500,
    )
    const [fold] = folds
    for (const [index, { x }] of ticks.entries()) {
      expect(x - (ticks[index - 1]?.x ?? -100)).toBeGreaterThan(40)
      expect(x < (fold?.x ?? 0) || x > (fold?.x ?? 0) + (fold?.width ?? 0)).toBe(true)
    }
  })

  test('of a run without a single event is drawn all the same', () => {
    const scale = LaneScale.over([], 600)
    expect(scale.folds).toEqual([])
    expect(scale.x(0)).toBeGreaterThan(0)
  })

  test('begins at the first event when that came late', () => {
    const scale = LaneScale.over([{ start: 8000, end: 8100 }], 600)
    expect(scale.x(8000)).toBe(scale.x(0))
    expect(scale.folds).toEqual([])
  })
})
