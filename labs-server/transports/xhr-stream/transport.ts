/** Comet streaming by XMLHttpRequest, as the pages of 2006 read it: while the request is not yet done (readyState 3). */
import type { Transport } from '../transport.ts'

export const xhrStream: Transport = {
  id: 'xhr-stream',
  label: 'Streaming, read by XMLHttpRequest',
  summary:
    'One response stays open; each time more has come, the script finds all of it so far in responseText, and reads on from where it was.',
  ways: ['down'],
  origin: 'http1',
  options: ['keepAlive', 'framing', 'flush', 'padding', 'unbuffered', 'sniff', 'heartbeat', 'gzip'],
  spec: 'whatwg-xhr#the-responsetext-attribute',
}
