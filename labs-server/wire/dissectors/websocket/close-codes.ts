/** Close codes: RFC 6455 section 7.4, and the IANA registry "WebSocket Close Code Number Registry". */
import type { FaultCode } from './faults.ts'

/** What a code says, as a sentence behind its number: `1000: ...`. */
const CODES: Readonly<Record<number, string>> = {
  1000: 'normal closure, what the connection was for has been done.',
  1001: 'going away, as a server does that shuts down, or a page that is left.',
  1002: 'protocol error: the other side broke the rules.',
  1003: 'unsupported data: an endpoint that reads only text was sent binary, for instance.',
  1005: 'no code was received; only programs tell each other so, it never stands in a frame.',
  1006: 'the connection ended without a Close frame; only programs tell each other so, it never stands in a frame.',
  1007: 'invalid payload: a message does not fit its type, such as text that is not UTF-8.',
  1008: 'policy violation: a message was not allowed, and no other code says more.',
  1009: 'message too big to be processed.',
  1010: 'mandatory extension: the client needed one that the server did not agree to.',
  1011: 'internal error: the server met a condition that it did not expect.',
  1012: 'service restart: come back in a while.',
  1013: 'try again later: the server is overloaded.',
  1014: 'bad gateway: the server behind this one answered wrongly.',
  1015: 'TLS failed; only programs tell each other so, it never stands in a frame.',
}

// RFC 6455 section 7.4.1: "1005 is a reserved value and MUST NOT be set as a status code in a Close control frame by an
// endpoint." The same holds for 1006 and 1015.
const NOT_TO_BE_SENT = [1005, 1006, 1015]

export function closeCodeFault(code: number): FaultCode | undefined {
  if (NOT_TO_BE_SENT.includes(code)) return 'close-code-not-to-be-sent'
  // Section 7.4.2: 3000 to 3999 are for libraries and frameworks, 4000 to 4999 for private use.
  const isKnown = code in CODES || (code >= 3000 && code <= 4999)
  return isKnown ? undefined : 'close-code-invalid'
}

/** What the code says, in words. */
export function closeCodeSentence(code: number): string {
  const meaning = CODES[code]
  if (meaning !== undefined) return `${code}: ${meaning}`
  if (code >= 4000 && code <= 4999) return `${code} is a code that applications agree on among themselves.`
  if (code >= 3000 && code <= 3999) return `${code} is a code of a library, framework or application.`
  return `${code} has no meaning.`
}
