/** The URL that a request is for, put together from what its octets say: RFC 9110 section 7.1, RFC 9112 section 3.3. */
import type { TracedConnection } from '../trace.ts'
import { fieldValue, type RequestMessage } from './http-message.ts'

/** Where a request names no host, and nobody has seen the server's address: RFC 6761 section 6.4 promises that it is none. */
const NO_HOST = 'unknown.invalid'

export function urlOf(request: RequestMessage, connection: TracedConnection, isWebSocket = false): string {
  const scheme = schemeOf(request, connection, isWebSocket)
  // absolute-form: "the target URI is the request-target".
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(request.target)) return request.target
  const host = request.authority ?? fieldValue(request, 'host') ?? connection.server ?? NO_HOST
  if (request.method === 'CONNECT' && request.scheme === undefined) return `${scheme}://${request.target}`
  // asterisk-form: "the target URI's combined path and query component is empty".
  return `${scheme}://${host}${request.target === '*' ? '' : request.target}`
}

/** HTTP/2 says it (RFC 9113 section 8.3.1). HTTP/1.1 does not: whether TLS was around the connection does, or else its port. */
function schemeOf({ scheme }: RequestMessage, connection: TracedConnection, isWebSocket: boolean): string {
  const isAroundTls = connection.tls !== undefined || connection.server?.endsWith(':443') === true
  const isSecure = scheme === undefined ? isAroundTls : scheme === 'https'
  if (isWebSocket) return isSecure ? 'wss' : 'ws'
  return isSecure ? 'https' : 'http'
}

export interface Address {
  readonly host: string
  readonly port: string
}

/** Host and port of `127.0.0.1:4322` or `[::1]:4322`; undefined for what is no such address. */
export function addressOf(address: string | undefined): Address | undefined {
  const [, host, port] = /^\[?(.+?)\]?:(\d{1,5})$/.exec(address ?? '') ?? []
  return host === undefined || port === undefined ? undefined : { host, port }
}
