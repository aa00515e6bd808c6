/** The labs' descriptions, one row each, for who needs a few of them: a page loads those of its own labs. */
import type { Lab } from './lab.ts'

export const LAB_DESCRIPTIONS: Readonly<Record<string, () => Promise<Lab>>> = {
  'keep-alive': async () => (await import('./keep-alive/lab.ts')).keepAlive as unknown as Lab,
  'message-end': async () => (await import('./message-end/lab.ts')).messageEnd as unknown as Lab,
  'back-channel': async () => (await import('./back-channel/lab.ts')).backChannel as unknown as Lab,
  'fall-back': async () => (await import('./fall-back/lab.ts')).fallBack as unknown as Lab,
  duplex: async () => (await import('./duplex/lab.ts')).duplex as unknown as Lab,
  bench: async () => (await import('./bench/lab.ts')).bench as unknown as Lab,
}
