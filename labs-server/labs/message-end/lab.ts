/** When does a message end? Three ways to say so, and what a script sees of them. */
import { defineLab, type Switches, type ValuesOf } from '../lab.ts'
import { BARE_PATH } from '../path-options.ts'

const switches = {
  framing: {
    kind: 'choice',
    label: 'The message ends by',
    help: 'How the server tells the client where the content ends.',
    options: [
      { value: 'chunked', label: 'Chunked coding' },
      { value: 'length', label: 'Content-Length' },
      { value: 'close', label: 'Closing' },
    ],
    initial: 'chunked',
  },
  version: {
    kind: 'choice',
    label: 'Server speaks',
    help: 'HTTP/1.0 has no chunked coding: a server that speaks it must send a length or close.',
    options: [
      { value: '1.1', label: 'HTTP/1.1' },
      { value: '1.0', label: 'HTTP/1.0' },
    ],
    initial: '1.1',
  },
  writes: {
    kind: 'range',
    label: 'Writes',
    help: 'How many times the server writes a piece of the content.',
    min: 1,
    max: 20,
    step: 1,
    initial: 5,
  },
  size: {
    kind: 'range',
    label: 'Size of a write',
    help: 'How many octets each write has.',
    min: 1,
    max: 4096,
    step: 1,
    unit: 'octets',
    initial: 27,
  },
  interval: {
    kind: 'range',
    label: 'Interval',
    help: 'How long the server waits between two writes.',
    min: 0,
    max: 1000,
    step: 50,
    unit: 'ms',
    initial: 300,
  },
  trailers: {
    kind: 'toggle',
    label: 'Trailers',
    help: 'Send a field after the content. Only chunked coding has a place for it.',
    initial: false,
  },
  reader: {
    kind: 'choice',
    label: 'The script reads with',
    help: 'Both show the content while it arrives; neither shows where the chunks were.',
    options: [
      { value: 'fetch', label: 'fetch' },
      { value: 'xhr', label: 'XMLHttpRequest' },
    ],
    initial: 'fetch',
  },
} as const satisfies Switches

export type MessageEndSwitches = ValuesOf<typeof switches>

export const messageEnd = defineLab({
  id: 'message-end',
  title: 'When does a message end?',
  summary:
    'Stream one response with Content-Length, chunked coding or a closing connection, and compare what the script saw.',
  switches,
  path: () => BARE_PATH,
  commands: (values) => [{ label: 'The message', method: 'GET', path: `message?${messageQuery(values)}` }],
})

/** What the server half needs to know, as query fields. */
export function messageQuery(switches: MessageEndSwitches): string {
  const { framing, version, writes, size, interval, trailers } = switches
  return new URLSearchParams({
    framing,
    version,
    writes: String(writes),
    size: String(size),
    interval: String(interval),
    trailers: trailers ? 'on' : 'off',
  }).toString()
}
