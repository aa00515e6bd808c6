/** Which lessons are done: the exercises a browser has passed, from its own storage. */

/** Where exercises keep their progress: `{ [lesson]: { [exercise]: true } }`. */
export const PROGRESS_KEY = 'two-way-web:progress'

/** How many exercises of `lesson` are passed; 0 for anything that is not progress. */
export function passedExercises(stored: string | null, lesson: string): number {
  try {
    const progress: unknown = JSON.parse(stored ?? '{}')
    const passed = (progress as Record<string, unknown> | null)?.[lesson]
    if (typeof passed !== 'object' || passed === null) return 0
    return Object.values(passed).filter((value) => value === true).length
  } catch {
    return 0
  }
}

/** Puts a tick on every lesson link whose exercises are all passed, and takes it away where they are no longer. */
export function showTicks(page: ParentNode): void {
  const stored = readProgress()
  for (const link of page.querySelectorAll<HTMLElement>('[data-lesson][data-exercises]')) {
    const { lesson = '', exercises } = link.dataset
    const count = Number(exercises)
    const done = count > 0 && passedExercises(stored, lesson) >= count
    const tick = link.querySelector('.passed-tick')
    if (done && tick === null) link.append(newTick())
    if (!done) tick?.remove()
  }
}

/** Storage is refused in some private windows; then nothing is ticked. */
function readProgress(): string | null {
  try {
    return localStorage.getItem(PROGRESS_KEY)
  } catch {
    return null
  }
}

function newTick(): HTMLElement {
  const tick = document.createElement('span')
  tick.className = 'passed-tick'
  const words = document.createElement('span')
  words.className = 'sr-only'
  words.textContent = ' (exercises passed)'
  tick.append(words)
  return tick
}
