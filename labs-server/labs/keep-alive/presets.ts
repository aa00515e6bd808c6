/** The recorded runs of this lab. */
import type { Presets } from '../preset.ts'

export const presets: Presets = {
  'sequence-on': {},
  'sequence-off': { keepAlive: false },
  'parallel-on': { order: 'parallel' },
  'parallel-off': { order: 'parallel', keepAlive: false },
  'forty-on': { requests: 40, order: 'parallel' },
  'forty-off': { requests: 40, order: 'parallel', keepAlive: false },
  'forty-sequence-on': { requests: 40 },
  'forty-sequence-off': { requests: 40, keepAlive: false },
}
