/// <reference types="vite/client" />
/** The checks and outcomes of all lessons, each loaded when it is first asked for. */
import type { Check, Outcome } from '#labs/check.ts'
import { LabError } from '#labs/lab-error.ts'

export interface CheckModule {
  readonly check?: Check
  readonly outcome?: Outcome
}

type LoadModule = () => Promise<CheckModule>

/** Modules by `LESSON/NAME`: the numbers that order folders are no part of a lesson's address. */
export function byLesson(modules: Readonly<Record<string, LoadModule>>): ReadonlyMap<string, LoadModule> {
  return new Map(
    Object.entries(modules).map(([path, load]) => [
      path
        .replace(/^\/content\//, '')
        .replace('/checks/', '/')
        .replace(/\.ts$/, '')
        .replace(/(^|\/)\d+-/g, '$1'),
      load,
    ]),
  )
}

const MODULES = byLesson(import.meta.glob<CheckModule>('/content/**/checks/*.ts'))

/**
 * Loads `content/PART/LESSON/checks/NAME.ts`; `lesson` is the page's address, `http/keep-alive`.
 *
 * @throws Error when the lesson has no such check; LabError `LAB_UNREACHABLE` when it cannot be loaded just now.
 */
export async function loadCheck(lesson: string, name: string): Promise<CheckModule> {
  const load = MODULES.get(`${lesson.replace(/^\/|\/$/g, '')}/${name}`)
  if (load === undefined) throw new Error(`The lesson ${lesson} has no checks/${name}.ts.`)
  return load().catch(() => {
    throw new LabError(
      'LAB_UNREACHABLE',
      'What judges this could not be loaded, because the labs server does not answer. Run again when it does.',
    )
  })
}
