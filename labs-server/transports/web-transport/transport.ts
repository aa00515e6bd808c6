/** A WebTransport session (W3C WebTransport): streams and datagrams over one QUIC connection (RFC 9000, RFC 9221), encrypted as a whole. */
import type { Transport } from '../transport.ts'

export const webTransport: Transport = {
  id: 'web-transport',
  label: 'WebTransport',
  summary:
    'One stream of a QUIC connection carries messages both ways, or datagrams do, which may get lost; all of it is encrypted, over UDP and past the labs.',
  ways: ['down', 'up'],
  unseen: true,
  origin: 'http1',
  standIn: 'nobody',
  options: ['datagrams'],
  spec: 'rfc9000#section-2',
}
