/** Bayeux by long polling, as CometD does it: a poll that is always open brings what was published, and requests publish. */
import type { Transport } from '../transport.ts'

export const bayeuxPolling: Transport = {
  id: 'bayeux-polling',
  label: 'Bayeux, long polling',
  summary:
    'The CometD library subscribes to a channel and publishes on another; one poll is always open, and brings what was published meanwhile.',
  ways: ['down', 'up'],
  origin: 'http1',
  standIn: 'nobody',
  options: ['keepAlive', 'keepAliveTimeout', 'pollHold'],
  spec: 'bayeux#_bayeux_meta_connect',
}
