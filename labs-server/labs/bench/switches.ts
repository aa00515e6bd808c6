/** The switches of the bench: which ways, what goes over them, and how the server and the path treat it. */
import { TRANSPORTS, transportsOf } from '../../transports/index.ts'
import type { Way } from '../../transports/transport.ts'
import { inGroup, type Switches, type ValuesOf } from '../lab.ts'
import { pathSwitchActs, pathSwitches } from '../path-switches.ts'

const WAYS = 'The two ways'
const MESSAGES = 'The messages'
const HTTP = 'The server'
const PATH = 'The path'

const optionsOf = (way: Way) => transportsOf(way).map(({ id, label }) => ({ value: id, label }))

export const benchSwitches = {
  down: {
    kind: 'choice',
    label: 'Way down',
    help: 'How messages come from the server to the page.',
    options: optionsOf('down'),
    initial: 'fetch-stream',
    group: WAYS,
  },
  up: {
    kind: 'choice',
    label: 'Way up',
    help: 'How messages go from the page to the server. The same as the way down, where it carries both, shares its connection.',
    options: optionsOf('up'),
    initial: 'post',
    group: WAYS,
  },
  signalling: {
    kind: 'choice',
    label: 'Signalling goes over',
    help: 'What carries the offer, the answer and the addresses by which two peers find each other.',
    options: [
      { value: 'fetch-stream', label: 'A stream and POST' },
      { value: 'web-socket', label: 'WebSocket' },
    ],
    initial: 'fetch-stream',
    group: WAYS,
  },
  datagrams: {
    kind: 'toggle',
    label: 'Datagrams',
    help: 'On: messages that fit go as datagrams, which may get lost or overtake each other. Larger ones stay on the stream.',
    initial: false,
    group: WAYS,
  },
  messagesDown: {
    kind: 'range',
    label: 'Messages down',
    help: 'How many messages the server sends. One more follows: the report of when each message up arrived.',
    min: 0,
    max: 100,
    step: 1,
    initial: 5,
    group: MESSAGES,
  },
  messagesUp: {
    kind: 'range',
    label: 'Messages up',
    help: 'How many messages the page sends.',
    min: 0,
    max: 100,
    step: 1,
    initial: 5,
    group: MESSAGES,
  },
  size: {
    kind: 'range',
    label: 'Size of a message',
    help: 'How many octets each message has: its number, when it was sent, and dots.',
    min: 40,
    max: 65_536,
    step: 1,
    unit: 'octets',
    initial: 60,
    group: MESSAGES,
  },
  interval: {
    kind: 'range',
    label: 'Interval',
    help: 'How long each side waits between two messages.',
    min: 0,
    max: 1000,
    step: 10,
    unit: 'ms',
    initial: 200,
    group: MESSAGES,
  },
  streams: {
    kind: 'range',
    label: 'Ways down held open',
    help: 'How many of them the page opens. It reads one; the others bring the same, and each keeps a connection or a stream busy.',
    min: 1,
    max: 8,
    step: 1,
    initial: 1,
    group: MESSAGES,
  },
  pollInterval: {
    kind: 'range',
    label: 'Time between polls',
    help: 'How long the page waits after an answer before it asks again.',
    min: 0,
    max: 2000,
    step: 10,
    unit: 'ms',
    initial: 250,
    group: MESSAGES,
  },
  pollHold: {
    kind: 'range',
    label: 'A poll is held for',
    help: 'How long the server keeps a request for which it has nothing to say.',
    min: 100,
    max: 20_000,
    step: 100,
    unit: 'ms',
    initial: 10_000,
    group: MESSAGES,
  },
  throttle: {
    kind: 'range',
    label: 'Throttle',
    help: 'How long the page gathers messages before it submits them in one request.',
    min: 0,
    max: 2000,
    step: 50,
    unit: 'ms',
    initial: 500,
    group: MESSAGES,
  },
  batch: {
    kind: 'range',
    label: 'Batch',
    help: 'So many messages are submitted at once, even if the time is not over.',
    min: 1,
    max: 20,
    step: 1,
    initial: 10,
    group: MESSAGES,
  },
  keepAlive: {
    kind: 'toggle',
    label: 'Keep-alive',
    help: 'Off: the server says "Connection: close" in every response, and closes.',
    initial: true,
    group: HTTP,
  },
  keepAliveTimeout: {
    kind: 'range',
    label: 'Keep-Alive: timeout',
    help: 'How long the server says it keeps an idle connection; 0 says nothing. Some browsers obey, others do not.',
    min: 0,
    max: 120,
    step: 1,
    unit: 's',
    initial: 0,
    group: HTTP,
  },
  framing: {
    kind: 'choice',
    label: 'The stream ends by',
    help: 'How a response that stays open says where it ends. A length is announced before anything is known, and used up.',
    options: [
      { value: 'chunked', label: 'Chunked coding' },
      { value: 'length', label: 'Content-Length' },
      { value: 'close', label: 'Closing' },
    ],
    initial: 'chunked',
    group: HTTP,
  },
  flush: {
    kind: 'toggle',
    label: 'Flush',
    help: 'Off: the server holds what it writes until 8192 octets are together, as buffers do that nobody told otherwise.',
    initial: true,
    group: HTTP,
  },
  padding: {
    kind: 'range',
    label: 'Padding',
    help: 'Octets that say nothing, written first, for readers that show nothing before so many have come.',
    min: 0,
    max: 4096,
    step: 1,
    unit: 'octets',
    initial: 0,
    group: HTTP,
  },
  unbuffered: {
    kind: 'toggle',
    label: 'X-Accel-Buffering: no',
    help: 'On: the server asks, in a field of its response, to have it passed on as it comes. nginx obeys; others do not know it.',
    initial: false,
    group: HTTP,
  },
  sniff: {
    kind: 'toggle',
    label: 'Type may be guessed',
    help: 'On: the server leaves out "X-Content-Type-Options: nosniff", and a browser may wait for octets to guess from.',
    initial: false,
    group: HTTP,
  },
  heartbeat: {
    kind: 'range',
    label: 'Heartbeat',
    help: 'After so much silence the server sends something that is no message; 0 for never.',
    min: 0,
    max: 5000,
    step: 50,
    unit: 'ms',
    initial: 0,
    group: HTTP,
  },
  gzip: {
    kind: 'toggle',
    label: 'Compression',
    help: 'Content is coded with gzip and flushed after each message; a WebSocket’s messages are deflated.',
    initial: false,
    group: HTTP,
  },
  ...inGroup(PATH, pathSwitches),
} as const satisfies Switches

export type BenchSwitches = ValuesOf<typeof benchSwitches>

/** Switches that act on the task, whatever carries the messages. */
const ALWAYS = ['down', 'up', 'messagesDown', 'messagesUp', 'size', 'interval', 'streams']

/** Whether a switch acts on what the two chosen ways do. */
export function acts(name: string, values: BenchSwitches): boolean {
  const { down, up } = values
  if (Object.hasOwn(pathSwitches, name)) return pathSwitchActs(name, values)
  if (ALWAYS.includes(name)) return true
  return TRANSPORTS.some(({ id, options }) => (id === down || id === up) && options.some((option) => option === name))
}
