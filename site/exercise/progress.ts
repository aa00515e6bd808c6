/** Which exercises the reader has passed, kept by this browser. */
import { openStore, type TextStore } from '#site/lab/storage.ts'

/** The key in `localStorage`, and the name of the event on `window` when it changes. */
export const PROGRESS = 'two-way-web:progress'

/** Exercises by lesson address: `{ "http/keep-alive": { "one-connection": true } }`. */
export type Progress = Readonly<Record<string, Readonly<Record<string, true>>>>

export function readProgress(store: TextStore = openStore('localStorage')): Progress {
  try {
    const stored: unknown = JSON.parse(store.get(PROGRESS) ?? '{}')
    return typeof stored === 'object' && stored !== null ? (stored as Progress) : {}
  } catch {
    return {} // Somebody else wrote there: nothing of it is progress.
  }
}

export function hasPassed(lesson: string, exercise: string, store?: TextStore): boolean {
  return readProgress(store)[lesson]?.[exercise] === true
}

/** Notes that an exercise is passed, or not any more. */
export function notePassed(lesson: string, exercise: string, passed: boolean, store = openStore('localStorage')): void {
  const progress = readProgress(store)
  const { [exercise]: _, ...others } = progress[lesson] ?? {}
  store.set(PROGRESS, JSON.stringify({ ...progress, [lesson]: passed ? { ...others, [exercise]: true } : others }))
  globalThis.dispatchEvent?.(new CustomEvent(PROGRESS))
}
