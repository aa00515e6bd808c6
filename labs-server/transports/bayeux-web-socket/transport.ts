/** Bayeux over WebSocket: the messages that long polling carries, in frames, between the library of one project and the server of another. */
import type { Transport } from '../transport.ts'

export const bayeuxWebSocket: Transport = {
  id: 'bayeux-web-socket',
  label: 'Bayeux, WebSocket',
  summary:
    'The CometD library and a Faye server say the same as by long polling, in frames of one WebSocket: connect, subscribe, publish.',
  ways: ['down', 'up'],
  origin: 'http1',
  standIn: 'nobody',
  options: ['heartbeat'],
  spec: 'bayeux#_bayeux_meta_connect',
}
