/** A beacon (W3C Beacon): a request that the browser makes when it likes, even after the page has gone, and never tells of. */
import type { Transport } from '../transport.ts'

export const beacon: Transport = {
  id: 'beacon',
  label: 'Beacon',
  summary:
    'Each message is handed to the browser, which sends it even after the page has gone. Whether it arrived, the page never learns.',
  ways: ['up'],
  origin: 'http1',
  standIn: 'worker',
  options: ['keepAlive', 'keepAliveTimeout'],
  spec: 'beacon#sendbeacon-method',
}
