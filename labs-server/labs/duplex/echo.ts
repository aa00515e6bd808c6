/** The server half of one exchange in both directions: it answers before
 * the request has ended (RFC 9110 section 7.5). */
import type { RequestHandler } from 'express'

export const echo: RequestHandler = async (request, response) => {
  response.type('text/plain; charset=utf-8').flushHeaders()
  for await (const piece of request) response.write(`you said ${piece}`)
  response.end('that was all\n')
}
