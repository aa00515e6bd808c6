/** Every failure of Express as a problem+json answer (RFC 9457). */
import { STATUS_CODES } from 'node:http'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import { LabError, PROBLEM_JSON, problemOf } from '#labs/lab-error.ts'
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
export function asLabError(error: unknown): LabError {
  if (error instanceof LabError) return error
  const status = error instanceof Error && 'status' in error ? error.status : undefined
  if (error instanceof Error && 'code' in error && error.code === 'ERR_HTTP2_NO_SOCKET_MANIPULATION') {
    return new LabError('LAB_BAD_REQUEST', 'What this asks for is of HTTP/1.1 alone. Ask for it without HTTP/2.')
  }
  if (status === 413) return new LabError('LAB_TOO_LARGE', 'The content is larger than this address takes.')
  if (status === 415) return new LabError('LAB_UNSUPPORTED_TYPE', 'The content has a coding or charset not known here.')
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new LabError('LAB_BAD_REQUEST', 'The request could not be read: its address or content is malformed.')
  }
  return new LabError('LAB_INTERNAL', 'The labs server could not answer: please tell its operator.')
}

/** The whole response, octet by octet, where no server writes it: its connection ends with it. */
export function problemMessage(error: LabError): string {
  const problem = problemOf(error)
  const content = `${JSON.stringify(problem)}\n`
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    'Access-Control-Allow-Origin: *',
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(content)}`,
    'Connection: close',
    '',
    content,
  ].join('\r\n')
}
