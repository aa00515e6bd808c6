/** A plot that is wider than what shows it: how much wider, and which stretch of it is on screen. */
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { OctetRange } from '#wire/octets.ts'
import type { Window } from './paths.ts'

/** Before the browser has laid anything out. */
const UNMEASURED_WIDTH = 640
/** Narrower screens scroll: below this the lanes could not be told apart. */
const MIN_PLOT_WIDTH = 480
/** At the most an octet takes so many pixels, and the plot so many that every browser can scroll it. */
const MAX_OCTET_WIDTH = 24
const MAX_PLOT_WIDTH = 8_000_000
/** There is no smallest time, so a limit is needed. */
const MAX_TIME_FACTOR = 512
/** What a turn of the wheel does, for each pixel it reports. */
const WHEEL_STEP = 0.002
/** Room left around what is brought on screen. */
const MARGIN = 24

export interface Zoom {
  readonly width: number
  readonly plotWidth: number
  /** Pixels of the plot left of what is on screen. */
  readonly from: number
  /** 1 shows everything. */
  readonly factor: number
  readonly canGrow: boolean
  /** Zooms around a place on screen, its middle if none is given. */
  by(factor: number, around?: number): void
  fit(): void
  onScroll(): void
  /** Scrolls until as much as can be of a stretch on screen is visible. */
  show(span: OctetRange): void
  /** Where positions of an axis of this length are on screen. */
  window(length: number): Window
}

/** `length` is how many octets the axis has; undefined when it is one of time. */
export function useZoom(frame: RefObject<HTMLElement>, length: number | undefined): Zoom {
  const [width, setWidth] = useState(UNMEASURED_WIDTH)
  const [asked, setFactor] = useState(1)
  const [scrolled, setScrolled] = useState(0)
  const scrollTo = useRef<number | undefined>(undefined)

  const base = Math.max(width, MIN_PLOT_WIDTH)
  const most = length === undefined ? MAX_TIME_FACTOR : Math.max(1, (length * MAX_OCTET_WIDTH) / base)
  const max = Math.min(most, MAX_PLOT_WIDTH / base)
  const factor = Math.min(asked, max)
  const plotWidth = Math.round(base * factor)
  const from = Math.max(0, Math.min(scrolled, plotWidth - width))

  useLayoutEffect(() => {
    const box = frame.current
    if (box === null) return
    const observer = new ResizeObserver(() => setWidth(box.clientWidth))
    observer.observe(box)
    return () => observer.disconnect()
  }, [])

  const by = (times: number, around = width / 2) => {
    const next = Math.max(1, Math.min(max, factor * times))
    scrollTo.current = ((from + around) / factor) * next - around
    setFactor(next)
  }

  // The plot has its new width now, so that it can be scrolled.
  useLayoutEffect(() => {
    if (scrollTo.current === undefined || frame.current === null) return
    frame.current.scrollLeft = scrollTo.current
    scrollTo.current = undefined
    setScrolled(frame.current.scrollLeft)
  }, [factor])

  const wheel = useRef(by)
  wheel.current = by
  useLayoutEffect(() => {
    const box = frame.current
    if (box === null) return
    // Not by an attribute: a listener that keeps the page from zooming must not be passive.
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      wheel.current(2 ** (-event.deltaY * WHEEL_STEP), event.clientX - box.getBoundingClientRect().left)
    }
    box.addEventListener('wheel', onWheel, { passive: false })
    return () => box.removeEventListener('wheel', onWheel)
  }, [])

  return {
    width,
    plotWidth,
    from,
    factor,
    canGrow: factor < max,
    by,
    fit: () => by(1 / factor),
    onScroll: () => setScrolled(frame.current?.scrollLeft ?? 0),
    show({ start, end }) {
      const box = frame.current
      if (box === null) return
      if (start < 0 || start > width - MARGIN) box.scrollLeft = from + start - MARGIN
      else if (end > width) box.scrollLeft = from + Math.min(start - MARGIN, end - width + MARGIN)
    },
    window(octets) {
      const pixels = plotWidth / Math.max(1, octets)
      return {
        from: 0,
        to: width,
        x: (position) => position * pixels - from,
        position: (x) => (x + from) / pixels,
      }
    },
  }
}
