/** The registry of labs: one row each. Pure; the server halves are in `routes.ts`, the client halves in `clients.ts`. */
import { backChannel } from './back-channel/lab.ts'
import { bench } from './bench/lab.ts'
import { duplex } from './duplex/lab.ts'
import { fallBack } from './fall-back/lab.ts'
import { keepAlive } from './keep-alive/lab.ts'
import type { Lab } from './lab.ts'
import { messageEnd } from './message-end/lab.ts'

export const LABS = [keepAlive, messageEnd, backChannel, bench, duplex, fallBack] as const

/** The lab of this id, or undefined. */
export function labOf(id: string): Lab | undefined {
  return LABS.find((lab) => lab.id === id) as Lab | undefined
}
