/** Events of any stream, held to the standard's own steps, written down once more and as simply as can be. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { octetsOf } from '#wire/octets.ts'
import { dissect } from '../dissection.ts'

interface Dispatched {
  readonly type: string
  readonly data: string
  readonly lastEventId: string
}

/** WHATWG HTML, "Interpreting an event stream", on a stream that is there as a whole. */
function interpret(octets: Uint8Array): readonly Dispatched[] {
  const text = new TextDecoder().decode(octets)
  const lines = text.split(/\r\n|\n|\r/)
  // What follows the last end of line is no line.
  lines.pop()
  const events: Dispatched[] = []
  let [data, type, id, lastEventId] = ['', '', '', '']
  const fields: Readonly<Record<string, (value: string) => void>> = {
    event: (value) => {
      type = value
    },
    data: (value) => {
      data += `${value}\n`
    },
    id: (value) => {
      if (!value.includes('\0')) id = value
    },
  }
  for (const line of lines) {
    if (line === '') {
      lastEventId = id
      if (data !== '') events.push({ type: type || 'message', data: data.slice(0, -1), lastEventId })
      data = ''
      type = ''
    } else if (!line.startsWith(':')) {
      const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? []
      if (Object.hasOwn(fields, name)) fields[name]?.(value)
    }
  }
  return events
}

const PIECES = [
  'data',
  'event',
  'id',
  'retry',
  ':',
  ': ',
  ' ',
  '\r',
  '\n',
  '\r\n',
  '\n\n',
  '1',
  '\0',
  '\xef\xbb\xbf',
  '\xc3',
]

test('the events of any stream are those that the standard dispatches', () => {
  const streams = fc.array(fc.constantFrom(...PIECES), { maxLength: 60 }).map((pieces) => octetsOf(pieces.join('')))
  fc.assert(
    fc.property(streams, (octets) => {
      const { units } = dissect([{ direction: 'server-to-client', octets }], { protocol: 'server-sent-events' })
      const events = units['server-to-client']
        .filter(({ name }) => name === 'event')
        .map(({ computed = [] }) => {
          const values = new Map(computed.map((each) => [each.name, each.kind === 'value' ? each.value : undefined]))
          return { type: values.get('type'), data: values.get('data'), lastEventId: values.get('last-event-id') }
        })
      expect(events).toEqual(interpret(octets))
    }),
    { numRuns: 20_000 },
  )
})
