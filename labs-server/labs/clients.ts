/** The client halves of the labs: one row each, loaded when the lab is first run. */
import type { LabClient } from './lab-client.ts'

export const LAB_CLIENTS: Readonly<Record<string, () => Promise<{ run: LabClient<never> }>>> = {
  'keep-alive': () => import('./keep-alive/client.ts'),
  'message-end': () => import('./message-end/client.ts'),
  'back-channel': () => import('./back-channel/client.ts'),
  bench: () => import('./bench/client.ts'),
  duplex: () => import('./duplex/client.ts'),
  'fall-back': () => import('./fall-back/client.ts'),
}
