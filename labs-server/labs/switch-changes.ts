/** The switches in which two runs of a lab differ, in words. */
import type { Lab, SwitchValues } from './lab.ts'

/** One for each switch that differs: `Keep-alive: off, before on`. */
export function switchChanges(lab: Lab, now: SwitchValues, before: SwitchValues): readonly string[] {
  return Object.entries(lab.switches)
    .filter(([name]) => now[name] !== before[name])
    .map(([name, control]) => {
      const words = (value: SwitchValues[string] | undefined) => {
        if (control.kind === 'choice') return control.options.find((option) => option.value === value)?.label ?? value
        if (control.kind === 'toggle') return value === true ? 'on' : 'off'
        return control.unit === undefined ? value : `${value} ${control.unit}`
      }
      return `${control.label}: ${words(now[name])}, before ${words(before[name])}`
    })
}
