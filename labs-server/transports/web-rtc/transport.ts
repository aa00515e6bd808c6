/** A data channel between two peers (RFC 8831): messages go from peer to peer, and a server only helps them find each other. */
import type { Transport } from '../transport.ts'

export const webRtc: Transport = {
  id: 'web-rtc',
  label: 'WebRTC data channel',
  summary:
    'Two peers, both in this page, exchange messages with no server between them; what crosses the labs is the signalling by which they find each other.',
  ways: ['down', 'up'],
  alone: true,
  unseen: true,
  origin: 'http1',
  standIn: 'nobody',
  options: ['signalling'],
  spec: 'rfc8831#section-6',
}
