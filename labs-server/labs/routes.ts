/** The server halves of the labs: one row each. Each is mounted under `/s/SESSION/LAB/`. */
import type { Router } from 'express'
import { routes as backChannel } from './back-channel/routes.ts'
import { routes as keepAlive } from './keep-alive/routes.ts'
import { routes as messageEnd } from './message-end/routes.ts'

export const LAB_ROUTES: Readonly<Record<string, Router>> = {
  'keep-alive': keepAlive,
  'message-end': messageEnd,
  'back-channel': backChannel,
}
