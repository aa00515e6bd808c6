/**
 * The shapes of lanes as SVG path data, one path for all shapes of a kind: x in ten-thousandths of the time axis, y in pixels.
 * They are drawn in a view box that is stretched to the plot's width, with strokes that are not.
 */
import type { Direction } from '#wire/pdu.ts'
import type { Lanes } from './lanes.ts'

/** How wide the time axis is in path data. */
export const AXIS_WIDTH = 10_000

/** Heights in pixels: above the first lane, of a lane, of a mark, and between the marks of the two directions. */
export interface LaneHeights {
  readonly top: number
  readonly step: number
  readonly mark: number
  readonly gap: number
}

export interface LanePaths {
  readonly exchanges: string
  readonly open: string
  readonly opened: string
  readonly closed: string
  readonly marks: Readonly<Record<Direction, string>>
}

/** Where the line of a lane is, counted from 0, in pixels from the top. */
export function middleOf(index: number, { top, step }: LaneHeights): number {
  return top + index * step + step / 2
}

/** Above a lane's line goes what the client sends, below it what the server sends. */
export function lanePaths({ lanes, end }: Lanes, heights: LaneHeights): LanePaths {
  const { mark, gap } = heights
  const x = (time: number) => Math.round((time / end) * AXIS_WIDTH)
  const draw = (shapes: (lane: Lanes['lanes'][number], y: number) => readonly string[]) =>
    lanes.flatMap((lane, index) => shapes(lane, middleOf(index, heights))).join('')
  const box = (from: number, to: number, y: number, height: number) =>
    x(to) > x(from) ? `M${x(from)} ${y}H${x(to)}v${height}H${x(from)}z` : `M${x(from)} ${y}v${height}`
  const marks = (direction: Direction, offset: number) =>
    draw((lane, y) =>
      lane.marks.filter((each) => each.direction === direction).map(({ from, to }) => box(from, to, y + offset, mark)),
    )

  return {
    exchanges: draw(({ exchanges }, y) =>
      exchanges.map(({ from, to }) => box(from, to, y - mark - gap, 2 * (mark + gap))),
    ),
    open: draw(({ opened, closed }, y) => [`M${x(opened)} ${y}H${x(closed ?? end)}`]),
    // A line without length: its round cap is the dot.
    opened: draw(({ opened }, y) => [`M${x(opened)} ${y}h0`]),
    closed: draw(({ closed }, y) => (closed === undefined ? [] : [`M${x(closed)} ${y - mark}v${2 * mark}`])),
    marks: {
      'client-to-server': marks('client-to-server', -mark - gap / 2),
      'server-to-client': marks('server-to-client', gap / 2),
    },
  }
}
