/** Long polling: the server keeps the question until it has an answer. It is how the first chats in browsers spoke. */
import type { Transport } from '../transport.ts'

export const longPolling: Transport = {
  id: 'long-polling',
  label: 'Long polling',
  summary: 'The server holds each request until it has a message, and the page asks again at once.',
  ways: ['down'],
  origin: 'http1',
  options: ['pollHold', 'keepAlive', 'keepAliveTimeout', 'gzip'],
  spec: 'rfc6202#section-2',
}
