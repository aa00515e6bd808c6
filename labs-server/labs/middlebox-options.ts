/** The middlebox of a run: what stands between client and server and reads HTTP/1.1. Pure data, made from switches. */

/** Directives of nginx (https://nginx.org/en/docs/http/ngx_http_proxy_module.html) that decide what it does to a stream. */
export interface NginxDirectives {
  /** `proxy_buffering`: on, it holds the response. */
  readonly buffering: boolean
  /** `proxy_request_buffering`: on, it holds the request until it is complete. */
  readonly requestBuffering: boolean
  /** `proxy_http_version`, which it speaks to the server. */
  readonly httpVersion: '1.0' | '1.1'
  /** `proxy_read_timeout`: milliseconds without an octet from the server. */
  readonly readTimeoutMs: number
  /** `gzip` */
  readonly gzip: boolean
  /** Whether `Upgrade` and `Connection` are set for the server as the client sent them. */
  readonly upgrade: boolean
}

/** The first three are emulated by the labs server; the last is the program itself. */
export type Middlebox =
  | { readonly kind: 'buffering' | 'stripping' }
  /** Ends a response after so many milliseconds without an octet of it. */
  | { readonly kind: 'impatient'; readonly patienceMs: number }
  | { readonly kind: 'nginx'; readonly directives: NginxDirectives }

export type MiddleboxKind = Middlebox['kind']

export const MIDDLEBOX_KINDS = [
  'buffering',
  'stripping',
  'impatient',
  'nginx',
] as const satisfies readonly MiddleboxKind[]
