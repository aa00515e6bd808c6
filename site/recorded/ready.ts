/** What is needed to play a lab's recording, in one piece: loaded while its server is there, for when it is not. */
import type { Lab, SwitchValues } from '#labs/lab.ts'
import { loadRecording, presetFor } from './recordings.ts'

export { playLab } from './play-lab.ts'
export { default as RecordedNote } from './recorded-note.tsx'

/** Loads the recording of these switches, if there is one, and what its first units need to be shown. */
export function loadFor(lab: Lab, values: SwitchValues): void {
  import('#site/wire-view/figures-line.tsx')
  const preset = presetFor(lab, values)
  if (preset !== undefined) loadRecording(preset).catch(() => {}) // It is asked for again when it is wanted.
}
