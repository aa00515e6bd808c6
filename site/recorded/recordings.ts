/** Which recordings there are of a lab, and the one of a run with these switches. */
import { type Lab, parseSwitches, type SwitchValues } from '#labs/lab.ts'
import { LabError } from '#labs/lab-error.ts'
import { nameOf, type Preset } from '#labs/preset.ts'
import { PRESETS } from '#labs/presets.ts'
import { switchWords } from '#labs/switch-changes.ts'
import { sitePath } from '#site/twin.ts'
import type { Recording } from '#wire/formats/recording.ts'

/** A recording that could be played instead, and what would have to be switched for it. */
export interface OtherRecording {
  readonly preset: Preset
  readonly switches: SwitchValues
  /** The switches to change, in words: `Keep-alive: off`. */
  readonly changes: readonly string[]
}

/** The row of the recording with these switches; undefined without one. `values` has every switch of the lab. */
export function presetFor(lab: Lab, values: SwitchValues): Preset | undefined {
  return PRESETS.find((preset) => preset.lab === lab.id && differing(lab, values, valuesOf(lab, preset)).length === 0)
}

/**
 * The lab's other recordings, those nearest to these switches first. Without those for which a switch would have to be changed
 * that a reader of this page does not see: `seen` has the names of the others.
 */
export function othersFor(lab: Lab, values: SwitchValues, seen: readonly string[]): readonly OtherRecording[] {
  return PRESETS.filter((preset) => preset.lab === lab.id)
    .map((preset) => {
      const switches = valuesOf(lab, preset)
      return { preset, switches, names: differing(lab, values, switches) }
    })
    .filter(({ names }) => names.length > 0 && names.every((name) => seen.includes(name)))
    .toSorted((one, other) => one.names.length - other.names.length)
    .map(({ preset, switches, names }) => ({
      preset,
      switches,
      changes: names.map((name) => switchWords(lab, name, switches[name])),
    }))
}

function valuesOf(lab: Lab, preset: Preset): SwitchValues {
  return parseSwitches(lab, preset.switches)
}

/** The names of the switches that make a difference between the two. */
function differing(lab: Lab, one: SwitchValues, other: SwitchValues): readonly string[] {
  const acts = (name: string) =>
    lab.acts === undefined || [one, other].some((values) => lab.acts?.(name, values as never))
  return Object.keys(lab.switches).filter((name) => one[name] !== other[name] && acts(name))
}

const loaded = new Map<string, Promise<Recording>>()

/** The recording itself, loaded once. @throws LabError `LAB_NOT_RECORDED` when it does not come. */
export function loadRecording(preset: Preset): Promise<Recording> {
  const path = `/recordings/${nameOf(preset)}.json` as const
  let loading = loaded.get(path)
  if (loading === undefined) {
    loading = load(new URL(sitePath(path), location.href))
    loaded.set(path, loading)
    loading.catch(() => loaded.delete(path)) // To be asked for again.
  }
  return loading
}

async function load(address: URL): Promise<Recording> {
  try {
    const response = await fetch(address)
    if (response.ok) return await response.json()
  } catch {} // Nobody has answered, which is told below.
  throw new LabError(
    'LAB_NOT_RECORDED',
    `The recording at ${address.href} could not be loaded. Try again when it can be.`,
  )
}
