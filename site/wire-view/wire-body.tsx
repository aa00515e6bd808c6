/** The four linked views of a run, and its tools. */
import { effect } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import { Connections } from './connections.tsx'
import { Octets } from './octets.tsx'
import { Parts } from './parts.tsx'
import { Tools } from './tools.tsx'
import { Units } from './units.tsx'
import { ViewState } from './view-state.ts'
import type { WireModel } from './wire-model.ts'

export default function WireBody({ model }: { readonly model: WireModel }) {
  const state = useMemo(() => new ViewState(model), [model])
  const id = useId()
  const units = useRef<HTMLTableElement>(null)
  const tree = useRef<HTMLDivElement>(null)
  const octets = useRef<HTMLTableElement>(null)
  const to = (place: RefObject<HTMLElement>) => () => place.current?.focus({ preventScroll: true })
  useEffect(
    () =>
      effect(() => {
        model.settled.value
        state.selectWanted()
      }),
    [model, state],
  )
  return (
    <>
      <Tools state={state} id={id} />
      <Connections state={state} id={id} />
      <Units state={state} id={id} grid={units} toParts={to(tree)} />
      <div class="wire-detail">
        <Parts state={state} id={id} tree={tree} toUnits={to(units)} toOctets={to(octets)} />
        <Octets state={state} id={id} grid={octets} toParts={to(tree)} />
      </div>
    </>
  )
}
