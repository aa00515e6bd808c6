/** Plays the recording of a lab with these switches. */
import type { Lab, SwitchValues } from '#labs/lab.ts'
import type { LabClient } from '#labs/lab-client.ts'
import { LabError } from '#labs/lab-error.ts'
import { play, type Stage } from './play.ts'
import { loadRecording, presetFor } from './recordings.ts'
import { whyAlone } from './stand-in.ts'

/**
 * Resolves when the script has ended. `loadScript` gives the script that is to run, where one can.
 *
 * @throws LabError `LAB_NOT_RECORDED` without such a recording, or when it cannot be loaded.
 */
export async function playLab(
  lab: Lab,
  values: SwitchValues,
  stage: Stage,
  signal: AbortSignal,
  loadScript?: () => Promise<LabClient<never>>,
): Promise<void> {
  const preset = presetFor(lab, values)
  if (preset === undefined) {
    throw new LabError('LAB_NOT_RECORDED', 'There is nothing to play: choose switches that were recorded.')
  }
  const recording = await loadRecording(preset)
  signal.throwIfAborted()
  await play(recording, stage, signal, whyAlone(lab, values) === undefined ? loadScript : undefined)
}
