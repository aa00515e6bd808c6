/** How transports do it where no switch says otherwise. */
import type { TransportOptions } from './transport.ts'

export const PLAIN_OPTIONS: TransportOptions = {
  keepAlive: true,
  keepAliveTimeout: 0,
  framing: 'chunked',
  flush: true,
  padding: 0,
  unbuffered: false,
  sniff: false,
  heartbeat: 0,
  gzip: false,
  pollInterval: 250,
  pollHold: 10_000,
  throttle: 500,
  batch: 10,
  signalling: 'fetch-stream',
  datagrams: false,
}
