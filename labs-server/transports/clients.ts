/** The client halves of the transports: one row each, loaded when the transport is first used. */
import type { Connect } from './channel.ts'

export const TRANSPORT_CLIENTS: Readonly<Record<string, () => Promise<{ connect: Connect }>>> = {
  polling: () => import('./polling/client.ts'),
  'long-polling': () => import('./long-polling/client.ts'),
  'xhr-stream': () => import('./xhr-stream/client.ts'),
  'forever-frame': () => import('./forever-frame/client.ts'),
  'event-source': () => import('./event-source/client.ts'),
  multipart: () => import('./multipart/client.ts'),
  'fetch-stream': () => import('./fetch-stream/client.ts'),
  post: () => import('./post/client.ts'),
  throttled: () => import('./throttled/client.ts'),
  form: () => import('./form/client.ts'),
  image: () => import('./image/client.ts'),
  beacon: () => import('./beacon/client.ts'),
  'xml-socket': () => import('./xml-socket/client.ts'),
  'web-socket': () => import('./web-socket/client.ts'),
  'h2-stream': () => import('./h2-stream/client.ts'),
  'h2-post': () => import('./h2-post/client.ts'),
  'h2-upload': () => import('./h2-upload/client.ts'),
  'h2-web-socket': () => import('./h2-web-socket/client.ts'),
  'bayeux-polling': () => import('./bayeux-polling/client.ts'),
  'bayeux-web-socket': () => import('./bayeux-web-socket/client.ts'),
  'web-rtc': () => import('./web-rtc/client.ts'),
  'web-transport': () => import('./web-transport/client.ts'),
}
