/** The server half: that of streaming over HTTP/1.1. What ends the response is a flag of its last frame (RFC 9113 section 6.1). */
export { routes } from '../fetch-stream/server.ts'
