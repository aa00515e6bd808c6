/** Express over Node's HTTP/2: the same routes, on requests and responses that are streams of one connection (RFC 9113). */
import { constants, Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import express, { type Express } from 'express'

/** RFC 9113 section 8.2.2: fields about the connection, which a message must not have, since its stream is none. */
export const OF_CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
])

/** What routes expect of a request that Express would ask the socket for, which is out of reach here. */
const REQUEST: ThisType<Http2ServerRequest> & object = {
  get protocol() {
    return this.scheme
  },
}

const { setHeader, appendHeader } = Http2ServerResponse.prototype

/** What routes written for HTTP/1.1 expect of a response, said as HTTP/2 says it. */
const RESPONSE: ThisType<Http2ServerResponse> & object = {
  get closed() {
    return this.stream.closed || this.stream.destroyed
  },

  get destroyed() {
    return this.stream.destroyed
  },

  setHeader(name: string, value: number | string | readonly string[]) {
    if (!OF_CONNECTION.has(name.toLowerCase())) setHeader.call(this, name, value)
    // `Connection: close` is GOAWAY here (RFC 9113 section 6.8): streams under way end in peace, and no new ones begin.
    else if (`${value}`.toLowerCase() === 'close') this.stream.session?.close()
    return this
  },

  appendHeader(name: string, value: string | string[]) {
    if (!OF_CONNECTION.has(name.toLowerCase())) appendHeader.call(this, name, value)
    return this
  },

  /** Cuts the response: nobody shall take it for whole. */
  destroy() {
    this.stream.close(constants.NGHTTP2_INTERNAL_ERROR)
    return this
  },
}

/** Makes `app` answer requests of `http2.createServer`. */
export function overHttp2(app: Express): Express {
  const own = { app: { value: app, configurable: true, writable: true } }
  const { request, response } = express
  return Object.assign(app, {
    request: Object.create(Http2ServerRequest.prototype, {
      ...Object.getOwnPropertyDescriptors(request),
      ...Object.getOwnPropertyDescriptors(REQUEST),
      ...own,
    }),
    response: Object.create(Http2ServerResponse.prototype, {
      ...Object.getOwnPropertyDescriptors(response),
      ...Object.getOwnPropertyDescriptors(RESPONSE),
      ...own,
    }),
  })
}
