/** The recorded runs of this lab. */
import type { Presets } from '../preset.ts'

export const presets: Presets = {
  chain: {},
  'chain-cut': { cut: 'reset', cutAfterTime: 1000 },
  'chain-stripping': { middlebox: 'stripping' },
  'chain-buffering': { middlebox: 'buffering' },
  'socket-io': { library: 'socket-io' },
  'socket-io-cut': { library: 'socket-io', cut: 'reset', cutAfterTime: 1000 },
}
