/** The site's API: what runs here, and Run. JSON in and out, problems as problem+json. */
import express, { Router } from 'express'
import { z } from 'zod'
import { labOf } from '#labs/index.ts'
import { parseSwitches, type SwitchValues } from '#labs/lab.ts'
import { LabError } from '#labs/lab-error.ts'
import { MIDDLEBOX_KINDS, type MiddleboxKind } from '#labs/middlebox-options.ts'
import type { RunInfo } from '#wire/trace.ts'
import type { NginxPool } from './middlebox/nginx-pool.ts'
import { answerProblem, unknownAddress } from './problem.ts'
import { type Sessions, unknownLab } from './sessions/sessions.ts'
import type { CertificateFacts } from './tls/certificate.ts'

/** `GET /api/status`. */
export interface Status {
  /** What answers, with versions: `Node.js 26.10.0, Express 5.3.0`. */
  readonly server: string
  /** Where the labs listen; the host is the page's own. */
  readonly labs: {
    readonly http1: { readonly port: number }
    /** Absent when it is switched off. */
    readonly tls?: { readonly port: number; readonly certificate: CertificateFacts }
    /** For runs whose switches ask for a middlebox. */
    readonly middlebox: { readonly port: number }
  }
  /** Milliseconds since 1970 UTC on the server's clock, for the page to know how far its own is off. */
  readonly now: number
}

/** `GET /api/middlebox`, with a lab and its switches as query fields or without. */
export interface MiddleboxStatus {
  /** Which there are on this machine. */
  readonly available: readonly MiddleboxKind[]
  /** nginx's version, or a sentence that says why it cannot be used. */
  readonly nginx: { readonly version: string } | { readonly why: string }
  /** What nginx is told by a run with these switches, whole; absent when they ask for another middlebox. */
  readonly configuration?: string
}

/** `POST /api/runs`, answered with 201. */
export interface RunStarted {
  readonly run: RunInfo
  /** As in `Status`. */
  readonly now: number
}

const RunRequest = z.object({
  session: z.string(),
  lab: z.string(),
  switches: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).default({}),
})

export function api(sessions: Sessions, about: Omit<Status, 'now'>, nginx: NginxPool): Router {
  const router = Router()
  router.use((_request, response, next) => {
    response.set('Cache-Control', 'no-store')
    next()
  })

  router.get('/status', (_request, response) => {
    response.json({ ...about, now: now() } satisfies Status)
  })

  router.get('/middlebox', async (request, response) => {
    const { version, why } = await nginx.found()
    const { lab: id, ...switches } = request.query
    const chosen = id === undefined ? undefined : pathFor(String(id), switches).path.middlebox
    const status: MiddleboxStatus = {
      available: MIDDLEBOX_KINDS.filter((kind) => kind !== 'nginx' || why === undefined),
      nginx: why === undefined ? { version } : { why },
      ...(chosen?.kind === 'nginx' && { configuration: await nginx.configuration(chosen.directives) }),
    }
    response.json(status)
  })

  // A form of another site can send a POST, but not with this type: a browser would have to ask first.
  router.post('/runs', (request, _response, next) => {
    if (request.is('application/json')) return next()
    throw new LabError('LAB_UNSUPPORTED_TYPE', 'A run is asked for with Content-Type: application/json.')
  })
  router.post('/runs', express.json({ limit: sessions.limits.maxRequestOctets }), async (request, response) => {
    const { data, error } = RunRequest.safeParse(request.body)
    if (error) throw new LabError('LAB_BAD_REQUEST', `A run needs session, lab and switches. ${z.prettifyError(error)}`)
    const { values, path } = pathFor(data.lab, data.switches)
    // Started before the run, so that no request waits for it, and a reader is told when it is not there.
    if (path.middlebox?.kind === 'nginx') await nginx.socketOf(path.middlebox.directives)
    const run = await sessions.start(data.session, data.lab, values)
    response.status(201).json({ run: run.info, now: now() } satisfies RunStarted)
  })

  router.use(unknownAddress)
  router.use(answerProblem)
  return router
}

/** What the switches of a lab come to. @throws LabError for a lab or switches that do not exist. */
function pathFor(id: string, switches: Readonly<Record<string, unknown>>) {
  const lab = labOf(id)
  if (lab === undefined) throw unknownLab(id)
  const values: SwitchValues = parseSwitches(lab, switches)
  return { values, path: lab.path(values as never) }
}

/** The clock that runs are timed by: it never jumps, whatever happens to the system's. */
function now(): number {
  return performance.timeOrigin + performance.now()
}
