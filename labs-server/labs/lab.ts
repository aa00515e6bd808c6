/** What a lab is: a preset with switches, described without any effect, so that page, server and tests share it. */
import type { StandIn } from '../transports/transport.ts'
import { LabError } from './lab-error.ts'
import type { PathOptions } from './path-options.ts'

/** On or off. Shown as a `switch`. */
export interface ToggleSwitch {
  readonly kind: 'toggle'
  readonly label: string
  /** One sentence: what it changes on the wire. */
  readonly help: string
  readonly initial: boolean
}

/** A whole number in a range. Shown as a slider with its value. */
export interface RangeSwitch {
  readonly kind: 'range'
  readonly label: string
  readonly help: string
  readonly min: number
  readonly max: number
  readonly step: number
  /** `ms`, `octets`, or nothing for a plain count. */
  readonly unit?: string
  readonly initial: number
}

/** One of a few. Shown as a `radiogroup`. */
export interface ChoiceSwitch {
  readonly kind: 'choice'
  readonly label: string
  readonly help: string
  /** Value and label of each option. */
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly initial: string
}

export type Switch = (ToggleSwitch | RangeSwitch | ChoiceSwitch) & {
  /** The heading it stands under, where a lab has many. */
  readonly group?: string
}
export type Switches = Readonly<Record<string, Switch>>

/** The values of a lab's switches, typed by their kind. */
export type ValuesOf<S extends Switches> = {
  readonly [Name in keyof S]: S[Name] extends ToggleSwitch
    ? boolean
    : S[Name] extends RangeSwitch
      ? number
      : S[Name] extends { readonly options: readonly { readonly value: infer Value extends string }[] }
        ? Value
        : never
}
export type SwitchValues = Readonly<Record<string, string | number | boolean>>

/** A request of the lab as a person could make it with another tool. */
export interface Command {
  /** What it does: `one image`. */
  readonly label: string
  readonly method: string
  /** Path below the lab's own address, with its query: `image/1?keepAlive=off`. */
  readonly path: string
  readonly body?: string
  /** Its content is what a person types, line by line, while the response already comes. */
  readonly typed?: boolean
}

export interface Lab<S extends Switches = Switches> {
  /** kebab-case; its folder, and a segment of its address. */
  readonly id: string
  readonly title: string
  /** One sentence: what a reader can find out with it. */
  readonly summary: string
  readonly switches: S
  /** What the switches ask to lie between client and server. */
  path(values: ValuesOf<S>): PathOptions
  /** Whether a switch changes anything while the others are as they are; all do when absent. Those that do not are not shown. */
  acts?(name: string, values: ValuesOf<S>): boolean
  /** Whether it goes over TLS, and so needs a browser that trusts the labs' certificate; it never does when absent. */
  needsTls?(values: ValuesOf<S>): boolean
  /** Who can answer its client half from a recording; a script of the page when absent. */
  standIn?(values: ValuesOf<S>): StandIn
  /** Whether it draws a conclusion of its own from a run: `verdicts.ts` has its row then. */
  readonly judged?: true
  /** The lab's requests for `curl` and `nc`. */
  commands(values: ValuesOf<S>): readonly Command[]
}

/** Gives a lab its exact type; `as const` for the choices is the caller's. */
export function defineLab<const S extends Switches>(lab: Lab<S>): Lab<S> {
  return lab
}

/** The same switches under one heading. */
export function inGroup<S extends Switches>(group: string, switches: S) {
  const grouped = Object.entries(switches).map(([name, control]) => [name, { ...control, group }])
  return Object.fromEntries(grouped) as { readonly [Name in keyof S]: S[Name] & { readonly group: string } }
}

/** Every switch at its initial value. */
export function initialValues<S extends Switches>(lab: Lab<S>): ValuesOf<S> {
  return Object.fromEntries(Object.entries(lab.switches).map(([name, { initial }]) => [name, initial])) as ValuesOf<S>
}

/**
 * Reads switch values from query fields or a form, where all are text, or from JSON. Missing ones are initial.
 *
 * @throws LabError `LAB_UNKNOWN_SWITCH` for a name the lab does not have, `LAB_BAD_SWITCH` for a value out of its range.
 */
export function parseSwitches<S extends Switches>(lab: Lab<S>, given: Readonly<Record<string, unknown>>): ValuesOf<S> {
  const values: Record<string, string | number | boolean> = { ...(initialValues(lab) as SwitchValues) }
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(lab.switches, name)) {
      const known = Object.keys(lab.switches).join(', ')
      throw new LabError('LAB_UNKNOWN_SWITCH', `The lab ${lab.id} has no switch "${name}". It has: ${known}.`)
    }
    values[name] = parseSwitch(name, lab.switches[name] as Switch, value)
  }
  return values as ValuesOf<S>
}

function parseSwitch(name: string, control: Switch, value: unknown): string | number | boolean {
  switch (control.kind) {
    case 'toggle':
      if (value === true || value === 'on') return true
      if (value === false || value === 'off') return false
      throw badSwitch(name, 'is either on or off')
    case 'range': {
      const number =
        typeof value === 'number' || (typeof value === 'string' && /^\d{1,9}$/.test(value)) ? Number(value) : Number.NaN
      if (Number.isInteger(number) && number >= control.min && number <= control.max) return number
      throw badSwitch(name, `is a whole number from ${control.min} to ${control.max}`)
    }
    case 'choice':
      for (const option of control.options) if (option.value === value) return option.value
      throw badSwitch(name, `is one of ${control.options.map((option) => option.value).join(', ')}`)
  }
}

function badSwitch(name: string, rule: string): LabError {
  return new LabError('LAB_BAD_SWITCH', `The switch "${name}" ${rule}.`)
}

/** Switch values as query fields, in the lab's order; the ones at their initial value are left out. */
export function switchQuery<S extends Switches>(lab: Lab<S>, values: ValuesOf<S>): string {
  const query = new URLSearchParams()
  for (const [name, control] of Object.entries(lab.switches)) {
    const value = (values as SwitchValues)[name]
    if (value === undefined || value === control.initial) continue
    query.set(name, value === true ? 'on' : value === false ? 'off' : String(value))
  }
  return query.toString()
}
