/** Two runs beside each other: kinds of octets, times, and the table. */
import { describe, expect, test } from 'vitest'
import { comparisonOf, Measuring, percentile, type RunMeasures } from '#wire/comparison.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

const REQUEST = 'GET /message HTTP/1.1\r\nHost: a\r\n\r\n'
const HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

function measuresOf(records: readonly TraceRecord[], script: readonly RecordedEvent[] = []): RunMeasures {
  const log = new UnitLog({ id: 'run', lab: 'message-end', switches: {}, startedAt: 0, server: '' })
  for (const record of records) log.append(record)
  const measuring = new Measuring(log)
  measuring.advance(() => false)
  return measuring.measures(script)
}

function passed(connection: number, at: number, direction: Direction, text: string, heldMs?: number): TraceRecord {
  return { kind: 'octets', connection, at, direction, octets: octetsOf(text), ...(heldMs && { heldMs }) }
}

const chunked = [
  passed(1, 10, 'client-to-server', REQUEST),
  passed(1, 15, 'server-to-client', HEAD),
  passed(1, 20, 'server-to-client', '5\r\nhello\r\n'),
  passed(1, 30, 'server-to-client', '3\r\nyou\r\n0\r\n\r\n'),
]

describe('octets by what they are for', () => {
  test('a chunked message: its head, the lines of its chunks, its content', () => {
    const { kinds } = measuresOf(chunked)
    expect(kinds['client-to-server']).toEqual({ control: REQUEST.length, framing: 0, content: 0 })
    expect(kinds['server-to-client']).toEqual({ control: HEAD.length, framing: 5 + 5 + 5, content: 8 })
  })

  test('the fields of a trailer section are control data, the line that ends it is framing', () => {
    const { kinds } = measuresOf([passed(1, 0, 'server-to-client', `${HEAD}0\r\nA: b\r\n\r\n`)])
    expect(kinds['server-to-client']).toEqual({ control: HEAD.length + 4, framing: 3 + 2 + 2, content: 0 })
  })

  test('every octet of complete units is counted once, events in chunks not again', () => {
    const head = HEAD.replace('\r\n\r\n', '\r\nContent-Type: text/event-stream\r\n\r\n')
    const { kinds, facts } = measuresOf([passed(1, 0, 'server-to-client', `${head}9\r\ndata: 1\n\n\r\n0\r\n\r\n`)])
    const { control, framing, content } = kinds['server-to-client']
    expect(control + framing + content).toBe(facts.octets['server-to-client'])
    expect(content).toBe(9)
  })
})

describe('times', () => {
  test('from the first octet of a request to the first octet of its response', () => {
    expect(measuresOf(chunked).responsesMs).toEqual([5])
  })

  test('from the server’s write, before the path held it, to the read() that ended with its last octet', () => {
    const held = [...chunked.slice(0, 2), passed(1, 20, 'server-to-client', '5\r\nhello\r\n', 8)]
    const script = [
      { at: 22, what: 'read()', octets: 3, of: '/message' },
      { at: 25, what: 'read()', octets: 2, of: '/message' },
    ]
    expect(measuresOf(held, script).deliveriesMs).toEqual([10, 13])
  })

  test('percentiles are figures that were measured, by nearest rank', () => {
    const times = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]
    expect([0, 0.5, 0.95, 1].map((share) => percentile(times, share))).toEqual([1, 10, 19, 20])
    expect(percentile([7], 0.95)).toBe(7)
    expect(percentile([], 0.5)).toBeUndefined()
  })
})

describe('the table', () => {
  const now = measuresOf(chunked, [{ at: 24, what: 'read()', octets: 5, of: '/message' }])
  const before = measuresOf([
    passed(1, 10, 'client-to-server', REQUEST),
    passed(1, 30, 'server-to-client', 'HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhelloyou'),
  ])
  const groups = comparisonOf(now, before)
  const row = (title: string, name: string) =>
    groups.find((group) => group.title.startsWith(title))?.rows.find((candidate) => candidate.name === name)

  test('has a row for each kind of octets that one of the runs has', () => {
    expect(row('Octets', 'Server to client: framing')).toMatchObject({ now: '15', before: '0', difference: '+15' })
    expect(row('Octets', 'Server to client: content')).toMatchObject({ now: '8', before: '8', difference: 'the same' })
    expect(row('Octets', 'Client to server: content')).toBeUndefined()
  })

  test('says which times it compares, and has a dash where one run has none', () => {
    expect(row('From write', 'Median')).toEqual({ name: 'Median', now: '4.0 ms', before: '–', difference: '–' })
    expect(row('From request', '95th percentile')).toMatchObject({ now: '5.0 ms', before: '20 ms' })
  })

  test('leaves out what neither run has', () => {
    expect(comparisonOf(before, before).map(({ title }) => title)).not.toContain('From write to script')
  })
})
