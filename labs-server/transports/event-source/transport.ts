/** Server-sent events: streaming as a format and an interface of the web platform, and coming back as the browser's duty. */
import type { Transport } from '../transport.ts'

export const eventSource: Transport = {
  id: 'event-source',
  label: 'EventSource',
  summary:
    'One response stays open, with an event for each message; after a cut the browser comes back by itself, and says which event was its last.',
  ways: ['down'],
  origin: 'http1',
  standIn: 'worker',
  options: ['keepAlive', 'framing', 'flush', 'padding', 'unbuffered', 'heartbeat', 'gzip'],
  spec: 'whatwg-html#server-sent-events',
}
