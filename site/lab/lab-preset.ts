/** What a lesson makes of a lab: other first values for its switches, and only some of them shown. */
import { type Lab, parseSwitches, type Switches, type SwitchValues, switchQuery } from '#labs/lab.ts'
import { LabError } from '#labs/lab-error.ts'
import { type LinkedSelection, parseSelection } from '#site/wire-view/selection-link.ts'

export interface LabPreset {
  /** The lab as it is. */
  readonly lab: Lab
  /** The lab with the preset as its initial values and only the exposed switches: what the reader can change. */
  readonly shown: Lab
  /** Every switch of the lab at its preset value, the hidden ones too. */
  readonly values: SwitchValues
}

/**
 * Applies a lesson's preset to a lab.
 *
 * @throws LabError when the preset or the list of exposed switches does not fit the lab.
 */
export function presetOf(lab: Lab, preset: SwitchValues = {}, expose?: readonly string[]): LabPreset {
  const values: SwitchValues = parseSwitches(lab, preset)
  const names = expose ?? Object.keys(lab.switches)
  const switches = Object.fromEntries(
    names.map((name) => {
      const control = lab.switches[name]
      if (control === undefined) throw new LabError('LAB_UNKNOWN_SWITCH', `The lab ${lab.id} has no switch "${name}".`)
      return [name, { ...control, initial: values[name] }]
    }),
  ) as Switches
  return { lab, shown: { ...lab, switches }, values }
}

/** The fragment of a link to these switches: `#lab=keep-alive&requests=3`; empty when nothing differs from the preset. */
export function fragmentOf(preset: LabPreset, values: SwitchValues): string {
  const query = switchQuery(preset.shown, values as never)
  return query === '' ? '' : `#lab=${preset.shown.id}&${query}`
}

/** Whether a fragment is a link to this lab's switches. */
export function isFragmentOf(preset: LabPreset, fragment: string): boolean {
  return new URLSearchParams(fragment.replace(/^#/, '')).get('lab') === preset.shown.id
}

export interface Restored {
  readonly values: SwitchValues
  /** What to select in the run's wire view, where the link says so. */
  readonly selection: LinkedSelection | undefined
  /** One sentence for every field that could not be used; its switch keeps its preset value. */
  readonly problems: readonly string[]
}

/** Reads switch values from a page's fragment; preset values where it is not a link to this lab's switches. */
export function restoreFragment(preset: LabPreset, fragment: string): Restored {
  if (!isFragmentOf(preset, fragment)) return { values: preset.values, selection: undefined, problems: [] }
  const values: Record<string, string | number | boolean> = { ...preset.values }
  const problems: string[] = []
  const fields = new URLSearchParams(fragment.replace(/^#/, ''))
  for (const [name, text] of fields) {
    if (name === 'lab' || name === 'select') continue
    try {
      const parsed: SwitchValues = parseSwitches(preset.shown, { [name]: text })
      values[name] = parsed[name] ?? text
    } catch (error) {
      if (!(error instanceof LabError)) throw error
      problems.push(error.message)
    }
  }
  return { values, selection: parseSelection(fields.get('select') ?? ''), problems }
}
