/** HTTP/1.1 (RFC 9112), and HTTP/1.0 as its recipients read it. */
import type { DissectorEntry } from '../../dissector.ts'
import { Http1Connection } from './connection.ts'

export const http1: DissectorEntry = {
  layer: 'http1',
  title: 'HTTP/1.1',
  protocols: ['http/1.1', 'http/1.0'],
  start: (start) => new Http1Connection(start),
}
