/** Where a message's content ends: RFC 9112 section 6.3, its rules in its order. */
import type { FaultCode } from './faults.ts'
import { type Field, fieldsNamed, listOf } from './fields.ts'
import type { Head } from './head.ts'
import { isInterim } from './start-line.ts'

/** How the content after a head is framed. */
export type Framing =
  | { readonly kind: 'none' }
  | { readonly kind: 'length'; readonly octets: number }
  | { readonly kind: 'chunked' }
  | { readonly kind: 'until-end' }
  /** A tunnel: what follows is no HTTP (RFC 9110 section 9.3.6). */
  | { readonly kind: 'tunnel' }
  | { readonly kind: 'unknown' }

/** What a response's framing needs to know of its request. */
export interface RequestFacts {
  readonly method: string
  readonly version: string
}

/** Takes note of a fault on a field line. */
export type Blame = (field: Field, code: FaultCode) => void

export function framingOf({ startLine, fields }: Head, request: RequestFacts, blame: Blame): Framing {
  const codings = fieldsNamed(fields, 'transfer-encoding')
  const lengths = fieldsNamed(fields, 'content-length')
  const isHttp10 = startLine.version === 'HTTP/1.0'

  if (startLine.kind === 'response') {
    const { statusCode } = startLine
    const isTunnel = request.method === 'CONNECT' && statusCode >= 200 && statusCode < 300
    if (isInterim(startLine) || statusCode === 204 || isTunnel) {
      for (const field of codings) blame(field, 'transfer-encoding-not-allowed')
      for (const field of lengths) blame(field, 'content-length-not-allowed')
    }
    // Rule 1: "Any response to a HEAD request and any response with a 1xx (Informational), 204 (No Content), or 304 (Not
    // Modified) status code is always terminated by the first empty line after the header fields".
    if (request.method === 'HEAD' || isInterim(startLine) || statusCode === 204 || statusCode === 304) {
      return { kind: 'none' }
    }
    // Rule 2: "Any 2xx (Successful) response to a CONNECT request implies that the connection will become a tunnel".
    if (isTunnel) return { kind: 'tunnel' }
    if (request.version === 'HTTP/1.0') for (const field of codings) blame(field, 'transfer-encoding-to-http10')
  }

  // Rules 3 and 4: "If a message is received with both a Transfer-Encoding and a Content-Length header field, the
  // Transfer-Encoding overrides the Content-Length."
  if (codings.length > 0) {
    for (const field of lengths) blame(field, 'content-length-with-transfer-encoding')
    if (isHttp10) for (const field of codings) blame(field, 'transfer-encoding-in-http10')
    return transferCodedFraming(codings, startLine.kind === 'request', blame)
  }

  // Rules 5 and 6.
  if (lengths.length > 0) return lengthFraming(lengths, blame)

  // Rules 7 and 8: a request without either has no content; a response goes on until the connection ends.
  return startLine.kind === 'request' ? { kind: 'none' } : { kind: 'until-end' }
}

// Transfer-Encoding = #transfer-coding
// transfer-coding   = token *( OWS ";" OWS transfer-parameter )
function transferCodedFraming(codings: readonly Field[], isRequest: boolean, blame: Blame): Framing {
  const names = listOf(codings).map((coding) => coding.split(';')[0]?.trim().toLowerCase())
  const last = codings.at(-1) as Field
  // RFC 9112 section 6.1: "A sender MUST NOT apply the chunked transfer coding more than once to a message body".
  if (names.indexOf('chunked') !== names.lastIndexOf('chunked')) blame(last, 'transfer-encoding-chunked-twice')
  if (names.at(-1) === 'chunked') return { kind: 'chunked' }
  // "If a Transfer-Encoding header field is present in a request and the chunked transfer coding is not the final
  // encoding, the message body length cannot be determined reliably".
  if (!isRequest) return { kind: 'until-end' }
  blame(last, 'transfer-encoding-not-chunked')
  return { kind: 'unknown' }
}

// Content-Length = 1*DIGIT
function lengthFraming(lengths: readonly Field[], blame: Blame): Framing {
  let agreed: string | undefined
  for (const field of lengths) {
    for (const value of field.value.split(',').map((element) => element.trim())) {
      if (!/^\d+$/.test(value)) {
        blame(field, 'content-length-malformed')
        return { kind: 'unknown' }
      }
      if (agreed !== undefined && withoutLeadingZeros(value) !== withoutLeadingZeros(agreed)) {
        blame(field, 'content-length-conflict')
        return { kind: 'unknown' }
      }
      // "unless the field value can be successfully parsed as a comma-separated list, all values in the list are valid,
      // and all values in the list are the same".
      if (agreed !== undefined) blame(field, 'content-length-repeated')
      agreed = value
    }
  }
  const octets = Number(agreed)
  if (octets > Number.MAX_SAFE_INTEGER) {
    blame(lengths[0] as Field, 'content-length-too-large')
    return { kind: 'unknown' }
  }
  return octets === 0 ? { kind: 'none' } : { kind: 'length', octets }
}

/** Numbers of any length are compared as text. */
function withoutLeadingZeros(digits: string): string {
  return digits.replace(/^0+(?=\d)/, '')
}
