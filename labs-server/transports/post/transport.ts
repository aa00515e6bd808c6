/** One request for each message: what scripts could always do. In Chromium 156, XMLHttpRequest makes the same request, octet for octet. */
import type { Transport } from '../transport.ts'

export const post: Transport = {
  id: 'post',
  label: 'One POST a message',
  summary: 'Each message is the content of a request of its own; what the server answers says only that it came.',
  ways: ['up'],
  origin: 'http1',
  options: ['keepAlive', 'keepAliveTimeout'],
  spec: 'rfc9110#section-9.3.3',
}
