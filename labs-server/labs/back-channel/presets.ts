/** The recorded runs of this lab. */
import type { Presets } from '../preset.ts'

export const presets: Presets = {
  'one-stream-on': { roundTrip: 50 },
  'one-stream-off': { roundTrip: 50, keepAlive: false },
  'ten-messages': { roundTrip: 50, messages: 10 },
  'no-round-trip': {},
  'six-streams': { streams: 6, messages: 2 },
  'six-streams-five': { streams: 6 },
}
