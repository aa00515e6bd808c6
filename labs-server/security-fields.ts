/** What keeps the site's pages to their own: Content-Security-Policy (W3C CSP3) and the fields beside it, through helmet. */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { z } from 'zod'

/** What the build says of its inline scripts and styles: `'sha256-…'` each. */
const InlineHashes = z.object({ scripts: z.array(z.string()), styles: z.array(z.string()) })
type InlineHashes = z.infer<typeof InlineHashes>

/** Of pages without inline scripts and styles. */
export const NO_INLINE: InlineHashes = { scripts: [], styles: [] }

/** The hashes the build left in `folder`; none without a build. */
export async function inlineHashes(folder: string): Promise<InlineHashes> {
  try {
    return InlineHashes.parse(JSON.parse(await readFile(join(folder, 'csp.json'), 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return NO_INLINE
    throw error
  }
}

/** Where the labs listen: over plain HTTP/1.1, behind a middlebox, and over TLS if they do. */
export interface LabPorts {
  readonly http1: number
  readonly tls: number | undefined
  readonly middlebox: number
}

/**
 * Without HSTS, upgrade-insecure-requests and the isolation fields: the site is served over plain HTTP, where browsers
 * ignore them and say so in the console.
 */
export function securityFields({ scripts, styles }: InlineHashes, ports: LabPorts): RequestHandler {
  type Source = (request: IncomingMessage, response: ServerResponse) => string
  const labs: Source = (request) => labOrigins(request.headers.host, ports)
  const labSockets: Source = (request) => labOrigins(request.headers.host, ports).replaceAll('http', 'ws')
  const ownSockets: Source = ({ headers }) => {
    const host = hostOf(headers.host)
    return host === undefined ? "'self'" : `ws://${host.authority} wss://${host.authority}`
  }
  return helmet({
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        // The search (Pagefind) is compiled to WebAssembly and runs in a worker.
        scriptSrc: ["'self'", "'wasm-unsafe-eval'", ...scripts],
        workerSrc: ["'self'", 'blob:'],
        styleSrc: ["'self'", ...styles],
        styleSrcAttr: ["'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:', labs],
        fontSrc: ["'self'"],
        manifestSrc: ["'self'"],
        // WebTransport is served at a port that is free when it is first needed.
        connectSrc: ["'self'", ownSockets, labs, labSockets, 'https://127.0.0.1:*'],
        frameSrc: [labs],
        baseUri: ["'none'"],
        formAction: ["'self'", labs],
        frameAncestors: ["'self'"],
      },
    },
  })
}

/** Host and port of a Host field (RFC 9110 section 7.2) that is safe to repeat in another field. */
function hostOf(field = ''): { readonly name: string; readonly authority: string } | undefined {
  const [authority, name] = /^([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?$/.exec(field) ?? []
  return name === undefined || authority === undefined ? undefined : { name, authority }
}

/** Where a page that was asked for at `host` may find the labs. */
function labOrigins(host: string | undefined, { http1, tls, middlebox }: LabPorts): string {
  const names = new Set(['localhost', '127.0.0.1'])
  const name = hostOf(host)?.name
  // CSP3 section 2.3.1: a source cannot name an IPv6 address, but "*" matches one.
  if (name !== undefined) names.add(name.startsWith('[') ? '*' : name)
  const origins = [...names].flatMap((each) => [
    `http://${each}:${http1}`,
    `http://${each}:${middlebox}`,
    tls && `https://${each}:${tls}`,
  ])
  return origins.filter(Boolean).join(' ')
}
