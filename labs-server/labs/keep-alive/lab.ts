/** One connection, many requests: what keeping the connection saves. */
import { defineLab, type Switches, type ValuesOf } from '../lab.ts'
import { pathOf, roundTrip } from '../path-switches.ts'

const switches = {
  requests: {
    kind: 'range',
    label: 'Requests',
    help: 'How many images the script fetches.',
    min: 1,
    max: 40,
    step: 1,
    initial: 6,
  },
  order: {
    kind: 'choice',
    label: 'Order',
    help: 'Wait for each answer before asking again, or ask for all at once.',
    options: [
      { value: 'sequence', label: 'One after another' },
      { value: 'parallel', label: 'In parallel' },
    ],
    initial: 'sequence',
  },
  keepAlive: {
    kind: 'toggle',
    label: 'Keep-alive',
    help: 'Off: the server answers with "Connection: close" and ends the connection after each response.',
    initial: true,
  },
  roundTrip: roundTrip(100),
} as const satisfies Switches

export type KeepAliveSwitches = ValuesOf<typeof switches>

export const keepAlive = defineLab({
  id: 'keep-alive',
  title: 'One connection, many requests',
  summary: 'Fetch a page of images with the connection kept open or closed after each, and count connections and time.',
  switches,
  path: pathOf,
  commands: (values) => [
    { label: 'One image', method: 'GET', path: `image/1?keepAlive=${values.keepAlive ? 'on' : 'off'}` },
  ],
})
