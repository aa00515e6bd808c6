/** Every layer that can be read: one row a protocol. Importing this file adds them. */
import './index.ts'
import { CarriedOctets } from '../carried-octets.ts'
import { CarriedReader } from '../carried-reader.ts'
import { addCarrying } from '../carrying.ts'
import { contentConnection } from '../content-connection.ts'
import { addLayers } from '../layer.ts'
import { bayeux } from './bayeux/index.ts'
import { deflate, gzip } from './content-coding/index.ts'
import { foreverFrame } from './forever-frame/index.ts'
import { http1InWords } from './http1/words.ts'
import { http2 } from './http2/index.ts'
import { multipart } from './multipart/index.ts'
import { serverSentEvents } from './server-sent-events/index.ts'
import { webSocket, webSocketMessage } from './websocket/index.ts'
import { xmlSocket } from './xmlsocket/index.ts'

addCarrying({
  newOctets: () => new CarriedOctets(),
  newReader: (room) => new CarriedReader(room),
  contentConnection,
})

addLayers(
  http1InWords,
  http2,
  serverSentEvents,
  multipart,
  foreverFrame,
  xmlSocket,
  webSocket,
  webSocketMessage,
  gzip,
  deflate,
  bayeux,
)

export { knownLayers } from '../layer.ts'
