/** Every name that a unit, a part or a computed value of WebSocket can have, with the section that rules it. */
import type { SpecRef } from '../../spec-ref.ts'

/** Names of the base framing protocol as in the diagram of RFC 6455 section 5.2, in lower case. */
export const SPECS = {
  // Units
  frame: 'rfc6455#section-5.2',
  'missing-close-frame': 'rfc6455#section-5.5.1',
  unreadable: 'rfc6455#section-5.2',

  // Parts of a frame
  'first-octet': 'rfc6455#section-5.2',
  fin: 'rfc6455#section-5.2',
  rsv1: 'rfc6455#section-5.2',
  rsv2: 'rfc6455#section-5.2',
  rsv3: 'rfc6455#section-5.2',
  opcode: 'rfc6455#section-5.2',
  'mask-and-length': 'rfc6455#section-5.2',
  mask: 'rfc6455#section-5.2',
  'payload-length': 'rfc6455#section-5.2',
  'masking-key': 'rfc6455#section-5.3',
  'payload-data': 'rfc6455#section-5.2',
  'close-code': 'rfc6455#section-5.5.1',
  'close-reason': 'rfc6455#section-5.5.1',

  // Computed
  unmasking: 'rfc6455#section-5.3',
  'message-number': 'rfc6455#section-5.4',
  'fragment-number': 'rfc6455#section-5.4',
  'inflated-data': 'rfc7692#section-7.2.2',
  'inflated-length': 'rfc7692#section-7.2.2',
} as const satisfies Record<string, SpecRef>

export type WebSocketName = keyof typeof SPECS

/** Those of the layer above: messages. */
export const MESSAGE_SPECS = {
  message: 'rfc6455#section-5.4',
  fragment: 'rfc6455#section-5.4',
  fragments: 'rfc6455#section-5.4',
  'application-data': 'rfc6455#section-5.6',
  'inflated-length': 'rfc7692#section-7.2.2',
  'compression-ratio': 'rfc7692#section-7.2',
} as const satisfies Record<string, SpecRef>

export type MessageName = keyof typeof MESSAGE_SPECS
