/** The server halves of the transports: one row each. */
import * as fetchStream from './fetch-stream/server.ts'
import * as longPolling from './long-polling/server.ts'
import * as polling from './polling/server.ts'
import * as post from './post/server.ts'
import type { TransportServer } from './transport-server.ts'
import * as webSocket from './web-socket/server.ts'

export const TRANSPORT_SERVERS: Readonly<Record<string, TransportServer>> = {
  polling,
  'long-polling': longPolling,
  'fetch-stream': fetchStream,
  post,
  'web-socket': webSocket,
}
