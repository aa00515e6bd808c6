/** The current run of each lab of the page, for everything outside its panel: exercises, predictions, phrases in the prose. */
import { type Signal, signal } from '@preact/signals'
import type { Evidence } from '#labs/check.ts'
import type { WireModel } from '#site/wire-view/wire-model.ts'

export interface LabEvidence extends Evidence {
  /** Whether the lab's script is at work. Other tools (`curl`) leave it false. */
  readonly running: boolean
  /** What the panel shows: to light up and select units. */
  readonly model: WireModel
}

const stores = new Map<string, Signal<LabEvidence | undefined>>()

/** The evidence of a lab: undefined before its first run and after Reset; a new object whenever the run has grown. */
export function evidenceOf(lab: string): Signal<LabEvidence | undefined> {
  let store = stores.get(lab)
  if (store === undefined) {
    store = signal(undefined)
    stores.set(lab, store)
  }
  return store
}
