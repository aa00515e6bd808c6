/** What a lab's server half is. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Router } from 'express'
import type { LabConnection } from '../sessions/lab-connection.ts'
import type { Run } from '../sessions/run.ts'

/** Whose request it is, and where below the lab's own address it goes: `web-socket/?after=0`. */
export interface UpgradeTarget {
  readonly session: string
  readonly run: Run
  readonly connection: LabConnection
  readonly path: string
}

/** Takes the socket of a request to upgrade to WebSocket (RFC 6455 section 4.2). @throws LabError to refuse it. */
export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer, target: UpgradeTarget) => void

/** Takes the socket of a client that joins by XMLSocket, and returns what takes its further documents. @throws LabError to refuse it. */
export type Join = (socket: Duplex, after: number, target: UpgradeTarget) => (document: string) => void

export interface LabServerHalf {
  /** Mounted under `/s/SESSION/LAB/`; `response.locals` has `session`, `run` and `connection`. */
  readonly routes: Router
  readonly upgrade?: Upgrade
  readonly join?: Join
}
