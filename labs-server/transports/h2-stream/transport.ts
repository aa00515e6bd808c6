/** Comet streaming over HTTP/2 (RFC 9113): the response is one stream of a connection that carries everything else as well. */
import type { Transport } from '../transport.ts'

export const h2Stream: Transport = {
  id: 'h2-stream',
  label: 'Streaming over HTTP/2',
  summary:
    'One response stays open, as a stream among others of one connection: each message is a line in its DATA frames.',
  ways: ['down'],
  origin: 'tls',
  options: ['keepAlive', 'flush', 'padding', 'heartbeat', 'gzip'],
  spec: 'rfc9113#section-8.1',
}
