/** Lets the views stand still, and counts what comes meanwhile. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { counted } from '#site/wire-view/numbers.ts'
import type { WireModel } from '#site/wire-view/wire-model.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { UnitLog } from '#wire/unit-log.ts'

/** How often the count is drawn, in milliseconds. */
const COUNTED_EVERY_MS = 250

interface Amount {
  readonly units: number
  readonly octets: number
}

export function PauseButton({ model }: { readonly model: WireModel }) {
  const come = useSignal<Amount>({ units: 0, octets: 0 })
  const paused = model.paused.value
  useEffect(() => {
    if (!paused) return
    const before = amountOf(model.log.peek())
    come.value = { units: 0, octets: 0 }
    const timer = setInterval(() => {
      const now = amountOf(model.log.peek())
      come.value = { units: now.units - before.units, octets: now.octets - before.octets }
    }, COUNTED_EVERY_MS)
    return () => clearInterval(timer)
  }, [paused, model])

  return (
    <button type="button" class="wire-pause" aria-pressed={paused} onClick={() => model.pause(!paused)}>
      {paused ? `Paused: ${pausedWords(come.value)}. Resume` : 'Pause'}
    </button>
  )
}

function pausedWords({ units, octets }: Amount): string {
  if (octets === 0) return 'nothing has come since'
  const have = units === 1 ? 'has' : 'have'
  return `${counted(units, 'unit')} ${have} come since, ${counted(octets, 'octet')}`
}

function amountOf(log: UnitLog | undefined): Amount {
  let octets = 0
  for (const { streams } of log?.trace.connections ?? []) {
    for (const direction of DIRECTIONS) octets += streams[direction].length
  }
  return { units: log?.units.length ?? 0, octets }
}
