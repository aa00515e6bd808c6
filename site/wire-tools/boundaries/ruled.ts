/** The boundaries of what is shown, computed anew when there is more, and never more than a share of the time. */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { ViewState } from '#site/wire-view/view-state.ts'
import { type Boundaries, type BoundaryScope, boundariesOf } from '#wire/boundaries.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** After a computation, so many times as long is left to everything else. */
const REST = 5

interface Ruled {
  readonly boundaries: Boundaries
  readonly log: UnitLog
  readonly scope: BoundaryScope
  readonly stamp: string
  /** When it may be computed anew, on the page's clock. */
  readonly due: number
}

/** Call it where `settled` has been read: it follows the log and the script from there. */
export function useRuled({ model }: ViewState, scope: BoundaryScope | undefined): Boundaries | undefined {
  const latest = useRef<Ruled | undefined>(undefined)
  const [, redraw] = useState(0)
  const log = model.log.value
  const stamp = `${model.settled.value} ${model.script.version.value}`
  const before = latest.current
  const isSame = before !== undefined && before.log === log && before.scope === scope
  const wait = isSame && before.stamp !== stamp ? before.due - performance.now() : 0

  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => redraw((count) => count + 1), wait)
    return () => clearTimeout(timer)
  })

  if (log === undefined || scope === undefined) return undefined
  if (!isSame || (before.stamp !== stamp && wait <= 0)) {
    const began = performance.now()
    const boundaries = boundariesOf(log, model.script.events, scope)
    const now = performance.now()
    latest.current = { boundaries, log, scope, stamp, due: now + REST * (now - began) }
  }
  return latest.current?.boundaries
}
