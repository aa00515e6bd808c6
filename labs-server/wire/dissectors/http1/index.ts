/** HTTP/1.1 (RFC 9112), and HTTP/1.0 as its recipients read it. */
import type { DissectorEntry } from '../../layer.ts'
import { Http1Connection } from './connection.ts'
import type { Http1Name } from './names.ts'
import { http1Narrator } from './narration.ts'

const DELIMITERS: readonly Http1Name[] = ['CRLF', 'LF', 'SP', 'OWS', 'BWS', 'colon', 'semicolon', 'equals']

/** Its units can be read and told; what parts and values mean comes with `words.ts`, when a reader first asks. */
export const http1: DissectorEntry = {
  layer: 'http1',
  title: 'HTTP/1.1',
  protocols: ['http/1.1', 'http/1.0'],
  vocabulary: {},
  delimiters: new Set<string>(DELIMITERS),
  narrator: http1Narrator,
  start: (start) => new Http1Connection(start),
}
