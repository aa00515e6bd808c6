/** Duplex in one connection: pieces go up, the server answers each at once, and the trace tells whether the two overlapped. */
import { defineLab, type Switches, type ValuesOf } from '../lab.ts'
import { pathOf, roundTrip } from '../path-switches.ts'

const switches = {
  attempt: {
    kind: 'choice',
    label: 'Attempt',
    help: 'Who speaks, and how. The server answers every piece as soon as it has come, whatever carries it.',
    options: [
      { value: 'node', label: 'Node’s client, HTTP/1.1' },
      { value: 'upload', label: 'One fetch, HTTP/2' },
      { value: 'two-fetches', label: 'Two fetches, HTTP/2' },
      { value: 'back-channel', label: 'A fetch and POSTs, HTTP/1.1' },
      { value: 'web-socket', label: 'WebSocket, HTTP/1.1' },
      { value: 'h2-web-socket', label: 'WebSocket, HTTP/2' },
      { value: 'web-transport', label: 'WebTransport' },
      { value: 'service-worker', label: 'One fetch, service worker' },
    ],
    initial: 'node',
  },
  pieces: {
    kind: 'range',
    label: 'Pieces',
    help: 'How many pieces go up.',
    min: 1,
    max: 20,
    step: 1,
    initial: 5,
  },
  interval: {
    kind: 'range',
    label: 'Interval',
    help: 'How long the client waits before it sends the next piece.',
    min: 0,
    max: 1000,
    step: 50,
    unit: 'ms',
    initial: 200,
  },
  roundTrip: roundTrip(0),
} as const satisfies Switches

export type DuplexSwitches = ValuesOf<typeof switches>

/** Browsers speak HTTP/2 over TLS only. */
const OVER_TLS: readonly DuplexSwitches['attempt'][] = ['upload', 'two-fetches', 'h2-web-socket']

/** QUIC, and a service worker of its own. */
const WITHOUT_HTTP: readonly DuplexSwitches['attempt'][] = ['web-transport', 'service-worker']

export const duplex = defineLab({
  id: 'duplex',
  title: 'Duplex in one connection',
  summary:
    'Send in pieces, have each answered at once, and let the octets say whether both directions streamed together.',
  switches,
  judged: true,
  needsTls: ({ attempt }) => OVER_TLS.includes(attempt),
  standIn: ({ attempt }) => (WITHOUT_HTTP.includes(attempt) ? 'nobody' : 'script'),
  path: pathOf,
  commands: () => [
    {
      label: 'Type lines: each goes up as a chunk, and its echo comes down before the request has ended',
      method: 'PUT',
      path: 'echo',
      typed: true,
    },
  ],
})
