/** Every name that a unit, a part or a computed value of HTTP/2 can have, with the section that rules it. */
import type { SpecRef } from '../../spec-ref.ts'

/** Frame types and fields as the RFCs print them, in kebab-case where they are words. */
export const SPECS = {
  // Units
  'connection-preface': 'rfc9113#section-3.4',
  DATA: 'rfc9113#section-6.1',
  HEADERS: 'rfc9113#section-6.2',
  PRIORITY: 'rfc9113#section-6.3',
  RST_STREAM: 'rfc9113#section-6.4',
  SETTINGS: 'rfc9113#section-6.5',
  PUSH_PROMISE: 'rfc9113#section-6.6',
  PING: 'rfc9113#section-6.7',
  GOAWAY: 'rfc9113#section-6.8',
  WINDOW_UPDATE: 'rfc9113#section-6.9',
  CONTINUATION: 'rfc9113#section-6.10',
  ALTSVC: 'rfc7838#section-4',
  ORIGIN: 'rfc8336#section-2',
  PRIORITY_UPDATE: 'rfc9218#section-7.1',
  'extension-frame': 'rfc9113#section-5.5',
  frame: 'rfc9113#section-4.1',
  unreadable: 'rfc9113#section-3.4',

  // The frame header
  length: 'rfc9113#section-4.1',
  type: 'rfc9113#section-4.1',
  flags: 'rfc9113#section-4.1',
  'stream-identifier': 'rfc9113#section-5.1.1',

  // Payloads
  payload: 'rfc9113#section-4.1',
  'pad-length': 'rfc9113#section-6.1',
  padding: 'rfc9113#section-6.1',
  data: 'rfc9113#section-6.1',
  exclusive: 'rfc9113#section-6.3',
  'stream-dependency': 'rfc9113#section-6.3',
  weight: 'rfc9113#section-6.3',
  'error-code': 'rfc9113#section-7',
  setting: 'rfc9113#section-6.5.1',
  'setting-identifier': 'rfc9113#section-6.5.1',
  'setting-value': 'rfc9113#section-6.5.1',
  'promised-stream-id': 'rfc9113#section-6.6',
  'opaque-data': 'rfc9113#section-6.7',
  'last-stream-id': 'rfc9113#section-6.8',
  'debug-data': 'rfc9113#section-6.8',
  'window-size-increment': 'rfc9113#section-6.9',
  'origin-length': 'rfc7838#section-4',
  origin: 'rfc7838#section-4',
  'alt-svc-field-value': 'rfc7838#section-4',
  'origin-entry': 'rfc8336#section-2.1',
  'ascii-origin': 'rfc8336#section-2.1',
  'prioritized-stream-id': 'rfc9218#section-7.1',
  'priority-field-value': 'rfc9218#section-7.1',

  // Field blocks
  'field-block-fragment': 'rfc9113#section-4.3',
  'field-line': 'rfc7541#section-6',
  indexed: 'rfc7541#section-6.1',
  'literal-with-incremental-indexing': 'rfc7541#section-6.2.1',
  'literal-without-indexing': 'rfc7541#section-6.2.2',
  'literal-never-indexed': 'rfc7541#section-6.2.3',
  'dynamic-table-size-update': 'rfc7541#section-6.3',
  huffman: 'rfc7541#section-5.2',
  'string-length': 'rfc7541#section-5.2',
  'field-name': 'rfc9113#section-8.2.1',
  'field-value': 'rfc9113#section-8.2.1',
  undecodable: 'rfc7541#section-3.2',

  // Computed
  'stream-state': 'rfc9113#section-5.1',
  'client-connection-window': 'rfc9113#section-6.9.1',
  'client-stream-window': 'rfc9113#section-6.9.1',
  'server-connection-window': 'rfc9113#section-6.9.1',
  'server-stream-window': 'rfc9113#section-6.9.1',
  'settings-announced': 'rfc9113#section-6.5.2',
  'settings-in-force': 'rfc9113#section-6.5.3',
  'dynamic-table-before': 'rfc7541#section-2.3.2',
  'dynamic-table-after': 'rfc7541#section-2.3.2',
  'dynamic-table-size': 'rfc7541#section-4.1',
  'dynamic-table-maximum-size': 'rfc7541#section-4.2',
  'octets-as-text': 'rfc9112#section-2.1',
  'octets-saved': 'rfc7541#section-1',
  'huffman-codes': 'rfc7541#appendix-B',
  'not-decoded': 'rfc9113#section-4.3',
} as const satisfies Record<string, SpecRef>

export type Http2Name = keyof typeof SPECS
