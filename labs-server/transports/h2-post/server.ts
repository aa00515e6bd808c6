/** The server half: that of a POST over HTTP/1.1. A request is a request, and `Connection: close` becomes GOAWAY. */
export { routes } from '../post/server.ts'
