/** The switches in which two runs of a lab differ, in words. */
import type { Lab, SwitchValues } from './lab.ts'

/** One for each switch that differs: `Keep-alive: off, before on`. */
export function switchChanges(lab: Lab, now: SwitchValues, before: SwitchValues): readonly string[] {
  return Object.keys(lab.switches)
    .filter((name) => now[name] !== before[name])
    .map((name) => `${switchWords(lab, name, now[name])}, before ${valueWords(lab, name, before[name])}`)
}

/** A switch with its value: `Keep-alive: off`. */
export function switchWords(lab: Lab, name: string, value: SwitchValues[string] | undefined): string {
  return `${lab.switches[name]?.label}: ${valueWords(lab, name, value)}`
}

function valueWords(lab: Lab, name: string, value: SwitchValues[string] | undefined) {
  const control = lab.switches[name]
  if (control?.kind === 'choice') return control.options.find((option) => option.value === value)?.label ?? value
  if (control?.kind === 'toggle') return value === true ? 'on' : 'off'
  return control?.unit === undefined ? value : `${value} ${control.unit}`
}
