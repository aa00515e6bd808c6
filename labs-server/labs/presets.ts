/** The runs that are recorded, lab by lab: what pages show before a reader has changed anything, and what they ask to change. */
import { presets as backChannel } from './back-channel/presets.ts'
import { presets as bench } from './bench/presets.ts'
import { presets as duplex } from './duplex/presets.ts'
import { presets as fallBack } from './fall-back/presets.ts'
import { presets as keepAlive } from './keep-alive/presets.ts'
import { presets as messageEnd } from './message-end/presets.ts'
import type { Preset, Presets } from './preset.ts'

const BY_LAB: Readonly<Record<string, Presets>> = {
  'keep-alive': keepAlive,
  'message-end': messageEnd,
  'back-channel': backChannel,
  bench,
  duplex,
  'fall-back': fallBack,
}

export const PRESETS: readonly Preset[] = Object.entries(BY_LAB).flatMap(([lab, presets]) =>
  Object.entries(presets).map(([name, switches]) => ({ lab, name, switches })),
)
