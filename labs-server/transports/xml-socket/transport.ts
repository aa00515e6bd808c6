/** XMLSocket: what Flash gave to pages before they had WebSocket. */
import type { Transport } from '../transport.ts'

export const xmlSocket: Transport = {
  id: 'xml-socket',
  label: 'XMLSocket',
  summary:
    'Documents of XML over a TCP connection, each ended by a zero octet. No browser has run Flash since 2021: the labs server’s raw console stands in for it, and opens the connection for the page.',
  ways: ['down', 'up'],
  origin: 'http1',
  standIn: 'nobody',
  options: [],
  spec: 'xmlsocket#connect()',
}
