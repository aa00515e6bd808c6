/** Every way in which octets can break HTTP/1.1 that we tell: RFC 9112, and RFC 9110 where it rules the same octets. */
import type { Fault } from '../../fault.ts'
import type { SpecRef } from '../../spec-ref.ts'

/** Code, section, and the end of the sentence "expected ...". */
const TABLE = {
  // Lines
  'bare-lf': ['rfc9112#section-2.2', 'CR before LF at the end of a line'],
  'bare-cr': ['rfc9112#section-2.2', 'LF after CR: a CR alone ends nothing'],
  'line-too-long': ['rfc9112#section-3', 'the end of the line within 65,536 octets'],
  'section-too-long': ['rfc9110#section-5.4', 'the end of the section within 262,144 octets'],

  // Start lines
  'request-line-expected': ['rfc9112#section-3', 'a request-line, which starts with a method'],
  'status-line-expected': ['rfc9112#section-4', 'a status-line, which starts with "HTTP/"'],
  'empty-line-before-status-line': ['rfc9112#section-2.1', 'a status-line, with no empty line before it'],
  'start-line-whitespace': ['rfc9112#section-3', 'exactly one space between two elements, and none behind the last'],
  'method-not-token': ['rfc9110#section-9.1', 'a method made of letters, digits and a few signs'],
  'request-target-missing': ['rfc9112#section-3', 'a request-target between method and HTTP-version'],
  'request-target-character': ['rfc9112#section-3.2', 'a request-target without whitespace, fragment or raw octets'],
  'request-target-form': [
    'rfc9112#section-3.2',
    'a path that starts with "/", a whole URI, host:port for CONNECT only, or "*" for OPTIONS only',
  ],
  'http-version-missing': ['rfc9112#section-2.3', 'an HTTP-version at the end of the request-line'],
  'http-version-malformed': ['rfc9112#section-2.3', '"HTTP/", a digit, a point and a digit'],
  'http-version-not-1': ['rfc9112#section-2.3', 'major version 1 on an HTTP/1.1 connection'],
  'status-code-malformed': ['rfc9112#section-4', 'a status-code of exactly three digits'],
  'status-code-out-of-range': ['rfc9110#section-15', 'a status-code from 100 to 599'],
  'status-line-space-missing': ['rfc9112#section-4', 'a space behind the status-code, even without reason-phrase'],
  'reason-phrase-character': ['rfc9112#section-4', 'a reason-phrase without control characters'],

  // Fields
  'whitespace-before-first-field-line': ['rfc9112#section-2.2', 'no whitespace between start-line and first field'],
  'field-line-colon-missing': ['rfc9112#section-5', 'a colon between field-name and field-value'],
  'whitespace-before-colon': ['rfc9112#section-5.1', 'no whitespace between field-name and colon'],
  'field-name-not-token': ['rfc9110#section-5.1', 'a field-name made of letters, digits and a few signs'],
  'field-value-character': ['rfc9110#section-5.5', 'a field-value without control characters'],
  'obs-fold': ['rfc9112#section-5.2', 'the whole field-value on one line'],
  'trailer-field-not-allowed': ['rfc9110#section-6.5.1', 'no field for framing or routing behind the content'],

  // Host
  'host-missing': ['rfc9112#section-3.2', 'a Host field in an HTTP/1.1 request'],
  'host-repeated': ['rfc9112#section-3.2', 'only one Host field line'],
  'host-malformed': ['rfc9112#section-3.2', 'a host, with a colon and a port at most'],

  // Message length
  'message-length-unknown': ['rfc9112#section-6.3', 'a header section that tells where the message ends'],
  'content-length-malformed': ['rfc9112#section-6.3', 'a Content-Length of decimal digits only'],
  'content-length-conflict': ['rfc9112#section-6.3', 'one Content-Length, not several different ones'],
  'content-length-repeated': ['rfc9110#section-8.6', 'Content-Length to be said once'],
  'content-length-too-large': ['rfc9110#section-8.6', 'a Content-Length that can be counted: at most 2^53 - 1'],
  'content-length-not-allowed': ['rfc9110#section-8.6', 'no Content-Length in a response that cannot have content'],
  'content-length-with-transfer-encoding': [
    'rfc9112#section-6.3',
    'no Content-Length beside Transfer-Encoding, which overrides it',
  ],
  'transfer-encoding-not-chunked': ['rfc9112#section-6.3', 'chunked as the final transfer coding of a request'],
  'transfer-encoding-chunked-twice': ['rfc9112#section-6.1', 'chunked to be applied once, and last'],
  'transfer-encoding-not-allowed': ['rfc9112#section-6.1', 'no Transfer-Encoding in a 1xx, 204 or CONNECT response'],
  'transfer-encoding-in-http10': ['rfc9112#section-6.1', 'no Transfer-Encoding in a message of HTTP/1.0'],
  'transfer-encoding-to-http10': ['rfc9112#section-6.1', 'no Transfer-Encoding in a response to an HTTP/1.0 request'],

  // Chunked coding
  'chunk-size-not-hex': ['rfc9112#section-7.1', 'a chunk-size in hexadecimal digits'],
  'chunk-size-too-large': ['rfc9112#section-7.1', 'a chunk-size that can be counted: at most 2^53 - 1'],
  'chunk-size-whitespace': ['rfc9112#section-7.1', 'CRLF or a chunk extension right behind the chunk-size'],
  'chunk-ext-malformed': ['rfc9112#section-7.1.1', 'chunk extensions of the form ;name or ;name=value'],
  'chunk-line-bare-lf': ['rfc9112#section-7.1', 'CRLF, where LF alone stands'],
  'chunk-data-crlf-missing': ['rfc9112#section-7.1', 'CRLF behind as many octets as chunk-size says'],

  // Messages and exchanges
  'message-incomplete': ['rfc9112#section-8', 'the rest of the message before the connection ends'],
  'response-without-request': ['rfc9112#section-9.2', 'a request that this response answers'],
  'upgrade-missing': ['rfc9110#section-15.2.2', 'an Upgrade field that tells which protocol follows'],
  'upgrade-not-asked': ['rfc9110#section-7.8', 'a protocol that the request offered'],
  'upgrade-without-connection-option': ['rfc9110#section-7.8', '"upgrade" in the Connection field beside Upgrade'],
} as const satisfies Record<string, readonly [spec: SpecRef, expected: string]>

export type FaultCode = keyof typeof TABLE

/** All faults by code: one object each, shared by every part that has it. */
export const FAULTS = Object.fromEntries(
  Object.entries(TABLE).map(([code, [spec, expected]]): [string, Fault] => [code, { code, spec, expected }]),
) as Readonly<Record<FaultCode, Fault>>
