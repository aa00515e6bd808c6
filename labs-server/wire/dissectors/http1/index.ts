/** HTTP/1.1 (RFC 9112), and HTTP/1.0 as its recipients read it. */
import type { DissectorEntry } from '../../layer.ts'
import { Http1Connection } from './connection.ts'
import { http1Narrator } from './narration.ts'
import { HTTP1_VOCABULARY } from './vocabulary.ts'

/** What its values mean comes with `meaning.ts`: more words than all else, which a page loads when a reader first asks. */
export const http1: DissectorEntry = {
  layer: 'http1',
  title: 'HTTP/1.1',
  protocols: ['http/1.1', 'http/1.0'],
  vocabulary: HTTP1_VOCABULARY,
  narrator: http1Narrator,
  start: (start) => new Http1Connection(start),
}
