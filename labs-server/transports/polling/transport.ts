/** Polling: the page asks at its own pace, and most answers say that there is nothing new. */
import type { Transport } from '../transport.ts'

export const polling: Transport = {
  id: 'polling',
  label: 'Polling',
  summary: 'The page asks again and again; each answer is whole, and brings the messages since the last or nothing.',
  ways: ['down'],
  origin: 'http1',
  options: ['pollInterval', 'keepAlive', 'keepAliveTimeout', 'gzip'],
}
