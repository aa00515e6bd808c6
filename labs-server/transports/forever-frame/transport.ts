/** The forever frame: the hidden page that never ends, from before any script could read a response that is not over. */
import type { Transport } from '../transport.ts'

export const foreverFrame: Transport = {
  id: 'forever-frame',
  label: 'Forever frame',
  summary:
    'A hidden iframe loads a page that never ends; each message is a script element in it, which the browser runs as soon as it has come.',
  ways: ['down'],
  origin: 'http1',
  standIn: 'nobody',
  options: ['keepAlive', 'framing', 'flush', 'padding', 'unbuffered', 'heartbeat', 'gzip'],
  spec: 'whatwg-html#web-messaging',
}
