/** The whole server: the site with its API and feed on one origin, the labs on another. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import express from 'express'
import { api } from './api.ts'
import { serveConsole } from './console/console.ts'
import { serveFeed } from './feed/feed.ts'
import { labOrigin } from './lab-origin.ts'
import { LIMITS, type Limits } from './limits.ts'
import { Listener, LOOPBACK } from './listener.ts'
import { inlineHashes, NO_INLINE, securityFields } from './security-fields.ts'
import { Sessions } from './sessions/sessions.ts'
import { siteFiles } from './site-files.ts'

export interface LabsServerOptions {
  /** Port of site, API and feed; 0 for any. */
  readonly port?: number
  /** Port of the labs over plain HTTP/1.1; 0 for any. */
  readonly labsPort?: number
  /** Addresses to listen on; without, those of this machine alone. */
  readonly hosts?: readonly string[]
  /** The built site's folder; false for API and feed only. */
  readonly site?: string | false
  /** Limits that differ from `LIMITS`. */
  readonly limits?: Partial<Limits>
  /** False leaves the tap out, so that its cost can be measured: nothing is traced. */
  readonly tap?: boolean
}

export interface LabsServer extends AsyncDisposable {
  /** Addresses for this machine's browser. */
  readonly urls: { readonly site: string; readonly labs: string }
  /** Ends everything, streams open or not. */
  close(): Promise<void>
}

export const DEFAULT_PORT = 4321
export const DEFAULT_LABS_PORT = 4322

/** @throws PortTakenError when one of the ports is taken. */
export async function startLabsServer(options: LabsServerOptions = {}): Promise<LabsServer> {
  const limits: Limits = { ...LIMITS, ...options.limits }
  const hosts = options.hosts ?? LOOPBACK
  const server = `Node.js ${process.versions.node}, Express ${expressVersion()}`
  await using started = new AsyncDisposableStack()
  const sessions = started.adopt(new Sessions(limits, server), (all) => all.close())

  const labs = started.adopt(labOrigin(sessions, { tap: options.tap ?? true }), (origin) => origin.close())
  const labsListener = started.use(
    await Listener.open({
      port: options.labsPort ?? DEFAULT_LABS_PORT,
      hosts,
      maxConnections: limits.maxConnections,
      accept: labs.accept,
    }),
  )

  const { site = join(import.meta.dirname, '../dist') } = options
  const app = express().disable('x-powered-by')
  app.use(securityFields(site === false ? NO_INLINE : await inlineHashes(site), labsListener.port))
  app.use('/api', api(sessions, { server, labs: { http1: { port: labsListener.port } } }))
  if (site !== false) app.use(siteFiles(site))
  const siteServer = started.adopt(createServer(app), (http) => void http.close())
  const feed = started.adopt(serveFeed(siteServer, sessions), (served) => served.disconnectSockets(true))
  started.adopt(serveConsole(feed, sessions, labsListener), (served) => served.disconnectSockets(true))
  const siteListener = started.use(
    await Listener.open({
      port: options.port ?? DEFAULT_PORT,
      hosts,
      accept: (socket) => siteServer.emit('connection', socket),
    }),
  )
  siteServer.emit('listening') // It does not listen itself, and its time-outs start with this event.

  const running = started.move()
  const close = () => running.disposeAsync()
  return {
    urls: { site: urlOf(hosts, siteListener.port), labs: urlOf(hosts, labsListener.port) },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The address a browser on this machine can open: a name instead of "every address". */
function urlOf(hosts: readonly string[], port: number): string {
  const [host = 'localhost'] = hosts
  const local = host === '0.0.0.0' || host === '::' || (LOOPBACK as readonly string[]).includes(host)
  return `http://${local ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}/`
}

function expressVersion(): string {
  return createRequire(import.meta.url)('express/package.json').version
}
