/** HTTP/2 (RFC 9113) with HPACK (RFC 7541) and extended CONNECT (RFC 8441). */
import type { DissectorEntry } from '../../layer.ts'
import { Http2Connection } from './connection.ts'
import { http2Narrator } from './narration.ts'
import { valueSentence } from './value-sentences.ts'
import { HTTP2_VOCABULARY } from './vocabulary.ts'

export const http2: DissectorEntry = {
  layer: 'http2',
  title: 'HTTP/2',
  protocols: ['h2', 'h2c'],
  vocabulary: HTTP2_VOCABULARY,
  narrator: http2Narrator,
  valueSentence,
  start: (start) => new Http2Connection(start),
}
