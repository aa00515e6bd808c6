/** A labs server on any free port, and how tests speak to it. */
import { randomBytes } from 'node:crypto'
import type { RunStarted } from '#labs-server/api.ts'
import { type LabsServer, type LabsServerOptions, startLabsServer } from '#labs-server/labs-server.ts'

/** Starts a labs server without a site, and without TLS unless it is asked for; `await using` ends it. */
export function runningServer(options: LabsServerOptions = {}): Promise<LabsServer> {
  return startLabsServer({ port: 0, labsPort: 0, tlsPort: false, certificateFolder: false, site: false, ...options })
}

/** A session's token, as a page makes one. */
export function newSession(): string {
  return randomBytes(16).toString('base64url')
}

/** The address of a lab of `session`. */
export function labUrl(server: LabsServer, session: string, lab: string): URL {
  return new URL(`s/${session}/${lab}/`, server.urls.labs)
}

/** The port of one of the server's addresses. */
export function portOf(url: string): number {
  return Number(new URL(url).port)
}

/** Presses Run. */
export async function startRun(
  server: LabsServer,
  session: string,
  lab: string,
  switches: Record<string, unknown> = {},
): Promise<RunStarted> {
  const response = await postRun(server, { session, lab, switches })
  if (response.status !== 201) throw new Error(`Failed to start a run: ${response.status} ${await response.text()}`)
  return (await response.json()) as RunStarted
}

export function postRun(server: LabsServer, body: unknown): Promise<Response> {
  return fetch(new URL('api/runs', server.urls.site), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}
