/** multipart/x-mixed-replace: server push of 1995, each part to be shown in place of the one before. */
import type { Transport } from '../transport.ts'

export const multipart: Transport = {
  id: 'multipart',
  label: 'Multipart, read by fetch',
  summary:
    'One response stays open, and each message is a part of it. Today’s browsers show such parts only as a moving picture in <img>; the script splits them itself, as XMLHttpRequest once did in Gecko.',
  ways: ['down'],
  origin: 'http1',
  options: ['keepAlive', 'framing', 'flush', 'padding', 'unbuffered', 'heartbeat', 'gzip'],
  spec: 'rfc2046#section-5.1',
}
