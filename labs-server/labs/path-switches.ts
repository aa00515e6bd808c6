/** The switches of the path, the same in every lab that has them: each lab takes those it needs, all under these names. */
import type { Switches, ValuesOf } from './lab.ts'
import { middleboxOf, middleboxSwitchActs, middleboxSwitches } from './middlebox-switches.ts'
import { BARE_PATH, type CutHow, type PathOptions } from './path-options.ts'

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
  } as const satisfies Switches[string]
}

/** Octets a second of 1 kbit/s. */
const KBIT = 125

export const pathSwitches = {
  roundTrip: roundTrip(0),
  bandwidth: {
    kind: 'choice',
    label: 'Bandwidth',
    help: 'Emulated: how many octets a connection carries in each direction, one after another.',
    options: [
      { value: 'unlimited', label: 'Not limited' },
      { value: '56', label: '56 kbit/s' },
      { value: '384', label: '384 kbit/s' },
      { value: '2000', label: '2 Mbit/s' },
      { value: '10000', label: '10 Mbit/s' },
    ],
    initial: 'unlimited',
  },
  idleTimeout: {
    kind: 'range',
    label: 'Idle time-out of the path',
    help: 'Emulated: after so long without an octet either way the path breaks a connection off (RST); 0 for never.',
    min: 0,
    max: 10_000,
    step: 100,
    unit: 'ms',
    initial: 0,
  },
  cut: {
    kind: 'choice',
    label: 'The connection is lost',
    help: 'Emulated, once a run: the path cuts the connection that carries the way down.',
    options: [
      { value: 'never', label: 'Never' },
      { value: 'close', label: 'Closed (FIN both ways)' },
      { value: 'reset', label: 'Reset (RST)' },
      { value: 'half-close', label: 'Half-closed (FIN to the client)' },
    ],
    initial: 'never',
  },
  cutAfter: {
    kind: 'range',
    label: 'Lost after',
    help: 'How many octets the connection carries from server to client before it is lost.',
    min: 0,
    max: 20_000,
    step: 50,
    unit: 'octets',
    initial: 1000,
  },
  cutAfterTime: {
    kind: 'range',
    label: 'Lost after a time',
    help: 'How long after the first octet from server to client the connection is lost; 0 to count octets instead.',
    min: 0,
    max: 5000,
    step: 50,
    unit: 'ms',
    initial: 0,
  },
  noDelay: {
    kind: 'toggle',
    label: 'TCP_NODELAY',
    help: 'Not emulated. Off: the system may hold a small write until what was sent before is acknowledged.',
    initial: true,
  },
  ...middleboxSwitches,
} as const satisfies Switches

export type PathSwitches = ValuesOf<typeof pathSwitches>

/** The path that a lab's switches ask for; those it does not have leave it as it is. */
export function pathOf(values: Partial<PathSwitches>): PathOptions {
  const { roundTrip = 0, bandwidth = 'unlimited', idleTimeout = 0, cut = 'never', noDelay = true } = values
  const middlebox = middleboxOf(values)
  return {
    ...BARE_PATH,
    roundTripMs: roundTrip,
    octetsPerSecond: bandwidth === 'unlimited' ? 0 : Number(bandwidth) * KBIT,
    idleTimeoutMs: idleTimeout,
    ...(cut !== 'never' && { cut: cutOf(cut, values) }),
    ...(middlebox && { middlebox }),
    noDelay,
  }
}

function cutOf(how: CutHow, { cutAfter = 0, cutAfterTime = 0 }: Partial<PathSwitches>) {
  return cutAfterTime > 0 ? { how, afterMs: cutAfterTime } : { how, afterOctets: cutAfter }
}

/** Whether a switch of the path changes anything while the others are as they are; true for every other name. */
export function pathSwitchActs(name: string, values: Partial<PathSwitches>): boolean {
  const { cut, cutAfterTime } = values
  if (name === 'cutAfter') return cut !== 'never' && cutAfterTime === 0
  if (name === 'cutAfterTime') return cut !== 'never'
  return middleboxSwitchActs(name, values)
}
