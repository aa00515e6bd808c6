/** The layers that every page has at hand: one row a protocol. `all.ts` adds the others. */
import { addLayers, expectLayers } from '../layer.ts'
import { http1 } from './http1/index.ts'
import { unnamedOctets } from './octets/index.ts'

addLayers(http1, unnamedOctets)

/** What `all.ts` can read besides: a page that meets one of these loads it, and reads the trace anew. */
expectLayers(
  'h2',
  'h2c',
  'http2',
  'text/event-stream',
  'text/html',
  'application/json',
  'text/json',
  'xmlsocket',
  'websocket',
  'gzip',
  'x-gzip',
  'deflate',
  'multipart/x-mixed-replace',
  'multipart/byteranges',
  'multipart/form-data',
  'multipart/mixed',
)
