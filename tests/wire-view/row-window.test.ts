import { describe, expect, test } from 'vitest'
import { isAtTail, MAX_ROWS_DRAWN_WHOLE, pageRows, rowWindow, scrollToShow } from '#site/wire-view/row-window.ts'

const viewport = { top: 28_000, height: 280, rowHeight: 28 }

describe('the window of rows', () => {
  test('a short list is drawn whole', () => {
    expect(rowWindow(MAX_ROWS_DRAWN_WHOLE, viewport)).toEqual({ first: 0, end: MAX_ROWS_DRAWN_WHOLE })
  })

  test('of 100,000 rows only those around the visible ones are drawn', () => {
    const { first, end } = rowWindow(100_000, viewport)
    expect(first).toBeLessThanOrEqual(1000)
    expect(end).toBeGreaterThanOrEqual(1010)
    expect(end - first).toBeLessThan(60)
  })

  test('the visible rows are always in it, at every place of the scroll', () => {
    for (let top = 0; top <= 1000 * 28 - 280; top += 13) {
      const { first, end } = rowWindow(1000, { ...viewport, top })
      expect(first).toBeLessThanOrEqual(Math.floor(top / 28))
      expect(end).toBeGreaterThanOrEqual(Math.min(1000, Math.ceil((top + 280) / 28)))
    }
  })

  test('a scroll beyond the end, as after a reset, shows the end', () => {
    expect(rowWindow(400, { ...viewport, top: 1e9 })).toMatchObject({ end: 400 })
  })
})

describe('scrolling', () => {
  test('a visible row needs none', () => {
    expect(scrollToShow(1003, viewport)).toBe(28_000)
  })

  test('goes no further than it must, up and down', () => {
    expect(scrollToShow(990, viewport)).toBe(990 * 28)
    expect(scrollToShow(1010, viewport)).toBe(28_000 + 28)
  })

  test('follows only at the tail', () => {
    expect(isAtTail(1010, viewport)).toBe(true)
    expect(isAtTail(1011, viewport)).toBe(false)
    expect(isAtTail(0, { ...viewport, top: 0 })).toBe(true)
  })

  test('a page leaves one row of the page before in sight', () => {
    expect(pageRows(viewport)).toBe(9)
    expect(pageRows({ ...viewport, height: 10 })).toBe(1)
  })
})
