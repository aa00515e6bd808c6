/** The labs server's API as the page calls it: every failure becomes a `LabError` with a sentence for the reader. */

import type { SwitchValues } from '#labs/lab.ts'
import { LAB_ERRORS, LabError, type LabErrorCode, PROBLEM_JSON, type Problem } from '#labs/lab-error.ts'
import type { RunInfo } from '#wire/trace.ts'
import { pageNow, ServerClock } from './server-clock.ts'

/** How long an answer may take before the server counts as unreachable, in milliseconds. */
const PATIENCE_MS = 5000
/** How often the server is asked for its time when that is to be known well. */
const TUNING_CALLS = 4

export interface CertificateFacts {
  readonly sha256: string
  readonly validFrom: string
  readonly validTo: string
}

export interface LabsStatus {
  /** What answers, with versions: `Node.js 26.10.0, Express 5.3.0`. */
  readonly server: string
  readonly labs: {
    readonly http1: { readonly port: number }
    /** For runs whose switches ask for a middlebox. */
    readonly middlebox: { readonly port: number }
    /** Over TLS, with the certificate's SHA-256 hash and its dates (ISO 8601); absent when it is switched off. */
    readonly tls?: { readonly port: number; readonly certificate: CertificateFacts }
  }
  /** Milliseconds since 1970 UTC on the server's clock. */
  readonly now: number
}

export interface MiddleboxStatus {
  /** nginx's version, or a sentence that says why it cannot be used. */
  readonly nginx: { readonly version: string } | { readonly why: string }
  /** What nginx is told by a run with these switches; absent when they ask for another middlebox. */
  readonly configuration?: string
}

export interface StartedRun {
  readonly run: RunInfo
  readonly now: number
}

export class LabsApi {
  readonly clock = new ServerClock()
  readonly #origin: string

  /** `origin` is the site's own: `http://localhost:4321`. */
  constructor(origin: string) {
    this.#origin = origin
  }

  /** Who answers, and at which ports. */
  status(): Promise<LabsStatus> {
    return this.#call<LabsStatus>('/api/status', {})
  }

  /** Asks a few times, one after another, unless the clock is known well enough: the quickest answer tells the time best. */
  async tuneClock(): Promise<void> {
    for (let asked = 0; asked < TUNING_CALLS && !this.clock.tuned; asked++) await this.status()
    this.clock.tuned = true
  }

  /** What can stand between, and what nginx would be told by these switches. */
  middlebox(lab: string, switches: SwitchValues): Promise<MiddleboxStatus> {
    const query = new URLSearchParams({ lab })
    for (const [name, value] of Object.entries(switches)) {
      query.set(name, value === true ? 'on' : value === false ? 'off' : String(value))
    }
    return this.#call<MiddleboxStatus>(`/api/middlebox?${query}`, {})
  }

  /** Starts a run: the server closes what the session's earlier runs left open, so that counts start from nothing. */
  startRun(run: { session: string; lab: string; switches: SwitchValues }): Promise<StartedRun> {
    const headers = { 'Content-Type': 'application/json' }
    return this.#call<StartedRun>('/api/runs', { method: 'POST', headers, body: JSON.stringify(run) })
  }

  async #call<Answer extends object>(path: string, init: RequestInit) {
    const askedAt = pageNow()
    let response: Response
    let body: unknown
    try {
      response = await fetch(new URL(path, this.#origin), {
        ...init,
        cache: 'no-store',
        signal: AbortSignal.timeout(PATIENCE_MS),
      })
      body = await response.json()
    } catch {
      // No answer, or one that is not JSON: a static host or a proxy speaks in the labs server's place.
      throw this.unreachable()
    }
    if (!response.ok) throw problemError(response, body) ?? this.unreachable()
    const { now } = body as { readonly now?: number }
    if (now !== undefined) this.clock.note(askedAt, pageNow(), now)
    return body as Answer
  }

  /** The error of a server that does not answer. */
  unreachable(): LabError {
    return new LabError(
      'LAB_UNREACHABLE',
      `The labs server at ${this.#origin} does not answer. Start it with "npm start" in the project's folder; this page connects by itself when it is there.`,
    )
  }
}

/** The error that a problem+json answer (RFC 9457) carries; undefined for any other answer. */
function problemError(response: Response, body: unknown): LabError | undefined {
  if (!response.headers.get('Content-Type')?.startsWith(PROBLEM_JSON)) return undefined
  const { code, detail } = body as Partial<Problem>
  if (typeof detail !== 'string') return undefined
  return new LabError(isKnown(code) ? code : 'LAB_INTERNAL', detail)
}

function isKnown(code: unknown): code is LabErrorCode {
  return typeof code === 'string' && Object.hasOwn(LAB_ERRORS, code)
}
