/** A pair of ways, and what the task over it came to. */
import type { BenchFigures } from '#labs/bench/figures.ts'
import type { SwitchValues } from '#labs/lab.ts'
import { TRANSPORTS, transportsOf } from '#transports/index.ts'

export interface Pair {
  readonly down: string
  readonly up: string
}

/** What one run came to: figures, or the sentence that says why there are none. */
export type Outcome =
  | { readonly kind: 'measured'; readonly figures: BenchFigures }
  | { readonly kind: 'failed'; readonly reason: string }

export interface PairResult extends Pair {
  readonly plain: Outcome
  /** The same task with the connection reset on the way; absent when that was not asked for. */
  readonly cut?: Outcome
}

/** All results of one press of the button, or of a link. */
export interface Results {
  /** When they were measured, in milliseconds since 1970 UTC, and by what. */
  readonly measuredAt: number
  readonly browser: string
  readonly server: string
  readonly rows: readonly PairResult[]
}

/** The same for every pair: twenty messages each way, at one pace. */
export const TASK: SwitchValues = {
  messagesDown: 20,
  messagesUp: 20,
  size: 60,
  interval: 20,
  pollInterval: 100,
  pollHold: 5000,
  throttle: 100,
  batch: 10,
}

/** What differs when the connection is to be cut: the path resets it once, when so many octets have gone down. */
export const CUT: SwitchValues = { cut: 'reset', cutAfter: 900 }

/** Every way down with every way up, those that share a transport first. */
export function allPairs(): readonly Pair[] {
  const pairs = transportsOf('down').flatMap(({ id: down }) => transportsOf('up').map(({ id: up }) => ({ down, up })))
  return pairs.filter((pair) => canPair(pair))
}

/** Some transports make sense only for both ways at once. */
function canPair({ down, up }: Pair): boolean {
  const isAlone = (id: string) => TRANSPORTS.find((known) => known.id === id)?.alone === true
  return down === up || !(isAlone(down) || isAlone(up))
}

/** What a transport is called. */
export function labelOf(id: string): string {
  return TRANSPORTS.find((known) => known.id === id)?.label ?? id
}

/** `WebSocket`, or `Long polling + One POST a message`. */
export function pairLabel({ down, up }: Pair): string {
  return down === up ? labelOf(down) : `${labelOf(down)} + ${labelOf(up)}`
}
