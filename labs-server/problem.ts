/** Every failure as a problem+json answer (RFC 9457), in Express and on a bare socket. */
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { LabError, type LabErrorCode, PROBLEM_JSON, problemOf } from '#labs/lab-error.ts'
import { log } from './log.ts'

/** The last route: nothing is at this address. */
export const unknownAddress: RequestHandler = (request) => {
  throw new LabError('LAB_UNKNOWN_ADDRESS', `There is nothing at ${request.method} ${request.path.slice(0, 200)}.`)
}

/** Answers every error with its problem. One that cannot be answered any more ends the connection. */
export const answerProblem: ErrorRequestHandler = (error, _request, response, _next) => {
  const labError = asLabError(error)
  if (labError.code === 'LAB_INTERNAL') log.error(error)
  if (response.headersSent) {
    response.destroy()
    return
  }
  const problem = problemOf(labError)
  response
    .status(problem.status)
    .type(PROBLEM_JSON)
    .send(`${JSON.stringify(problem)}\n`)
}

/** What went wrong in a reader's terms. What we do not know is ours, and its details stay here. */
function asLabError(error: unknown): LabError {
  if (error instanceof LabError) return error
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (status === 413) return new LabError('LAB_TOO_LARGE', 'The content is larger than this address takes.')
  if (status === 415) return new LabError('LAB_UNSUPPORTED_TYPE', 'The content has a coding or charset not known here.')
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new LabError('LAB_BAD_REQUEST', 'The request could not be read: its address or content is malformed.')
  }
  return new LabError('LAB_INTERNAL', 'The labs server could not answer: please tell its operator.')
}

/** What Node's parser and time-outs say, in a reader's terms. `reason` is the parser's own words. */
const CLIENT_ERRORS: Readonly<Record<string, { code: LabErrorCode; sentence: string }>> = {
  HPE_HEADER_OVERFLOW: {
    code: 'LAB_FIELDS_TOO_LARGE',
    sentence: 'The request line and field lines together are larger than this server takes.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    code: 'LAB_TOO_LARGE',
    sentence: 'The chunk extensions together are larger than this server takes.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    code: 'LAB_TIMEOUT',
    sentence: 'The request did not arrive in the time this server waits for one.',
  },
}

/**
 * Answers octets that are no request, on the socket itself, and says that no more will come (RFC 9112 section 9.6).
 */
export function answerMalformed(error: Error & { code?: string; reason?: string }, socket: Duplex): void {
  const known = CLIENT_ERRORS[error.code ?? '']
  const { status, ...rest } = problemOf(
    known
      ? new LabError(known.code, known.sentence)
      : new LabError('LAB_BAD_REQUEST', `This is not an HTTP/1.1 request: ${error.reason ?? 'it was cut short'}.`),
  )
  const content = `${JSON.stringify({ ...rest, status })}\n`
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Access-Control-Allow-Origin: *',
      'Cache-Control: no-store',
      'X-Content-Type-Options: nosniff',
      `Content-Type: ${PROBLEM_JSON}`,
      `Content-Length: ${Buffer.byteLength(content)}`,
      'Connection: close',
      '',
      content,
    ].join('\r\n'),
  )
}
