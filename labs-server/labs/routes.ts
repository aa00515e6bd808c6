/** The server halves of the labs: one row each. Each is mounted under `/s/SESSION/LAB/`. */
import * as backChannel from './back-channel/routes.ts'
import * as bench from './bench/routes.ts'
import * as duplex from './duplex/routes.ts'
import * as fallBack from './fall-back/routes.ts'
import * as keepAlive from './keep-alive/routes.ts'
import type { LabServerHalf } from './lab-server.ts'
import * as messageEnd from './message-end/routes.ts'

export const LAB_ROUTES: Readonly<Record<string, LabServerHalf>> = {
  'keep-alive': keepAlive,
  'message-end': messageEnd,
  'back-channel': backChannel,
  bench,
  duplex,
  'fall-back': fallBack,
}
