/** The back channel: streams down that stay open, and messages up beside them. */
import { defineLab, type Switches, type ValuesOf } from '../lab.ts'
import { pathOf, roundTrip } from '../path-switches.ts'

const switches = {
  streams: {
    kind: 'range',
    label: 'Streams held open',
    help: 'How many responses the script leaves open at once. A browser opens six connections to one host.',
    min: 1,
    max: 8,
    step: 1,
    initial: 1,
  },
  messages: {
    kind: 'range',
    label: 'Messages up',
    help: 'How many messages the script posts, each when the one before has come back down.',
    min: 1,
    max: 20,
    step: 1,
    initial: 5,
  },
  interval: {
    kind: 'range',
    label: 'Pause between messages',
    help: 'How long the script waits before it posts the next message.',
    min: 0,
    max: 1000,
    step: 50,
    unit: 'ms',
    initial: 200,
  },
  keepAlive: {
    kind: 'toggle',
    label: 'Keep-alive for the back channel',
    help: 'Off: each message needs a connection of its own.',
    initial: true,
  },
  roundTrip: roundTrip(0),
} as const satisfies Switches

export type BackChannelSwitches = ValuesOf<typeof switches>

export const backChannel = defineLab({
  id: 'back-channel',
  title: 'The back channel',
  summary: 'Hold streams open downwards, send messages upwards beside them, and see which connections carry what.',
  switches,
  path: pathOf,
  commands: (values) => [
    { label: 'The stream down', method: 'GET', path: 'down' },
    { label: 'A message up', method: 'POST', path: `up?keepAlive=${values.keepAlive ? 'on' : 'off'}`, body: 'hello' },
  ],
})
