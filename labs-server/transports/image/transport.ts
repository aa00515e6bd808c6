/** An image whose address holds the message: what any page could always load, from anywhere, without a frame or a script's help. */
import type { Transport } from '../transport.ts'

export const image: Transport = {
  id: 'image',
  label: 'Image whose address says it',
  summary:
    'Each message is a piece of an image’s address, in parts when it is long. The image that comes back says only that the part came.',
  ways: ['up'],
  origin: 'http1',
  standIn: 'worker',
  options: ['keepAlive', 'keepAliveTimeout'],
  spec: 'whatwg-html#dom-image',
}
