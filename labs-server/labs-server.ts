/** The whole server: the site with its API and feed on one origin, the labs on another, and over TLS on a third. */
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import express from 'express'
import { LAB_ROUTES } from '#labs/routes.ts'
import { api, type Status } from './api.ts'
import { serveConsole } from './console/console.ts'
import { serveFeed } from './feed/feed.ts'
import type { LabServerHalves } from './lab-app.ts'
import { type LabOrigin, labOrigin } from './lab-origin.ts'
import { LIMITS, type Limits } from './limits.ts'
import { Listener, LOOPBACK } from './listener.ts'
import { middlebox } from './middlebox/middlebox.ts'
import { NginxPool } from './middlebox/nginx-pool.ts'
import { inlineHashes, NO_INLINE, securityFields } from './security-fields.ts'
import { Sessions } from './sessions/sessions.ts'
import { siteFiles } from './site-files.ts'
import { factsOf } from './tls/certificate.ts'
import { keptCertificate, namesOf } from './tls/kept-certificate.ts'
import { trustRoutes } from './tls/trust-routes.ts'
import { tlsOrigin } from './tls-origin.ts'

export interface LabsServerOptions {
  /** Port of site, API and feed; 0 for any. */
  readonly port?: number
  /** Port of the labs over plain HTTP/1.1; 0 for any. */
  readonly labsPort?: number
  /** Port of the labs over TLS, with HTTP/2; 0 for any, false for none; without, the one after `labsPort`. */
  readonly tlsPort?: number | false
  /** Where the certificate of the labs over TLS is kept; false keeps it nowhere. */
  readonly certificateFolder?: string | false
  /** Port of the middlebox, for runs that ask for one; 0 for any; without, the second after `labsPort`. */
  readonly middleboxPort?: number
  /** Addresses to listen on; without, those of this machine alone. */
  readonly hosts?: readonly string[]
  /** The built site's folder; false for API and feed only. */
  readonly site?: string | false
  /** Limits that differ from `LIMITS`. */
  readonly limits?: Partial<Limits>
  /** Server halves that take the place of the labs' own, by lab. */
  readonly labs?: LabServerHalves
  /** False leaves the tap out, so that its cost can be measured: nothing is traced. */
  readonly tap?: boolean
}

export interface LabsServer extends AsyncDisposable {
  /** Addresses for this machine's browser. */
  readonly urls: { readonly site: string; readonly labs: string; readonly middlebox: string; readonly tls?: string }
  /** Ends everything, streams open or not. */
  close(): Promise<void>
}

export const DEFAULT_PORT = 4321
export const DEFAULT_LABS_PORT = 4322
const MAX_PORT = 65_535

/** The port for the labs over TLS beside one for the labs without: the next, or again any. The middlebox's is the second after. */
export function portAfter(labsPort: number, by = 1): number {
  return labsPort === 0 || labsPort + by > MAX_PORT ? 0 : labsPort + by
}

/** @throws PortTakenError when one of the ports is taken. */
export async function startLabsServer(options: LabsServerOptions = {}): Promise<LabsServer> {
  const limits: Limits = { ...LIMITS, ...options.limits }
  const hosts = options.hosts ?? LOOPBACK
  const server = `Node.js ${process.versions.node}, Express ${expressVersion()}`
  await using started = new AsyncDisposableStack()
  const sessions = started.adopt(new Sessions(limits, server), (all) => all.close())

  const {
    tap = true,
    labsPort = DEFAULT_LABS_PORT,
    tlsPort = portAfter(labsPort),
    certificateFolder = join(import.meta.dirname, '../.cache/tls'),
  } = options
  const certificate = tlsPort === false ? undefined : await keptCertificate(certificateFolder, namesOf(hosts))
  const others = certificate && trustRoutes(certificate)
  const halves = { ...LAB_ROUTES, ...options.labs }
  const http1 = started.adopt(labOrigin(sessions, { tap, labs: halves, ...(others && { others }) }), (origin) =>
    origin.close(),
  )
  const listen = (port: number, { accept }: LabOrigin) =>
    Listener.open({ port, hosts, maxConnections: limits.maxConnections, accept: (socket) => accept(socket) })
  const labsListener = started.use(await listen(labsPort, http1))
  let tls: Status['labs']['tls']
  if (tlsPort !== false && certificate && others) {
    const overTls = started.adopt(tlsOrigin(sessions, { tap, labs: halves, certificate, others, http1 }), (origin) =>
      origin.close(),
    )
    const { port } = started.use(await listen(tlsPort, overTls))
    tls = { port, certificate: factsOf(certificate) }
  }
  // The middlebox reaches the labs by a listener of its own, so that they know which connections are its.
  const behind = started.use(
    await Listener.open({
      port: 0,
      hosts: ['127.0.0.1'],
      accept: (socket) => http1.accept(socket, { seenAt: 'server' }),
    }),
  )
  const nginx = started.use(new NginxPool(behind.port, limits))
  const between = started.adopt(middlebox(sessions, behind.port, nginx), (box) => box.close())
  const middleboxListener = started.use(await listen(options.middleboxPort ?? portAfter(labsPort, 2), between))
  const labs: Status['labs'] = {
    http1: { port: labsListener.port },
    middlebox: { port: middleboxListener.port },
    ...(tls && { tls }),
  }

  const { site = join(import.meta.dirname, '../dist') } = options
  const app = express().disable('x-powered-by')
  app.use(
    securityFields(site === false ? NO_INLINE : await inlineHashes(site), {
      http1: labs.http1.port,
      tls: labs.tls?.port,
      middlebox: labs.middlebox.port,
    }),
  )
  app.use('/api', api(sessions, { server, labs }, nginx))
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
    urls: {
      site: urlOf(hosts, siteListener.port),
      labs: urlOf(hosts, labs.http1.port),
      middlebox: urlOf(hosts, labs.middlebox.port),
      ...(labs.tls && { tls: urlOf(hosts, labs.tls.port, 'https') }),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The address a browser on this machine can open: a name instead of "every address". */
function urlOf(hosts: readonly string[], port: number, scheme = 'http'): string {
  const [host = 'localhost'] = hosts
  const local = host === '0.0.0.0' || host === '::' || (LOOPBACK as readonly string[]).includes(host)
  return `${scheme}://${local ? 'localhost' : host.includes(':') ? `[${host}]` : host}:${port}/`
}

function expressVersion(): string {
  return createRequire(import.meta.url)('express/package.json').version
}
