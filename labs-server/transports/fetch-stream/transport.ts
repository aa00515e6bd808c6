/** One response that never ends, read piece by piece: Comet streaming, as scripts have been able to read it since `fetch`. */
import type { Transport } from '../transport.ts'

export const fetchStream: Transport = {
  id: 'fetch-stream',
  label: 'Streaming, read by fetch',
  summary:
    'One response stays open; each message is a line in its content, and the script reads the content as it comes.',
  ways: ['down'],
  origin: 'http1',
  options: ['keepAlive', 'framing', 'flush', 'padding', 'unbuffered', 'heartbeat', 'gzip'],
  spec: 'whatwg-fetch#dom-body-body',
}
