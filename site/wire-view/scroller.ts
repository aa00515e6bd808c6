/** A list that scrolls in itself and draws only the rows on screen. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isAtTail, type RowWindow, rowWindow, type Spare, scrollToShow, type Viewport } from './row-window.ts'

/** Before the browser has laid anything out: as many rows as the lists show on a wide screen. */
const UNMEASURED: Viewport = { top: 0, height: 12 * 28, rowHeight: 28 }

export interface Scroller {
  /** The element as high as all rows together. */
  readonly rows: RefObject<HTMLTableSectionElement>
  readonly window: RowWindow
  readonly onScroll: () => void
  /** What is visible now. */
  viewport(): Viewport
  atTail(): boolean
  scrollToTail(): void
  /** Scrolls the list, never the page, until the row is visible. */
  show(row: number): void
}

/**
 * The style of an element as high as `count` rows. A height, not a custom property: those are inherited, and the style
 * of every row would be computed anew whenever one is added.
 */
export function heightOf(count: number): { readonly height: string } {
  return { height: `calc(${count} * var(--wire-row))` }
}

/** `count` rows of one height, given by the style sheet, in a `frame` that scrolls. `spare` is how many are drawn that are not visible. */
export function useScroller(count: number, frame: RefObject<HTMLElement>, spare?: Spare): Scroller {
  const rows = useRef<HTMLTableSectionElement>(null)
  const measured = useRef(UNMEASURED)
  const [, redraw] = useState(UNMEASURED)
  const drawn = rowWindow(count, measured.current, spare)

  const measure = () => {
    const box = frame.current
    if (box === null || count === 0) return
    const height = rows.current?.getBoundingClientRect().height ?? 0
    measured.current = {
      top: box.scrollTop,
      height: box.clientHeight - (rows.current?.offsetTop ?? 0),
      rowHeight: height / count || UNMEASURED.rowHeight,
    }
    const now = rowWindow(count, measured.current, spare)
    if (now.first !== drawn.first || now.end !== drawn.end) redraw(measured.current)
  }

  const latest = useRef(measure)
  latest.current = measure
  useLayoutEffect(() => {
    const box = frame.current
    if (box === null) return
    const observer = new ResizeObserver(() => latest.current())
    observer.observe(box)
    if (rows.current !== null) observer.observe(rows.current)
    return () => observer.disconnect()
  }, [])

  return {
    rows,
    window: drawn,
    onScroll: measure,
    viewport: () => measured.current,
    atTail: () => isAtTail(count, measured.current),
    scrollToTail() {
      if (frame.current !== null) frame.current.scrollTop = frame.current.scrollHeight
    },
    show(row) {
      // The first row needs no look at the page, which would have to be laid out for it in the midst of drawing.
      if (row === 0 && measured.current.top === 0) return
      measure()
      const top = scrollToShow(row, measured.current)
      if (frame.current !== null && top !== measured.current.top) frame.current.scrollTop = top
    },
  }
}

/** Scrolls `frame`, never the page, until `item` in it is visible. */
export function showWithin(frame: HTMLElement, item: HTMLElement): void {
  const { offsetTop: top, offsetHeight: height } = item
  if (top < frame.scrollTop) frame.scrollTop = top
  else frame.scrollTop = Math.max(frame.scrollTop, top + height - frame.clientHeight)
}
