/** What a transport is: one way of carrying messages between a page and a server, described without any effect. */
import type { SpecRef } from '#wire/spec-ref.ts'

/** Towards the page, or from it. */
export type Way = 'down' | 'up'

/** What the halves of a transport are told about how to do it: the values of the switches that act on transports. */
export interface TransportOptions {
  /** Whether the server keeps its connections after a response. */
  readonly keepAlive: boolean
  /** Seconds that the server says it keeps an idle connection (`Keep-Alive: timeout`); 0 says nothing. */
  readonly keepAliveTimeout: number
  /** What ends a streamed response: the last chunk, its announced length, or the connection. */
  readonly framing: 'chunked' | 'length' | 'close'
  /** Whether the server hands over each message at once, or holds them until some thousand octets are together. */
  readonly flush: boolean
  /** Octets written before the first message, for readers that show nothing before. */
  readonly padding: number
  /** Whether the server asks a proxy not to hold what it writes: `X-Accel-Buffering: no`, which nginx obeys. */
  readonly unbuffered: boolean
  /** Whether the server lets the browser guess the type of content: it leaves `X-Content-Type-Options: nosniff` out. */
  readonly sniff: boolean
  /** Milliseconds of silence after which the server sends something that is no message; 0 for never. */
  readonly heartbeat: number
  /** Whether content is coded with gzip, or a WebSocket's messages with permessage-deflate. */
  readonly gzip: boolean
  /** Milliseconds between the answer to a poll and the next. */
  readonly pollInterval: number
  /** Milliseconds that the server holds a poll for which it has nothing. */
  readonly pollHold: number
  /** Milliseconds in which messages up are gathered into one request. */
  readonly throttle: number
  /** Messages up that are sent before the time is over. */
  readonly batch: number
  /** What the signals of two peers go over, before they are connected: a stream with POST, or a WebSocket. */
  readonly signalling: 'fetch-stream' | 'web-socket'
  /** Whether messages that fit go as datagrams, which may get lost or overtake each other. */
  readonly datagrams: boolean
}

/**
 * Who can answer a client half in the server's place, from a recording: a `script` of the page, for `fetch`, XMLHttpRequest and
 * WebSocket; its service `worker` alone, for what the browser itself asks for (images, frames, event streams, beacons); `nobody`,
 * where it is no HTTP; where the answers of then fit the requests of then only, as those of Bayeux and Socket.IO do by their ids; and for
 * a page in a frame, which shows nothing of what a worker hands on before all of it is there (Chromium 156).
 */
export type StandIn = 'script' | 'worker' | 'nobody'

/** Of two that are needed, the one that can be had in fewer places. */
export function rarerStandIn(one: StandIn, other: StandIn): StandIn {
  const rarest = ['nobody', 'worker', 'script'] as const
  return rarest.find((standIn) => standIn === one || standIn === other) ?? 'script'
}

export interface Transport {
  /** kebab-case; its folder, and a segment of its address. */
  readonly id: string
  readonly label: string
  /** One sentence: how it carries a message. */
  readonly summary: string
  /** A transport of both ways may be chosen for one of them alone. */
  readonly ways: readonly Way[]
  /** Whether it makes sense for both ways at once only, and not with another transport. */
  readonly alone?: true
  /** Whether its messages go past the labs' connections, where nobody sees them. */
  readonly unseen?: true
  /** Which of the labs' origins it needs: plain HTTP/1.1, or HTTP/2 over TLS. */
  readonly origin: 'http1' | 'tls'
  /** A script of the page when absent. */
  readonly standIn?: StandIn
  /** The options that act on it. */
  readonly options: readonly (keyof TransportOptions)[]
  /** Where it is defined, if anywhere. */
  readonly spec?: SpecRef
}
