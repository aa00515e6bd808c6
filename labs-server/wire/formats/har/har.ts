/**
 * HAR 1.2, the HTTP Archive (http://www.softwareishard.com/blog/har-12-spec/), with the fields of its own that Chrome DevTools
 * writes and reads. Times are milliseconds, and -1 says that one is not known.
 */

export interface Har {
  readonly log: {
    readonly version: '1.2'
    readonly creator: HarTool
    readonly browser?: HarTool
    readonly pages: readonly HarPage[]
    readonly entries: readonly HarEntry[]
    readonly comment?: string
  }
}

export interface HarTool {
  readonly name: string
  readonly version: string
}

export interface HarPage {
  readonly startedDateTime: string
  readonly id: string
  readonly title: string
  readonly pageTimings: Readonly<Record<string, never>>
}

export interface HarEntry {
  readonly pageref: string
  readonly startedDateTime: string
  /** The sum of the timings that are known. */
  readonly time: number
  readonly request: HarRequest
  readonly response: HarResponse
  readonly cache: Readonly<Record<string, never>>
  readonly timings: HarTimings
  readonly serverIPAddress?: string
  /** The server's port, as DevTools writes it: which connection it was is in `_connectionId`. */
  readonly connection?: string
  readonly comment?: string
  readonly _connectionId: string
  /** A name of DevTools: `document`, `fetch`, `eventsource`, `websocket`. */
  readonly _resourceType: string
  readonly _webSocketMessages?: readonly HarWebSocketMessage[]
  readonly _eventSourceMessages?: readonly HarEventSourceMessage[]
  /** When content came: `ts` in milliseconds since the page started, `bytes` without the framing. */
  readonly _chunks?: readonly { readonly ts: number; readonly bytes: number }[]
}

export interface HarNamed {
  readonly name: string
  readonly value: string
}

export interface HarCookie extends HarNamed {
  readonly path?: string
  readonly domain?: string
  readonly expires?: string
  readonly httpOnly?: boolean
  readonly secure?: boolean
}

export interface HarRequest {
  readonly method: string
  readonly url: string
  readonly httpVersion: string
  readonly cookies: readonly HarCookie[]
  readonly headers: readonly HarNamed[]
  readonly queryString: readonly HarNamed[]
  readonly postData?: {
    readonly mimeType: string
    readonly params: readonly []
    readonly text: string
    readonly comment?: string
    /** HAR 1.2 has no coding here; this is where the proposal for 1.3 puts it. */
    readonly _encoding?: 'base64'
  }
  readonly headersSize: number
  readonly bodySize: number
}

export interface HarResponse {
  /** 0 when no response has come. */
  readonly status: number
  readonly statusText: string
  readonly httpVersion: string
  readonly cookies: readonly HarCookie[]
  readonly headers: readonly HarNamed[]
  readonly content: HarContent
  readonly redirectURL: string
  readonly headersSize: number
  readonly bodySize: number
  readonly _transferSize: number
  readonly _trailers?: readonly HarNamed[]
}

export interface HarContent {
  /** Octets of the content without its codings. */
  readonly size: number
  /** How many octets the content coding saved. */
  readonly compression?: number
  readonly mimeType: string
  readonly text?: string
  readonly encoding?: 'base64'
  readonly comment?: string
  /** Content codings that it is still in, where they could not be taken off. */
  readonly _codings?: readonly string[]
}

export interface HarTimings {
  readonly blocked: number
  readonly dns: number
  readonly connect: number
  readonly send: number
  readonly wait: number
  readonly receive: number
  readonly ssl: number
}

export interface HarWebSocketMessage {
  readonly type: 'send' | 'receive'
  /** Seconds since 1970 UTC. */
  readonly time: number
  readonly opcode: number
  /** Text for opcode 1, Base64 for all others. */
  readonly data: string
  readonly comment?: string
}

export interface HarEventSourceMessage {
  /** Seconds since 1970 UTC. */
  readonly time: number
  readonly eventName: string
  readonly eventId: string
  readonly data: string
}

/** Content beyond this is cut in an export, with a comment that says so; what would not be read is no loss. */
export const MAX_CONTENT_OCTETS = 4 * 2 ** 20
