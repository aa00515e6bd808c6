/** The address bar holds the switches that differ from the preset, so that a link brings them back; a link may select, too. */
import { type ReadonlySignal, useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { fragmentOf, isFragmentOf, restoreFragment } from './lab-preset.ts'
import type { LabRunner } from './lab-runner.ts'

export interface Permalink {
  /** A sentence for every field of the link that could not be used. */
  readonly problems: ReadonlySignal<readonly string[]>
  /** Notes the switches in the address bar. Call it when a change is done, not on every step of a slider. */
  write(): void
}

/** Sets the switches from the address bar when the page is opened or a link to switches is followed. */
export function usePermalink({ preset, switches, model }: LabRunner): Permalink {
  const problems = useSignal<readonly string[]>([])
  useEffect(() => {
    const restore = () => {
      if (!isFragmentOf(preset, location.hash)) return
      const restored = restoreFragment(preset, location.hash)
      problems.value = restored.problems
      switches.value = restored.values
      model.wanted.value = restored.selection
    }
    restore()
    addEventListener('hashchange', restore)
    return () => removeEventListener('hashchange', restore)
  }, [preset, switches, model, problems])

  return {
    problems,
    write() {
      problems.value = []
      const fragment = fragmentOf(preset, switches.peek())
      if (fragment === '' && !isFragmentOf(preset, location.hash)) return
      // Replaced, not pushed: Back leads to the page before, not through every switch.
      history.replaceState(history.state, '', fragment === '' ? location.pathname + location.search : fragment)
    },
  }
}
