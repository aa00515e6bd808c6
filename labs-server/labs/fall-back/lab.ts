/** The fall-back chain: find out what this browser and this network can do, choose, and choose again when it breaks. */
import { defineLab, type Switches, type ValuesOf } from '../lab.ts'
import { pathOf, pathSwitchActs, pathSwitches } from '../path-switches.ts'

const switches = {
  library: {
    kind: 'choice',
    label: 'Who chooses',
    help: 'A chain of a hundred lines that this page prints, or Socket.IO, whose own order is from long polling up to WebSocket.',
    options: [
      { value: 'chain', label: 'This page’s chain' },
      { value: 'socket-io', label: 'Socket.IO' },
    ],
    initial: 'chain',
  },
  messages: {
    kind: 'range',
    label: 'Messages',
    help: 'How many messages the page sends; the server answers each.',
    min: 1,
    max: 40,
    step: 1,
    initial: 8,
  },
  interval: {
    kind: 'range',
    label: 'Interval',
    help: 'How long the page waits between two messages.',
    min: 50,
    max: 1000,
    step: 50,
    unit: 'ms',
    initial: 300,
  },
  ...pathSwitches,
} as const satisfies Switches

export type FallBackSwitches = ValuesOf<typeof switches>

export const fallBack = defineLab({
  id: 'fall-back',
  title: 'The fall-back chain',
  summary: 'Block what the network lets through, and watch the page try, choose, and fall back, attempt by attempt.',
  switches,
  acts: pathSwitchActs,
  // The chain has EventSource in it; Socket.IO numbers what it sends over whichever way it has by then.
  standIn: ({ library }) => (library === 'chain' ? 'worker' : 'nobody'),
  path: pathOf,
  commands: () => [
    { label: 'Socket.IO’s handshake, by long polling', method: 'GET', path: 'socket.io/?EIO=4&transport=polling' },
  ],
})
