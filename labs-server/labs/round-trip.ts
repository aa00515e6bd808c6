/** The switch of the emulated path, the same in every lab that has one. */
import type { RangeSwitch } from './lab.ts'

/** A round-trip time of 0 to 300 ms, in steps of 10 ms. */
export function roundTrip<const Initial extends number>(initialMs: Initial) {
  return {
    kind: 'range',
    label: 'Round-trip time',
    help: 'Emulated by the labs server: it holds octets for half of this time in each direction.',
    min: 0,
    max: 300,
    step: 10,
    unit: 'ms',
    initial: initialMs,
  } as const satisfies RangeSwitch
}
