/** The labs that draw a conclusion of their own from a run: one row each, loaded when the lab has been run. */
import type { Judge } from './verdict.ts'

export const LAB_VERDICTS: Readonly<Record<string, () => Promise<{ judge: Judge }>>> = {
  bench: () => import('./bench/verdict.ts'),
  duplex: () => import('./duplex/verdict.ts'),
}
