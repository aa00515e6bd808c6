/** One request for each message over HTTP/2 (RFC 9113): every one is a stream of the same connection. */
import type { Transport } from '../transport.ts'

export const h2Post: Transport = {
  id: 'h2-post',
  label: 'One POST a message, HTTP/2',
  summary:
    'Each message is a stream of its own on a connection that is already there; fields that were sent before are numbers now.',
  ways: ['up'],
  origin: 'tls',
  options: ['keepAlive'],
  spec: 'rfc9113#section-8.1',
}
