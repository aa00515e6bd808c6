/** The whole content of a request, as octets. */
import type { RequestHandler } from 'express'
import { LabError } from '#labs/lab-error.ts'

/** The most a message may have, in octets, as text or as it is. */
const MAX_CONTENT = 2 * 2 ** 20

/**
 * Puts a request's content into `request.body`, whatever its type. `express.raw` would see none over HTTP/2 without
 * Content-Length, where nothing but the stream itself says whether there is any (RFC 9113 section 8.1).
 *
 * @throws LabError `LAB_TOO_LARGE` for more than two megabytes.
 */
export const readContent: RequestHandler = async (request, _response, next) => {
  const pieces: Buffer[] = []
  let octets = 0
  try {
    // The connection outlives content that is too large: the client is to read what was wrong.
    for await (const piece of request.iterator({ destroyOnReturn: false })) {
      octets += piece.length
      if (octets > MAX_CONTENT) throw new LabError('LAB_TOO_LARGE', 'The content is larger than this address takes.')
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof LabError) throw error
    return // The stream's own end: its client has gone, and nobody waits for an answer.
  }
  request.body = new Uint8Array(Buffer.concat(pieces))
  next()
}

/** The content that `readContent` has read; no octets when there was none. */
export function contentOf(request: { readonly body?: unknown }): Uint8Array {
  return request.body instanceof Uint8Array ? request.body : new Uint8Array()
}
