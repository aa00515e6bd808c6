/** Which rows of a long list are on screen, in plain numbers, so that a list draws only those. */

/** Up to this many rows are all drawn: they can then be found in the page and read in a row. */
export const MAX_ROWS_DRAWN_WHOLE = 300

/** How much of a list is drawn that is not visible, in rows. */
export interface Spare {
  /** Up to this many rows, all are drawn. */
  readonly whole: number
  /** Rows drawn above and below the visible ones, so that a scroll shows rows at once. */
  readonly overscan: number
  /** Drawn windows begin at multiples of this, so that a scroll of a few pixels draws nothing anew. */
  readonly step: number
}

export const SPARE_ROWS: Spare = { whole: MAX_ROWS_DRAWN_WHOLE, overscan: 6, step: 6 }

/** What a scroller shows, in CSS pixels. */
export interface Viewport {
  readonly top: number
  readonly height: number
  readonly rowHeight: number
}

/** A half-open range of rows. */
export interface RowWindow {
  readonly first: number
  readonly end: number
}

export function rowWindow(
  count: number,
  { top, height, rowHeight }: Viewport,
  { whole, overscan, step } = SPARE_ROWS,
): RowWindow {
  if (count <= whole) return { first: 0, end: count }
  const firstVisible = Math.min(Math.max(0, Math.floor(top / rowHeight)), count - 1)
  const first = Math.max(0, Math.floor((firstVisible - overscan) / step) * step)
  const visible = Math.ceil(height / rowHeight)
  return { first, end: Math.min(count, firstVisible + visible + overscan + step) }
}

/** How far to scroll, at least, so that the row is visible whole. */
export function scrollToShow(row: number, { top, height, rowHeight }: Viewport): number {
  const start = row * rowHeight
  if (start < top) return start
  return Math.max(top, start + rowHeight - height)
}

/** Whether the end of the list is in view, give or take half a row. */
export function isAtTail(count: number, { top, height, rowHeight }: Viewport): boolean {
  return top + height >= (count - 0.5) * rowHeight
}

/** How many rows a Page Up or Page Down goes. */
export function pageRows({ height, rowHeight }: Viewport): number {
  return Math.max(1, Math.floor(height / rowHeight) - 1)
}
