/** Every name that a unit or a part of HTTP/1.1 can have, with the section that rules it. */
import type { SpecRef } from '../../spec-ref.ts'

/** ABNF rule names as the RFCs print them; where the grammar has only a literal or prose, a plain word. */
export const SPECS = {
  // Units
  request: 'rfc9112#section-2.1',
  response: 'rfc9112#section-2.1',
  'message-body': 'rfc9112#section-6',
  chunk: 'rfc9112#section-7.1',
  'last-chunk': 'rfc9112#section-7.1',
  'trailer-section': 'rfc9112#section-7.1.2',
  undecided: 'rfc9110#section-7.8',
  unreadable: 'rfc9112#section-2.2',

  // Control data
  'request-line': 'rfc9112#section-3',
  method: 'rfc9112#section-3.1',
  'request-target': 'rfc9112#section-3.2',
  'HTTP-version': 'rfc9112#section-2.3',
  'status-line': 'rfc9112#section-4',
  'status-code': 'rfc9112#section-4',
  'reason-phrase': 'rfc9112#section-4',

  // Fields
  'field-line': 'rfc9112#section-5',
  'field-name': 'rfc9110#section-5.1',
  'field-value': 'rfc9110#section-5.5',
  'obs-fold': 'rfc9112#section-5.2',
  'ignored-line': 'rfc9112#section-2.2',

  // Chunked coding
  'chunk-size': 'rfc9112#section-7.1',
  'chunk-ext': 'rfc9112#section-7.1.1',
  'chunk-ext-name': 'rfc9112#section-7.1.1',
  'chunk-ext-val': 'rfc9112#section-7.1.1',
  'chunk-data': 'rfc9112#section-7.1',

  // Computed
  'accept-key': 'rfc6455#section-4.2.2',

  // Delimiters
  'empty-line': 'rfc9112#section-2.1',
  CRLF: 'rfc9112#section-2.2',
  LF: 'rfc9112#section-2.2',
  SP: 'rfc5234#appendix-B.1',
  OWS: 'rfc9110#section-5.6.3',
  BWS: 'rfc9110#section-5.6.3',
  colon: 'rfc9112#section-5',
  semicolon: 'rfc9112#section-7.1.1',
  equals: 'rfc9112#section-7.1.1',
} as const satisfies Record<string, SpecRef>

export type Http1Name = keyof typeof SPECS
