/** The recorded runs of this lab: every attempt, and what lessons ask to change. */
import type { Presets } from '../preset.ts'

export const presets: Presets = {
  node: {},
  upload: { attempt: 'upload' },
  'upload-slow': { attempt: 'upload', interval: 500 },
  'back-channel': { attempt: 'back-channel' },
  'two-fetches': { attempt: 'two-fetches' },
  'web-socket': { attempt: 'web-socket' },
  'h2-web-socket': { attempt: 'h2-web-socket' },
  'web-transport': { attempt: 'web-transport' },
  'service-worker': { attempt: 'service-worker' },
}
