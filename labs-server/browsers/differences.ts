/** What was observed of each browser, as `npm run record -- browsers` writes it into `differences.json`. */
import type { Observation } from './observation.ts'

export interface ObservedBrowser {
  readonly name: string
  /** As the browser tells it: `156.0.8078.108`. */
  readonly version: string
  /** By observation. */
  readonly answers: Readonly<Record<string, string>>
}

export interface BrowserNotRun {
  readonly name: string
  /** A sentence that says why. */
  readonly notRun: string
}

export interface Differences {
  /** ISO 8601: `2026-11-28`. */
  readonly observedOn: string
  /** The operating system and the processor: `Linux x64`. */
  readonly platform: string
  readonly browsers: readonly (ObservedBrowser | BrowserNotRun)[]
}

/** One observation beside all browsers: an answer for each, or undefined where it was not run. */
export interface ObservedRow {
  readonly observation: Observation
  readonly answers: readonly (string | undefined)[]
  readonly differs: boolean
}

/** Those in which the browsers differ come first; otherwise they keep their order. */
export function rowsOf(observations: readonly Observation[], { browsers }: Differences): readonly ObservedRow[] {
  const rows = observations.map((observation) => {
    const answers = browsers.map((browser) => ('answers' in browser ? browser.answers[observation.id] : undefined))
    const differs = new Set(answers.filter((answer) => answer !== undefined)).size > 1
    return { observation, answers, differs }
  })
  return rows.toSorted((one, other) => Number(other.differs) - Number(one.differs))
}
