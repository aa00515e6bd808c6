/** The run in a line, and how far it is for those who listen. */
import { effect, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { factsOf, type RunFacts } from '#wire/facts.ts'
import { counted } from './numbers.ts'
import { progressSentence, runSummary } from './summary.ts'
import { tlsSummary } from './tls-summary.ts'
import type { WireModel } from './wire-model.ts'

/** Figures are counted over all units, so not more often than this. */
const FIGURES_EVERY_MS = 250
/** A screen reader is told of progress no more often than this. */
const ANNOUNCE_EVERY_MS = 2000

const WHERE_DECRYPTED = 'On the wire these octets are encrypted. They are shown as they were before, and after.'

export default function FiguresLine({ model }: { readonly model: WireModel }) {
  return (
    <>
      <Figures model={model} />
      <Announcer model={model} />
    </>
  )
}

/** The run in a line. */
function Figures({ model }: { readonly model: WireModel }) {
  const facts = useSignal<RunFacts | undefined>(undefined)
  useEffect(
    () =>
      everyMs(FIGURES_EVERY_MS, model, () => {
        const log = model.log.peek()
        facts.value = log && factsOf(log)
      }),
    [model],
  )
  if (facts.value === undefined) return <p class="wire-figures" />
  const { octets } = facts.value
  const tls = tlsSummary(model.log.peek()?.trace.connections ?? [])
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
      {tls !== '' && (
        <>
          {' · '}
          <span title={WHERE_DECRYPTED}>{tls}</span>
        </>
      )}
    </p>
  )
}

/** Tells a screen reader how far a run has come. */
function Announcer({ model }: { readonly model: WireModel }) {
  const sentence = useSignal('')
  useEffect(
    () =>
      everyMs(ANNOUNCE_EVERY_MS, model, () => {
        const { units = [], trace } = model.log.peek() ?? {}
        sentence.value = units.length === 0 ? '' : progressSentence(units.length, trace?.connections.length ?? 0)
      }),
    [model],
  )
  return (
    <p class="wire-hidden" role="status">
      {sentence}
    </p>
  )
}

/** Calls `act` `ms` after the log has changed, as often as it does, and at once when it is cleared. */
function everyMs(ms: number, model: WireModel, act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = effect(() => {
    model.version.value
    if (model.log.value === undefined) return act()
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
