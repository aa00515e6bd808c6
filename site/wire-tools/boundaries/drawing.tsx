/** What is on screen of the lanes, as SVG. The grid around it says the same to those who do not see it. */
import type { LaneScale } from '#site/wire-view/lane-scale.ts'
import { grouped } from '#site/wire-view/numbers.ts'
import type { Boundaries, BoundaryScope } from '#wire/boundaries.ts'
import type { BoundaryLane } from '#wire/boundary-lane.ts'
import type { OctetRange } from '#wire/octets.ts'
import {
  AXIS_HEIGHT,
  drawJoins,
  drawLane,
  drawLinks,
  drawTimes,
  LANE_HEIGHT,
  type Label,
  topOf,
  type Window,
} from './paths.ts'

/** Between two numbers of the axis, at least, in pixels. */
const MIN_TICK_GAP = 72
const TICK_STEPS = [1, 2, 5, 10]

export interface DrawingProps {
  readonly boundaries: Boundaries
  readonly axis: 'octets' | 'time'
  readonly scope: BoundaryScope
  readonly window: Window
  readonly scale: LaneScale
  readonly height: number
  /** Pixels of the plot left of what is on screen. */
  readonly from: number
  /** What is selected, in pixels on screen. */
  readonly selected: readonly OctetRange[]
}

export function Drawing(props: DrawingProps) {
  const { window, height, selected, axis } = props
  return (
    <svg class="boundaries-drawing" aria-hidden="true" width={window.to} height={height}>
      {selected.map(({ start, end }) => (
        <rect
          class="boundaries-selected"
          key={start}
          x={start}
          y={AXIS_HEIGHT - 4}
          width={Math.max(1, end - start)}
          height={height}
        />
      ))}
      {axis === 'octets' ? <Octets {...props} /> : <Times {...props} />}
    </svg>
  )
}

function Octets({ boundaries, scope, window }: DrawingProps) {
  const { lanes } = boundaries
  const drawn = lanes.map((lane, place) => drawLane(lane, topOf(place), boundaries, window))
  const joins = drawJoins(lanes, window)
  return (
    <>
      <Ticks ticks={octetTicks(boundaries, scope, window)} width={window.to} />
      {drawn.map(({ even, odd, content, dense, joints, inner }, place) => (
        <g key={lanes[place]?.id} data-lane={laneKind(lanes[place])}>
          <path class="boundaries-joint" d={joints} />
          <path class="boundaries-even" d={even} />
          <path class="boundaries-odd" d={odd} />
          <path class="boundaries-content" d={content} />
          <path class="boundaries-dense" d={dense} />
          <path class="boundaries-inner" d={inner} />
        </g>
      ))}
      <path class="boundaries-lone" d={joins.lone} />
      <path class="boundaries-through" d={joins.through} />
      <path class="boundaries-shared" d={joins.shared} />
      {drawn.map(({ labels }, place) => (
        <Labels key={lanes[place]?.id} labels={labels} top={topOf(place)} />
      ))}
    </>
  )
}

function Times({ boundaries: { lanes }, scale, from, window }: DrawingProps) {
  const x = (at: number) => scale.x(at) - from
  return (
    <>
      <Ticks ticks={scale.ticks.map(({ x, label }) => ({ x: x - from, text: label }))} width={window.to} />
      {scale.folds.map(({ x, width, label }) => (
        <text class="boundaries-fold" key={x} x={x + width / 2 - from} y={AXIS_HEIGHT - 8}>
          {label}
        </text>
      ))}
      {lanes.map((lane, place) => {
        const top = topOf(place)
        const { marks, leads, labels } = drawTimes(lane, top, x, window)
        const next = lanes[place + 1]
        return (
          <g key={lane.id} data-lane={laneKind(lane)}>
            <path class="boundaries-line" d={`M0 ${top + LANE_HEIGHT / 2}H${window.to}`} />
            {next && <path class="boundaries-link" d={drawLinks(lane, next, top, x, window)} />}
            <path class="boundaries-joint" d={leads} />
            <path class="boundaries-even" d={marks} />
            <Labels labels={labels} top={top} beside />
          </g>
        )
      })}
    </>
  )
}

function laneKind(lane: BoundaryLane | undefined): string | undefined {
  return lane?.kind === 'unit' && lane.id !== 'framing' ? 'carried' : lane?.id
}

function Labels({ labels, top, beside = false }: { labels: readonly Label[]; top: number; beside?: boolean }) {
  return (
    <>
      {labels.map(({ x, text }) => (
        <text
          class="boundaries-label"
          key={x}
          x={x}
          y={top + LANE_HEIGHT / 2 + 4}
          text-anchor={beside ? 'start' : 'middle'}
        >
          {text}
        </text>
      ))}
    </>
  )
}

function Ticks({ ticks, width }: { readonly ticks: readonly Label[]; readonly width: number }) {
  return (
    <>
      {ticks.map(({ x, text }) => (
        <g key={x} transform={`translate(${x} 0)`}>
          <path class="boundaries-tick" d={`M0 ${AXIS_HEIGHT - 6}v6`} />
          <text
            class="boundaries-tick-label"
            y={AXIS_HEIGHT - 9}
            text-anchor={x < 20 ? 'start' : x > width - 20 ? 'end' : 'middle'}
          >
            {text}
          </text>
        </g>
      ))}
    </>
  )
}

/** Round positions on screen. Where only content is shown they count content, else the octets of the direction. */
function octetTicks({ axis }: Boundaries, { contentOnly }: BoundaryScope, window: Window): readonly Label[] {
  const perPixel = window.position(1) - window.position(0)
  const smallest = Math.max(1, perPixel * MIN_TICK_GAP)
  const unit = 10 ** Math.floor(Math.log10(smallest))
  const step = unit * (TICK_STEPS.find((factor) => factor * unit >= smallest) ?? 10)
  const ticks: Label[] = []
  const last = Math.min(axis.length, window.position(window.to))
  for (let at = Math.ceil(Math.max(0, window.position(window.from)) / step) * step; at <= last; at += step) {
    ticks.push({ x: window.x(at), text: grouped(contentOnly ? at : axis.wireOffset(at)) })
  }
  return ticks
}
