/** The server half: that of streaming over HTTP/1.1. A flag of the last frame ends it (RFC 9113 section 6.1). */
export { routes } from '../fetch-stream/server.ts'
