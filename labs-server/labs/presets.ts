/** The runs that are recorded: each a lab, a name and the switches that differ from their initial values. One row each. */
import type { SwitchValues } from './lab.ts'

export interface Preset {
  readonly lab: string
  /** The recording's file name: `labs/LAB/recordings/NAME.json`. */
  readonly name: string
  readonly switches: SwitchValues
}

export const PRESETS: readonly Preset[] = [
  { lab: 'keep-alive', name: 'sequence-on', switches: {} },
  { lab: 'keep-alive', name: 'sequence-off', switches: { keepAlive: false } },
  { lab: 'keep-alive', name: 'forty-on', switches: { requests: 40, order: 'parallel' } },
  { lab: 'keep-alive', name: 'forty-off', switches: { requests: 40, order: 'parallel', keepAlive: false } },
  { lab: 'keep-alive', name: 'forty-sequence-on', switches: { requests: 40 } },
  { lab: 'keep-alive', name: 'forty-sequence-off', switches: { requests: 40, keepAlive: false } },
  { lab: 'message-end', name: 'chunked', switches: {} },
  { lab: 'message-end', name: 'length', switches: { framing: 'length' } },
  { lab: 'message-end', name: 'close', switches: { framing: 'close' } },
  { lab: 'message-end', name: 'trailers', switches: { trailers: true } },
  { lab: 'message-end', name: 'http10', switches: { framing: 'close', version: '1.0' } },
  { lab: 'message-end', name: 'xhr', switches: { reader: 'xhr' } },
  { lab: 'message-end', name: 'burst', switches: { writes: 10, interval: 0 } },
  { lab: 'back-channel', name: 'one-stream-on', switches: { roundTrip: 50 } },
  { lab: 'back-channel', name: 'one-stream-off', switches: { roundTrip: 50, keepAlive: false } },
  { lab: 'back-channel', name: 'six-streams', switches: { streams: 6, messages: 2 } },
  { lab: 'bench', name: 'fetch-stream', switches: {} },
  { lab: 'bench', name: 'polling', switches: { down: 'polling', messagesDown: 5, messagesUp: 2 } },
  { lab: 'bench', name: 'long-polling', switches: { down: 'long-polling', messagesDown: 5, messagesUp: 2 } },
  { lab: 'bench', name: 'xhr-stream', switches: { down: 'xhr-stream', messagesDown: 5, messagesUp: 2 } },
  { lab: 'bench', name: 'forever-frame', switches: { down: 'forever-frame', messagesDown: 5, messagesUp: 2 } },
  { lab: 'bench', name: 'event-source', switches: { down: 'event-source', messagesDown: 5, messagesUp: 2 } },
  { lab: 'bench', name: 'multipart', switches: { down: 'multipart', messagesDown: 5, messagesUp: 2 } },
  {
    lab: 'bench',
    name: 'web-socket',
    switches: { down: 'web-socket', up: 'web-socket', messagesDown: 3, messagesUp: 3, heartbeat: 100 },
  },
  { lab: 'bench', name: 'post', switches: { up: 'post', messagesDown: 2, messagesUp: 5 } },
  { lab: 'bench', name: 'throttled', switches: { up: 'throttled', messagesDown: 2, messagesUp: 5 } },
  { lab: 'bench', name: 'form', switches: { up: 'form', messagesDown: 2, messagesUp: 5 } },
  { lab: 'bench', name: 'image', switches: { up: 'image', messagesDown: 2, messagesUp: 5 } },
  { lab: 'bench', name: 'beacon', switches: { up: 'beacon', messagesDown: 2, messagesUp: 5 } },
  { lab: 'bench', name: 'h2-stream', switches: { down: 'h2-stream', messagesUp: 2 } },
  { lab: 'bench', name: 'h2-post', switches: { down: 'h2-stream', up: 'h2-post', messagesDown: 2, messagesUp: 5 } },
  { lab: 'bench', name: 'h2-upload', switches: { down: 'h2-stream', up: 'h2-upload', messagesDown: 2, messagesUp: 5 } },
  {
    lab: 'bench',
    name: 'h2-web-socket',
    switches: { down: 'h2-web-socket', up: 'h2-web-socket', messagesDown: 2, messagesUp: 5 },
  },
  {
    lab: 'bench',
    name: 'bayeux-polling',
    switches: { down: 'bayeux-polling', up: 'bayeux-polling', messagesDown: 3, messagesUp: 3 },
  },
  {
    lab: 'bench',
    name: 'bayeux-web-socket',
    switches: { down: 'bayeux-web-socket', up: 'bayeux-web-socket', messagesDown: 3, messagesUp: 3 },
  },
  {
    lab: 'bench',
    name: 'h2-seven',
    switches: { down: 'h2-stream', up: 'h2-post', streams: 7, messagesDown: 2, messagesUp: 1, interval: 300 },
  },
  { lab: 'bench', name: 'web-rtc', switches: { down: 'web-rtc', up: 'web-rtc', messagesDown: 3, messagesUp: 3 } },
  {
    lab: 'bench',
    name: 'web-transport',
    switches: { down: 'web-transport', up: 'web-transport', messagesDown: 3, messagesUp: 3 },
  },
  ...[true, false].map((noDelay) => ({
    lab: 'bench',
    name: noDelay ? 'two-writes' : 'two-writes-delayed',
    switches: {
      down: 'long-polling',
      messagesDown: 12,
      messagesUp: 0,
      interval: 100,
      middlebox: 'impatient',
      noDelay,
    },
  })),
  { lab: 'bench', name: 'idle', switches: { messagesUp: 0, interval: 800, idleTimeout: 500 } },
  {
    lab: 'bench',
    name: 'idle-heartbeat',
    switches: { messagesUp: 0, interval: 800, idleTimeout: 500, heartbeat: 200 },
  },
  {
    lab: 'bench',
    name: 'reset',
    switches: { messagesDown: 12, messagesUp: 0, interval: 150, cut: 'reset', cutAfter: 600 },
  },
  {
    lab: 'bench',
    name: 'nginx-unbuffered',
    switches: { messagesDown: 10, messagesUp: 0, middlebox: 'nginx', unbuffered: true },
  },
  { lab: 'duplex', name: 'node', switches: {} },
  { lab: 'duplex', name: 'upload', switches: { attempt: 'upload' } },
  { lab: 'duplex', name: 'back-channel', switches: { attempt: 'back-channel' } },
  { lab: 'duplex', name: 'two-fetches', switches: { attempt: 'two-fetches' } },
  { lab: 'duplex', name: 'web-socket', switches: { attempt: 'web-socket' } },
  { lab: 'duplex', name: 'h2-web-socket', switches: { attempt: 'h2-web-socket' } },
  { lab: 'fall-back', name: 'chain', switches: {} },
  { lab: 'fall-back', name: 'chain-cut', switches: { cut: 'reset', cutAfterTime: 1000 } },
  { lab: 'fall-back', name: 'socket-io', switches: { library: 'socket-io' } },
]
