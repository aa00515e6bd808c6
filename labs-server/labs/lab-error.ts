/** What goes wrong in the reader's or the server's surroundings. (Wrong octets are a `Fault`; our bugs are assertions.) */

/** Stable codes with their HTTP status and a title; the sentence that says what to do is the error's message. */
export const LAB_ERRORS = {
  LAB_UNKNOWN: { status: 404, title: 'No such lab' },
  LAB_UNKNOWN_ADDRESS: { status: 404, title: 'Nothing at this address' },
  LAB_UNKNOWN_SESSION: { status: 404, title: 'No such session' },
  LAB_NO_MIDDLEBOX: { status: 404, title: 'No middlebox in this run' },
  LAB_UNKNOWN_SWITCH: { status: 400, title: 'No such switch' },
  LAB_BAD_SWITCH: { status: 400, title: 'A switch cannot have this value' },
  LAB_BAD_REQUEST: { status: 400, title: 'The request could not be understood' },
  LAB_TIMEOUT: { status: 408, title: 'The request took too long' },
  LAB_GONE: { status: 410, title: 'No longer kept' },
  LAB_TOO_LARGE: { status: 413, title: 'The request is too large' },
  LAB_UNSUPPORTED_TYPE: { status: 415, title: 'The content has the wrong type' },
  LAB_MISDIRECTED: { status: 421, title: 'This connection belongs to another session' },
  LAB_FIELDS_TOO_LARGE: { status: 431, title: 'The header section is too large' },
  LAB_FULL: { status: 503, title: 'The labs server is full' },
  LAB_NOT_INSTALLED: { status: 503, title: 'A program is not installed' },
  LAB_GATEWAY_TIMEOUT: { status: 504, title: 'The middlebox gave up waiting' },
  LAB_BAD_GATEWAY: { status: 502, title: 'The middlebox could not reach the labs' },
  LAB_UNAVAILABLE: { status: 503, title: 'Not to be had from this labs server' },
  LAB_INTERNAL: { status: 500, title: 'The labs server failed' },
  LAB_NOT_RECORDED: { status: 0, title: 'There is no such recording' },
  LAB_UNREACHABLE: { status: 0, title: 'The labs server cannot be reached' },
} as const satisfies Record<string, { status: number; title: string }>

export type LabErrorCode = keyof typeof LAB_ERRORS

/** Carries a sentence a reader can act on: what happened, why, what to do. */
export class LabError extends Error {
  override readonly name = 'LabError'
  readonly code: LabErrorCode

  constructor(code: LabErrorCode, sentence: string) {
    super(sentence)
    this.code = code
  }
}

/** The body of an error answer: RFC 9457 problem details. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: LabErrorCode
}

/** The media type of a `Problem` (RFC 9457 section 3). */
export const PROBLEM_JSON = 'application/problem+json'

export function problemOf(error: LabError): Problem {
  const { status, title } = LAB_ERRORS[error.code]
  return { type: 'about:blank', title, status, detail: error.message, code: error.code }
}
