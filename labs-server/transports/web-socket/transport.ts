/** WebSocket: one connection, and messages in frames both ways (RFC 6455). */
import type { Transport } from '../transport.ts'

export const webSocket: Transport = {
  id: 'web-socket',
  label: 'WebSocket',
  summary:
    'One connection leaves HTTP after its first exchange; from then on each side sends frames whenever it likes.',
  ways: ['down', 'up'],
  origin: 'http1',
  options: ['gzip', 'heartbeat'],
  spec: 'rfc6455#section-1.2',
}
