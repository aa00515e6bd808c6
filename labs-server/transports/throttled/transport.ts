/** Submission Throttling: messages gathered for a while, and submitted in one request. */
import type { Transport } from '../transport.ts'

export const throttled: Transport = {
  id: 'throttled',
  label: 'Submission Throttling',
  summary:
    'The page gathers its messages, and submits them in one request when the time is over or enough are together.',
  ways: ['up'],
  origin: 'http1',
  standIn: 'nobody',
  options: ['throttle', 'batch', 'keepAlive', 'keepAliveTimeout'],
  spec: 'rfc9110#section-9.3.3',
}
