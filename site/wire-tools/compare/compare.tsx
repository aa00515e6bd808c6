/** Compare: the run shown and the run shown before it, on one time axis and in one table. One of the wire view's tools. */
import './compare.css'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { labOf } from '#labs/index.ts'
import type { Lab } from '#labs/lab.ts'
import { switchChanges } from '#labs/switch-changes.ts'
import { heldSpan } from '#site/wire-view/lane-marks.ts'
import { BusySpans, LaneScale } from '#site/wire-view/lane-scale.ts'
import type { ToolProps } from '#site/wire-view/tools.tsx'
import { UnitIndex } from '#site/wire-view/unit-index.ts'
import type { ShownRun } from '#site/wire-view/wire-model.ts'
import type { FigureGroup } from '#wire/comparison.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { RunInfo, Trace } from '#wire/trace.ts'
import { useMeasured } from './measured.ts'
import { RunLanes } from './run-lanes.tsx'

/** Before the browser has laid anything out. */
const UNMEASURED_WIDTH = 600

export default function Compare({ state, id }: ToolProps) {
  const before = state.model.before.value
  if (before === undefined) {
    return (
      <p class="wire-quiet compare-none">
        There is one run so far.{' '}
        {state.model.home !== 'file' ? 'Change a switch and press Run again, or open a saved run' : 'Open another file'}
        : the run that was shown before stays here, and the two stand on one time axis.
      </p>
    )
  }
  return <TwoRuns state={state} id={id} before={before} />
}

interface TwoRunsProps extends ToolProps {
  readonly before: ShownRun
}

function TwoRuns({ state, id, before }: TwoRunsProps) {
  state.model.settled.value
  const index = state.seen.peek()?.index
  const past = useMemo(() => {
    const made = new UnitIndex(before.log)
    made.update()
    return made
  }, [before])
  const groups = useMeasured(state, before)
  const frame = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(UNMEASURED_WIDTH)
  useLayoutEffect(() => {
    if (frame.current === null) return
    const observer = new ResizeObserver(([entry]) => entry && setWidth(Math.floor(entry.contentRect.width)))
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [])
  const scaleBefore = useRef<LaneScale | undefined>(undefined)
  if (index === undefined) return null
  const scale = LaneScale.over(busySpans(index.log.trace, before.log.trace), width, scaleBefore.current)
  scaleBefore.current = scale

  return (
    <div class="compare">
      <p>{changesSentence(index.log.trace.run, before.log.trace.run)}</p>
      <div class="compare-runs">
        <div class="compare-axis">
          <div ref={frame}>
            <Axis scale={scale} />
          </div>
        </div>
        <RunLanes title="This run" {...{ index, scale, id }} select={(row) => state.selectRow(row)} />
        <RunLanes title="Run before" {...{ scale, id }} index={past} />
      </div>
      {groups === undefined ? <p class="wire-quiet">Measuring …</p> : <ChangeTable groups={groups} />}
    </div>
  )
}

function Axis({ scale }: { readonly scale: LaneScale }) {
  return (
    <svg aria-hidden="true" width={scale.width} height={22}>
      {scale.ticks.map(({ x, label }) => (
        <g key={label} transform={`translate(${x} 0)`}>
          <path class="wire-tick" d="M0 16v6" />
          <text x="0" y="12" text-anchor={x < 20 ? 'start' : 'middle'}>
            {label}
          </text>
        </g>
      ))}
      {scale.folds.map(({ x, width, label }) => (
        <text class="wire-fold-label" key={x} x={x + width / 2} y="12" text-anchor="middle">
          {label}
        </text>
      ))}
    </svg>
  )
}

function ChangeTable({ groups }: { readonly groups: readonly FigureGroup[] }) {
  return (
    <table class="compare-table">
      <caption>What changed, counted from the octets</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">This run</th>
          <th scope="col">Run before</th>
          <th scope="col">Difference</th>
        </tr>
      </thead>
      {groups.map(({ title, note, rows }) => (
        <tbody key={title}>
          <tr>
            <th scope="rowgroup" colSpan={4}>
              {title}
              {note && <span class="compare-note">: {note}</span>}
            </th>
          </tr>
          {rows.map((row) => (
            <tr key={row.name} data-same={row.difference === 'the same' || undefined}>
              <th scope="row">{row.name}</th>
              <td>{row.now}</td>
              <td>{row.before}</td>
              <td>{row.difference}</td>
            </tr>
          ))}
        </tbody>
      ))}
    </table>
  )
}

/** When anything happened in either run; both count from their own start. */
function busySpans(...traces: readonly Trace[]) {
  const spans = new BusySpans()
  for (const { connections } of traces) {
    for (const { openedAt, closedAt, passages } of connections) {
      spans.add(Math.max(0, openedAt))
      if (closedAt !== undefined) spans.add(closedAt)
      for (const direction of DIRECTIONS) {
        for (const { at, heldMs = 0 } of passages[direction]) {
          const { start, end } = heldSpan(direction, at, heldMs)
          spans.add(start, end)
        }
      }
    }
  }
  return spans.spans
}

function changesSentence(now: RunInfo, before: RunInfo): string {
  if (now.lab !== before.lab) {
    return `Two labs: ${titleOf(now)}, before ${titleOf(before)}. Times count from the start of each run.`
  }
  if (now.lab === '') return 'Two files. Times count from the start of each.'
  const lab = labOf(now.lab)
  const changes =
    lab === undefined ? plainChanges(now, before) : switchChanges(lab as Lab, now.switches, before.switches)
  const what = changes.length === 0 ? 'The switches were the same in both runs' : changes.join('; ')
  return `${what}. Times count from the start of each run.`
}

function titleOf({ lab }: RunInfo): string {
  return labOf(lab)?.title ?? (lab || 'a run from a file')
}

/** Of a lab that is not known here. */
function plainChanges(now: RunInfo, before: RunInfo): readonly string[] {
  const names = new Set([...Object.keys(now.switches), ...Object.keys(before.switches)])
  return [...names]
    .filter((name) => now.switches[name] !== before.switches[name])
    .map((name) => `${name}: ${now.switches[name] ?? 'none'}, before ${before.switches[name] ?? 'none'}`)
}
