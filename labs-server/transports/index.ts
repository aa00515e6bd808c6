/** The registry of transports: one row each. Pure; the halves are in `servers.ts` and `clients.ts`. */
import { bayeuxPolling } from './bayeux-polling/transport.ts'
import { bayeuxWebSocket } from './bayeux-web-socket/transport.ts'
import { beacon } from './beacon/transport.ts'
import { eventSource } from './event-source/transport.ts'
import { fetchStream } from './fetch-stream/transport.ts'
import { foreverFrame } from './forever-frame/transport.ts'
import { form } from './form/transport.ts'
import { h2Post } from './h2-post/transport.ts'
import { h2Stream } from './h2-stream/transport.ts'
import { h2Upload } from './h2-upload/transport.ts'
import { h2WebSocket } from './h2-web-socket/transport.ts'
import { image } from './image/transport.ts'
import { longPolling } from './long-polling/transport.ts'
import { multipart } from './multipart/transport.ts'
import { polling } from './polling/transport.ts'
import { post } from './post/transport.ts'
import { throttled } from './throttled/transport.ts'
import type { Transport, Way } from './transport.ts'
import { webRtc } from './web-rtc/transport.ts'
import { webSocket } from './web-socket/transport.ts'
import { webTransport } from './web-transport/transport.ts'
import { xhrStream } from './xhr-stream/transport.ts'
import { xmlSocket } from './xml-socket/transport.ts'

/** In the order in which a reader meets them. */
export const TRANSPORTS: readonly Transport[] = [
  polling,
  longPolling,
  xhrStream,
  foreverFrame,
  eventSource,
  multipart,
  fetchStream,
  post,
  throttled,
  form,
  image,
  beacon,
  xmlSocket,
  webSocket,
  h2Stream,
  h2Post,
  h2Upload,
  h2WebSocket,
  bayeuxPolling,
  bayeuxWebSocket,
  webRtc,
  webTransport,
]

/** The transport of this id, or undefined. */
export function transportOf(id: string): Transport | undefined {
  return TRANSPORTS.find((transport) => transport.id === id)
}

/** Those that carry messages this way. */
export function transportsOf(way: Way): readonly Transport[] {
  return TRANSPORTS.filter(({ ways }) => ways.includes(way))
}
