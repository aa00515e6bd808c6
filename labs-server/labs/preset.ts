/** A run that is recorded: a lab, a name, and the switches that differ from their initial values. */
import type { SwitchValues } from './lab.ts'

export interface Preset {
  readonly lab: string
  /** The recording's file name: `labs/LAB/recordings/NAME.json`. */
  readonly name: string
  readonly switches: SwitchValues
}

/** The name by which prose, figures and tests call a recording: `bench/post`. */
export function nameOf({ lab, name }: Preset): string {
  return `${lab}/${name}`
}

/** A lab's presets by name: the switches that differ from their initial values. */
export type Presets = Readonly<Record<string, SwitchValues>>

/** A page's own switches under `name`, and each change to them that its text asks for under `name-change`. */
export function withChanges(name: string, start: SwitchValues, changes: Presets): Presets {
  const changed = Object.entries(changes).map(([change, switches]) => [`${name}-${change}`, { ...start, ...switches }])
  return { [name]: start, ...Object.fromEntries(changed) }
}
