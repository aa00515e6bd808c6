/** The server halves of the transports: one row each. */
import * as bayeuxPolling from './bayeux-polling/server.ts'
import * as bayeuxWebSocket from './bayeux-web-socket/server.ts'
import * as beacon from './beacon/server.ts'
import * as eventSource from './event-source/server.ts'
import * as fetchStream from './fetch-stream/server.ts'
import * as foreverFrame from './forever-frame/server.ts'
import * as form from './form/server.ts'
import * as h2Post from './h2-post/server.ts'
import * as h2Stream from './h2-stream/server.ts'
import * as h2Upload from './h2-upload/server.ts'
import * as h2WebSocket from './h2-web-socket/server.ts'
import * as image from './image/server.ts'
import * as longPolling from './long-polling/server.ts'
import * as multipart from './multipart/server.ts'
import * as polling from './polling/server.ts'
import * as post from './post/server.ts'
import * as throttled from './throttled/server.ts'
import type { TransportServer } from './transport-server.ts'
import * as webRtc from './web-rtc/server.ts'
import * as webSocket from './web-socket/server.ts'
import * as webTransport from './web-transport/server.ts'
import * as xhrStream from './xhr-stream/server.ts'
import * as xmlSocket from './xml-socket/server.ts'

export const TRANSPORT_SERVERS: Readonly<Record<string, TransportServer>> = {
  polling,
  'long-polling': longPolling,
  'xhr-stream': xhrStream,
  'forever-frame': foreverFrame,
  'event-source': eventSource,
  multipart,
  'fetch-stream': fetchStream,
  post,
  throttled,
  form,
  image,
  beacon,
  'xml-socket': xmlSocket,
  'web-socket': webSocket,
  'h2-stream': h2Stream,
  'h2-post': h2Post,
  'h2-upload': h2Upload,
  'h2-web-socket': h2WebSocket,
  'bayeux-polling': bayeuxPolling,
  'bayeux-web-socket': bayeuxWebSocket,
  'web-rtc': webRtc,
  'web-transport': webTransport,
}
