/** The switches of a lab: a `switch`, a `radiogroup` or a slider each, with the sentence that says what it changes. */
import { type Signal, useSignal } from '@preact/signals'
import type { ChoiceSwitch, RangeSwitch, Switch, Switches, SwitchValues, ToggleSwitch } from '#labs/lab.ts'

interface SwitchControlsProps {
  /** Begins every id on the page that these controls need. */
  readonly idPrefix: string
  readonly switches: Switches
  readonly values: Signal<SwitchValues>
  /** Whether a switch changes anything as the others are; those that do not are not shown. */
  acts(name: string): boolean
}

interface ControlProps<Control, Value> {
  readonly id: string
  readonly control: Control
  readonly value: Value
  set(value: Value): void
}

export function SwitchControls({ idPrefix, switches, values, acts }: SwitchControlsProps) {
  const shown = Object.entries(switches).filter(([name]) => acts(name))
  const groups = new Set(shown.map(([, { group }]) => group))
  if (groups.size < 2) return <SwitchGroup idPrefix={idPrefix} switches={shown} values={values} />
  return (
    <>
      {[...groups].map((group) => (
        <fieldset class="lab-switch-group" key={group}>
          <legend>{group}</legend>
          <SwitchGroup
            idPrefix={idPrefix}
            switches={shown.filter(([, control]) => control.group === group)}
            values={values}
          />
        </fieldset>
      ))}
    </>
  )
}

interface SwitchGroupProps {
  readonly idPrefix: string
  readonly switches: readonly (readonly [name: string, control: Switch])[]
  readonly values: Signal<SwitchValues>
}

function SwitchGroup({ idPrefix, switches, values }: SwitchGroupProps) {
  return (
    <div class="lab-switches">
      {switches.map(([name, control]) => {
        const id = `${idPrefix}-${name}`
        const value = values.value[name]
        const set = (changed: string | number | boolean) => {
          values.value = { ...values.value, [name]: changed }
        }
        return (
          <div class={`lab-switch lab-switch-${control.kind}`} key={name}>
            {control.kind === 'toggle' && <Toggle id={id} control={control} value={value === true} set={set} />}
            {control.kind === 'range' && <Range id={id} control={control} value={Number(value)} set={set} />}
            {control.kind === 'choice' && <Choice id={id} control={control} value={String(value)} set={set} />}
            <p class="lab-help" id={`${id}-help`}>
              {control.help}
            </p>
          </div>
        )
      })}
    </div>
  )
}

// Browsers restore form fields after a reload, behind the script's back: autoComplete off keeps page and state one.

function Toggle({ id, control, value, set }: ControlProps<ToggleSwitch, boolean>) {
  return (
    <label class="lab-switch-label">
      <input
        type="checkbox"
        role="switch"
        checked={value}
        aria-checked={value}
        aria-describedby={`${id}-help`}
        autoComplete="off"
        onChange={(event) => set(event.currentTarget.checked)}
      />
      <span>{control.label}</span>
    </label>
  )
}

function Choice({ id, control, value, set }: ControlProps<ChoiceSwitch, string>) {
  return (
    <>
      <span class="lab-switch-label" id={`${id}-label`}>
        {control.label}
      </span>
      <div class="lab-options" role="radiogroup" aria-labelledby={`${id}-label`} aria-describedby={`${id}-help`}>
        {control.options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              autoComplete="off"
              onChange={() => set(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </>
  )
}

function Range({ id, control, value, set }: ControlProps<RangeSwitch, number>) {
  const { label, min, max, step, unit } = control
  /** What has been typed and is no value of this switch; the last good value stays in force. */
  const unusable = useSignal<string | undefined>(undefined)
  const type = (text: string) => {
    const typed = Number(text)
    const usable = /^\d+$/.test(text) && typed >= min && typed <= max
    unusable.value = usable ? undefined : text
    if (usable) set(typed)
  }
  return (
    <>
      <label class="lab-switch-label" for={id}>
        {label}
      </label>
      <div class="lab-range">
        <input
          type="range"
          id={id}
          min={min}
          max={max}
          step={step}
          value={value}
          aria-valuetext={unit === undefined ? `${value}` : `${value} ${unit}`}
          aria-describedby={`${id}-help`}
          autoComplete="off"
          onInput={(event) => {
            unusable.value = undefined
            set(event.currentTarget.valueAsNumber)
          }}
        />
        <input
          type="number"
          min={min}
          max={max}
          value={unusable.value ?? value}
          aria-label={`${label}, typed`}
          aria-invalid={unusable.value !== undefined}
          aria-describedby={`${id}-rule`}
          autoComplete="off"
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={() => {
            unusable.value = undefined
          }}
        />
        <span class="lab-unit">{unit}</span>
      </div>
      <p class="lab-rule" id={`${id}-rule`} aria-live="polite">
        {unusable.value !== undefined && `A whole number from ${min} to ${max}, please. It stays ${value} until then.`}
      </p>
    </>
  )
}
