/** A form, submitted into a frame that nobody sees: how pages sent anything before they could make requests. */
import type { Transport } from '../transport.ts'

export const form: Transport = {
  id: 'form',
  label: 'Form into a hidden iframe',
  summary:
    'Each message is a field of a form. The answer is a document in a hidden iframe, and a script in it tells the page that the message came.',
  ways: ['up'],
  origin: 'http1',
  standIn: 'worker',
  options: ['keepAlive', 'keepAliveTimeout'],
  spec: 'whatwg-html#plain-text-form-data',
}
