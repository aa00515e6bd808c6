/** WebSocket over HTTP/2 (RFC 8441): the same frames, in a stream of a connection that other requests share. */
import type { Transport } from '../transport.ts'

export const h2WebSocket: Transport = {
  id: 'h2-web-socket',
  label: 'WebSocket over HTTP/2',
  summary:
    'One stream of a shared connection becomes a WebSocket by the method CONNECT; its frames go in DATA frames, both ways.',
  ways: ['down', 'up'],
  origin: 'tls',
  options: ['gzip', 'heartbeat'],
  spec: 'rfc8441#section-4',
}
