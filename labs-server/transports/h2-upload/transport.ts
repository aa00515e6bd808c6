/** A request whose content is a stream (WHATWG Fetch): it begins before anybody knows what it will say. */
import type { Transport } from '../transport.ts'

export const h2Upload: Transport = {
  id: 'h2-upload',
  label: 'Streaming upload, HTTP/2',
  summary:
    'One request stays open, and each message is a line in its content. The script gets the response only when it has ended the request.',
  ways: ['up'],
  origin: 'tls',
  options: [],
  spec: 'whatwg-fetch#dom-requestinit-duplex',
}
