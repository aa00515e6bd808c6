/** Whether a lab's own script can run against a recording here, and why not. */
import type { Lab, SwitchValues } from '#labs/lab.ts'
import { IS_RECORDED_TWIN } from '#site/twin.ts'

/** A sentence where the recording plays alone, the script's part included; undefined where the script runs. */
export function whyAlone(lab: Lab, values: SwitchValues): string | undefined {
  if (!IS_RECORDED_TWIN) return 'It plays alone: what the script saw is of then, too.'
  const standIn = lab.standIn?.(values as never) ?? 'script'
  if (standIn === 'nobody') {
    return 'It plays alone, what the script saw included: nothing in a page can stand in for the other end of this way.'
  }
  if (standIn === 'worker' && !(isSecureContext && 'serviceWorker' in navigator)) {
    return 'It plays alone, what the script saw included: the browser itself makes these requests, and only a service worker could answer them. This page has none: browsers give one to secure contexts (HTTPS or localhost) alone, and some give none to private windows.'
  }
  return undefined
}
