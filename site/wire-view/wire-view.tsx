/** The wire view: one run's connections, units, parts and octets, selected together. */
import './wire-view.css'
import { effect, useSignal } from '@preact/signals'
import type { RefObject } from 'preact'
import { useEffect, useId, useMemo, useRef } from 'preact/hooks'
import { factsOf, type RunFacts } from '#wire/facts.ts'
import { Connections } from './connections.tsx'
import { Legend } from './legend.tsx'
import { counted } from './numbers.ts'
import { Octets } from './octets.tsx'
import { Parts } from './parts.tsx'
import { progressSentence, runSummary } from './summary.ts'
import { Tools } from './tools.tsx'
import { Units } from './units.tsx'
import { ViewState } from './view-state.ts'
import type { Origin, WireModel } from './wire-model.ts'

/** Figures are counted over all units, so not more often than this. */
const FIGURES_EVERY_MS = 250
/** A screen reader is told of progress no more often than this. */
const ANNOUNCE_EVERY_MS = 2000

export interface WireViewProps {
  readonly model: WireModel
  /** Names the view among others on the page. */
  readonly label: string
  /** What stands there before the first run. */
  readonly whenEmpty?: string
}

const PRESS_RUN = 'Press Run: the octets of your own connections will show here, as they pass.'

export function WireView({ model, label, whenEmpty = PRESS_RUN }: WireViewProps) {
  const state = useMemo(() => new ViewState(model), [model])
  const id = useId()
  const units = useRef<HTMLTableElement>(null)
  const tree = useRef<HTMLDivElement>(null)
  const octets = useRef<HTMLTableElement>(null)
  const to = (place: RefObject<HTMLElement>) => () => place.current?.focus({ preventScroll: true })
  const isEmpty = model.log.value === undefined
  useEffect(
    () =>
      effect(() => {
        model.settled.value
        state.selectWanted()
      }),
    [model, state],
  )

  return (
    <section class="wire-view" aria-label={label} data-origin={model.origin.value}>
      <header class="wire-head">
        <OriginBadge model={model} />
        <Figures state={state} />
        <Legend />
      </header>
      {isEmpty ? (
        <EmptyState sentence={whenEmpty} />
      ) : (
        <>
          <Tools state={state} id={id} />
          <Connections state={state} id={id} />
          <Units state={state} id={id} grid={units} toParts={to(tree)} />
          <div class="wire-detail">
            <Parts state={state} id={id} tree={tree} toUnits={to(units)} toOctets={to(octets)} />
            <Octets state={state} id={id} grid={octets} toParts={to(tree)} />
          </div>
        </>
      )}
      <Announcer state={state} />
    </section>
  )
}

const ORIGINS: Readonly<Record<Origin, string>> = {
  live: 'LIVE',
  recorded: 'RECORDED',
  file: 'FROM A FILE',
  rebuilt: 'REBUILT FROM MESSAGES',
}

function OriginBadge({ model }: { readonly model: WireModel }) {
  const origin = model.origin.value
  return (
    <span class="wire-badge" data-origin={origin}>
      {ORIGINS[origin]}
    </span>
  )
}

function EmptyState({ sentence }: { readonly sentence: string }) {
  return (
    <div class="wire-empty">
      <svg viewBox="0 0 320 72" aria-hidden="true">
        <path class="wire-empty-line" d="M8 36H312" />
        <path data-direction="client-to-server" d="M40 14h58l8 8-8 8H40zM196 14h30l8 8-8 8h-30z" />
        <path data-direction="server-to-client" d="M190 42h-58l-8 8 8 8h58zM300 42h-22l-8 8 8 8h22z" />
      </svg>
      <p>{sentence}</p>
    </div>
  )
}

/** The run in a line. */
function Figures({ state }: { readonly state: ViewState }) {
  const facts = useSignal<RunFacts | undefined>(undefined)
  useEffect(
    () =>
      everyMs(FIGURES_EVERY_MS, state, () => {
        const index = state.seen.peek()?.index
        facts.value = index && factsOf(index.log)
      }),
    [state],
  )
  if (facts.value === undefined) return <p class="wire-figures" />
  const { octets } = facts.value
  return (
    <p class="wire-figures">
      {runSummary(facts.value)}
      {' · '}
      <span data-direction="client-to-server">
        <span class="wire-arrow">→</span> {counted(octets['client-to-server'], 'octet')}
        <span class="wire-hidden"> client-to-server</span>
      </span>
      {' · '}
      <span data-direction="server-to-client">
        <span class="wire-arrow">←</span> {counted(octets['server-to-client'], 'octet')}
        <span class="wire-hidden"> server-to-client</span>
      </span>
    </p>
  )
}

/** Tells a screen reader how far a run has come. */
function Announcer({ state }: { readonly state: ViewState }) {
  const sentence = useSignal('')
  useEffect(
    () =>
      everyMs(ANNOUNCE_EVERY_MS, state, () => {
        const index = state.seen.peek()?.index
        const connections = index?.log.trace.connections.length ?? 0
        sentence.value =
          index === undefined || index.rows.length === 0 ? '' : progressSentence(index.rows.length, connections)
      }),
    [state],
  )
  return (
    <p class="wire-hidden" role="status">
      {sentence}
    </p>
  )
}

/** Calls `act` `ms` after the log has changed, as often as it does, and at once when it is cleared. */
function everyMs(ms: number, state: ViewState, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = effect(() => {
    if (state.seen.value === undefined) return act()
    timer ??= setTimeout(() => {
      timer = undefined
      act()
    }, ms)
  })
  return () => {
    stop()
    clearTimeout(timer)
  }
}
