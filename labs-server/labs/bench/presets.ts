/** The recorded runs of the bench: every transport once, then each lesson's lab with the changes that its text asks for. */
import { type Presets, withChanges } from '../preset.ts'

/** Both ways by the same transport. */
const bothWays = (id: string) => ({ down: id, up: id })

/** Half of what follows waits for TCP to acknowledge the other half, without TCP_NODELAY. */
const TWO_WRITES = { down: 'long-polling', messagesDown: 12, messagesUp: 0, interval: 100, middlebox: 'impatient' }

const ways: Presets = {
  'fetch-stream': {},
  polling: { down: 'polling', messagesDown: 5, messagesUp: 2 },
  'long-polling': { down: 'long-polling', messagesDown: 5, messagesUp: 2 },
  'xhr-stream': { down: 'xhr-stream', messagesDown: 5, messagesUp: 2 },
  'forever-frame': { down: 'forever-frame', messagesDown: 5, messagesUp: 2 },
  'event-source': { down: 'event-source', messagesDown: 5, messagesUp: 2 },
  multipart: { down: 'multipart', messagesDown: 5, messagesUp: 2 },
  'web-socket': { ...bothWays('web-socket'), messagesDown: 3, messagesUp: 3, heartbeat: 100 },
  post: { up: 'post', messagesDown: 2, messagesUp: 5 },
  throttled: { up: 'throttled', messagesDown: 2, messagesUp: 5 },
  form: { up: 'form', messagesDown: 2, messagesUp: 5 },
  image: { up: 'image', messagesDown: 2, messagesUp: 5 },
  beacon: { up: 'beacon', messagesDown: 2, messagesUp: 5 },
  'h2-stream': { down: 'h2-stream', messagesUp: 2 },
  'h2-post': { down: 'h2-stream', up: 'h2-post', messagesDown: 2, messagesUp: 5 },
  'h2-upload': { down: 'h2-stream', up: 'h2-upload', messagesDown: 2, messagesUp: 5 },
  'h2-web-socket': { ...bothWays('h2-web-socket'), messagesDown: 2, messagesUp: 5 },
  'h2-seven': { down: 'h2-stream', up: 'h2-post', streams: 7, messagesDown: 2, messagesUp: 1, interval: 300 },
  'bayeux-polling': { ...bothWays('bayeux-polling'), messagesDown: 3, messagesUp: 3 },
  'bayeux-web-socket': { ...bothWays('bayeux-web-socket'), messagesDown: 3, messagesUp: 3 },
  'xml-socket': { ...bothWays('xml-socket'), messagesDown: 3, messagesUp: 3 },
  'web-rtc': { ...bothWays('web-rtc'), messagesDown: 3, messagesUp: 3 },
  'web-transport': { ...bothWays('web-transport'), messagesDown: 3, messagesUp: 3 },
}

const path: Presets = {
  'two-writes': { ...TWO_WRITES, noDelay: true },
  'two-writes-delayed': { ...TWO_WRITES, noDelay: false },
  idle: { messagesUp: 0, interval: 800, idleTimeout: 500 },
  'idle-heartbeat': { messagesUp: 0, interval: 800, idleTimeout: 500, heartbeat: 200 },
  reset: { messagesDown: 12, messagesUp: 0, interval: 150, cut: 'reset', cutAfter: 600 },
  'nginx-unbuffered': { messagesDown: 10, messagesUp: 0, middlebox: 'nginx', unbuffered: true },
}

const lessonsDown: Presets = {
  ...withChanges(
    'lesson-polling',
    { down: 'polling', messagesUp: 0, interval: 500 },
    { often: { pollInterval: 120 }, 'keep-alive-off': { keepAlive: false } },
  ),
  ...withChanges(
    'lesson-long-polling',
    { down: 'long-polling', messagesUp: 0, interval: 500 },
    {
      slow: { interval: 700 },
      gap: { interval: 0, roundTrip: 200 },
      'short-hold': { pollHold: 300 },
      'keep-alive-off': { keepAlive: false },
    },
  ),
  ...withChanges(
    'lesson-forever-frame',
    { down: 'forever-frame', messagesUp: 0 },
    { padding: { padding: 1024 }, ten: { messagesDown: 10 } },
  ),
  ...withChanges(
    'lesson-xhr-stream',
    { down: 'xhr-stream', messagesDown: 20, messagesUp: 0, interval: 100, sniff: true },
    { padding: { padding: 1024 }, nosniff: { sniff: false } },
  ),
  ...withChanges(
    'lesson-fetch-stream',
    { messagesDown: 10, messagesUp: 0 },
    {
      'no-interval': { interval: 0 },
      length: { framing: 'length' },
      'length-used-up': { framing: 'length', messagesDown: 5, size: 4000 },
      closing: { framing: 'close' },
      held: { flush: false },
      gzip: { gzip: true },
      heartbeat: { heartbeat: 100 },
    },
  ),
  ...withChanges(
    'lesson-event-source',
    { down: 'event-source', messagesDown: 10, messagesUp: 0, cut: 'reset', cutAfter: 600 },
    { uncut: { cut: 'never' }, closed: { cut: 'close' }, heartbeat: { heartbeat: 100 } },
  ),
  ...withChanges(
    'lesson-multipart',
    { down: 'multipart', messagesUp: 0, interval: 400 },
    { heartbeat: { heartbeat: 100 } },
  ),
  ...withChanges(
    'lesson-web-socket',
    { ...bothWays('web-socket'), interval: 300 },
    { large: { size: 200 }, gzip: { gzip: true }, heartbeat: { heartbeat: 100 } },
  ),
  ...withChanges('lesson-h2-stream', { down: 'h2-stream', up: 'h2-post' }, { seven: { streams: 7 } }),
  // Messages both ways at one pace meet no poll that waits: each one down has just answered it.
  ...withChanges(
    'lesson-bayeux',
    { ...bothWays('bayeux-polling'), interval: 400 },
    { 'one-down': { messagesDown: 1 } },
  ),
  'lesson-bayeux-web-socket': bothWays('bayeux-web-socket'),
  'lesson-xml-socket': { ...bothWays('xml-socket'), messagesDown: 4, messagesUp: 4 },
  ...withChanges(
    'lesson-web-rtc',
    { ...bothWays('web-rtc'), messagesDown: 4, messagesUp: 4 },
    { 'over-web-socket': { signalling: 'web-socket' } },
  ),
  ...withChanges(
    'lesson-web-transport',
    { ...bothWays('web-transport'), messagesDown: 4, messagesUp: 4 },
    { datagrams: { datagrams: true } },
  ),
}

const lessonsUp: Presets = {
  ...withChanges(
    'lesson-post',
    { messagesDown: 0 },
    { 'side-by-side': { roundTrip: 100, interval: 0 }, 'keep-alive-off': { keepAlive: false } },
  ),
  ...withChanges(
    'lesson-throttled',
    { up: 'throttled', messagesDown: 0, messagesUp: 20, interval: 50, batch: 20 },
    { 'at-once': { throttle: 0 }, second: { throttle: 1000 }, 'two-seconds': { throttle: 2000 } },
  ),
  'lesson-form': { up: 'form', messagesDown: 0, messagesUp: 4 },
  ...withChanges('lesson-image', { up: 'image', messagesDown: 0, messagesUp: 4 }, { parts: { size: 6000 } }),
  ...withChanges('lesson-beacon', { up: 'beacon', messagesDown: 0 }, { large: { size: 20_000 } }),
  'lesson-h2-post': { down: 'h2-stream', up: 'h2-post', messagesDown: 0, messagesUp: 6 },
  'lesson-h2-upload': { down: 'h2-stream', up: 'h2-upload' },
  'lesson-by-hand': { messagesDown: 0, messagesUp: 3 },
}

const lessonsPath: Presets = {
  ...withChanges(
    'lesson-packet',
    { messagesDown: 12, messagesUp: 0, interval: 100 },
    { held: { flush: false }, 'ten-in-a-write': { flush: false, size: 800 }, delayed: { noDelay: false } },
  ),
  'lesson-idle-announced': { messagesUp: 0, interval: 800, idleTimeout: 500, keepAliveTimeout: 5 },
  ...withChanges(
    'lesson-lost',
    { messagesDown: 12, messagesUp: 0, interval: 150, cut: 'close', cutAfter: 600 },
    {
      'half-closed': { cut: 'half-close' },
      closing: { framing: 'close' },
      polling: { down: 'polling' },
      'long-polling': { down: 'long-polling' },
      'event-source': { down: 'event-source' },
      'web-socket': { down: 'web-socket' },
      'event-source-reset': { down: 'event-source', cut: 'reset' },
      'web-socket-reset': { down: 'web-socket', cut: 'reset' },
    },
  ),
  ...withChanges(
    'lesson-middlebox',
    { messagesDown: 5, messagesUp: 0, size: 4000, middlebox: 'buffering' },
    {
      length: { framing: 'length' },
      heartbeat: { heartbeat: 100 },
      padding: { padding: 1024 },
      'long-polling': { down: 'long-polling' },
      stripping: { middlebox: 'stripping' },
      'stripping-web-socket': { middlebox: 'stripping', down: 'web-socket' },
      nginx: { middlebox: 'nginx' },
      'nginx-unbuffered': { middlebox: 'nginx', unbuffered: true },
      'nginx-buffering-off': { middlebox: 'nginx', proxyBuffering: false },
      'nginx-http11': { middlebox: 'nginx', proxyHttpVersion: '1.1' },
    },
  ),
}

export const presets: Presets = { ...ways, ...path, ...lessonsDown, ...lessonsUp, ...lessonsPath }
