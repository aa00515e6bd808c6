import { describe, expect, test } from 'vitest'
import { type BoundaryScope, boundariesOf, pieceBoundaries, sharedBoundaries } from '#wire/boundaries.ts'
import type { BoundaryLane } from '#wire/boundary-lane.ts'
import '#wire/dissectors/all.ts'
import type { RecordedEvent } from '#wire/formats/recording.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TracedConnection, TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

const REQUEST = 'GET /s/x/events?of=1 HTTP/1.1\r\nHost: a\r\n\r\n'
const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'

function chunk(data: string): string {
  return `${data.length.toString(16)}\r\n${data}\r\n`
}

function passed(at: number, direction: Direction, text: string, pieces?: readonly number[]): TraceRecord {
  return { kind: 'octets', connection: 1, at, direction, octets: octetsOf(text), ...(pieces && { pieces }) }
}

function logOf(...records: readonly TraceRecord[]): UnitLog {
  const log = new UnitLog({ id: 'run', lab: 'events', switches: {}, startedAt: 0, server: 'Node.js' })
  for (const record of records) log.append(record)
  return log
}

/** Three events in two chunks and two writes: the second event is cut by a chunk's end, the first write ends inside the second chunk. */
const [ONE, TWO] = [chunk('data: a\n\ndata'), chunk(': b\n\ndata: c\n\n')]
const log = logOf(
  passed(1, 'client-to-server', REQUEST),
  passed(2, 'server-to-client', HEAD),
  passed(10, 'server-to-client', ONE + TWO.slice(0, 6), [4, 13, 2, 6]),
  passed(20, 'server-to-client', TWO.slice(6)),
)
const SCRIPT: readonly RecordedEvent[] = [
  { at: 3, what: 'fetch() resolved' },
  { at: 11, what: 'read()', octets: 13, of: 'events?of=1' },
  { at: 21, what: 'read()', octets: 14, of: 'events?of=1' },
]

function scopeOf(of: UnitLog, changed: Partial<BoundaryScope> = {}): BoundaryScope {
  const connection = of.trace.connection(1) as TracedConnection
  return { connection, direction: 'server-to-client', contentOnly: true, ...changed }
}

/** `event 0-9, event 9-18`. */
function cells(lane: BoundaryLane | undefined): string {
  return Array.from({ length: lane?.length ?? 0 }, (_, place) => {
    const cell = lane?.cell(place)
    return `${cell?.name} ${cell?.pieces.map(({ start, end }) => `${start}-${end}`).join('+')}`
  }).join(', ')
}

describe('the boundaries in one response', () => {
  const ruled = boundariesOf(log, SCRIPT, scopeOf(log))
  const lane = (id: string) => ruled.lanes.find((each) => each.id === id) as BoundaryLane

  test('stand above each other as they carry each other: script, events, chunks, socket', () => {
    expect(ruled.lanes.map(({ id }) => id)).toEqual(['script', 'server-sent-events', 'framing', 'socket'])
  })

  test('are counted over its content: an event cut by a chunk is whole there', () => {
    expect(ruled.axis.length).toBe(27)
    expect(cells(lane('server-sent-events'))).toBe('event 0-9, event 9-18, event 18-27')
    expect(cells(lane('framing'))).toBe('chunk 0-13, chunk 13-27')
    expect(cells(lane('socket'))).toBe('write 0-16, write 16-27')
    expect(cells(lane('script'))).toBe('read() 0-13, read() 13-27')
  })

  test('are compared by where cells end', () => {
    const events = lane('server-sent-events')
    expect(sharedBoundaries(events, lane('framing'), ruled.axis)).toEqual({ between: 2, shared: 0 })
    expect(sharedBoundaries(lane('framing'), lane('script'), ruled.axis)).toEqual({ between: 1, shared: 1 })
  })

  test('can be found by position', () => {
    expect(lane('server-sent-events').placeAt(17)).toBe(1)
    expect(lane('server-sent-events').placeAt(27)).toBeUndefined()
  })

  test('over all octets, cut an event into pieces around the framing of chunks', () => {
    const whole = boundariesOf(log, SCRIPT, scopeOf(log, { contentOnly: false }))
    const first = HEAD.length + 3
    expect(whole.axis.length).toBe(HEAD.length + ONE.length + TWO.length)
    expect(cells(whole.lanes[1])).toBe(
      `event ${first}-${first + 9}, event ${first + 9}-${first + 13}+${first + 18}-${first + 23}, event ${first + 23}-${first + 32}`,
    )
    expect(cells(whole.lanes[2])).toBe(
      `response 0-${HEAD.length}, chunk ${HEAD.length}-${HEAD.length + ONE.length}, chunk ${HEAD.length + ONE.length}-${whole.axis.length}`,
    )
  })

  test('include those inside a write, where the server handed over several pieces as one', () => {
    const whole = boundariesOf(log, SCRIPT, scopeOf(log, { contentOnly: false }))
    const write = whole.lanes.at(-1)?.cell(1)
    const first = HEAD.length
    expect(write && pieceBoundaries(write, whole.axis)).toEqual([first + 4, first + 17, first + 19])
  })
})

test('the client’s octets are ruled by what the server’s socket read', () => {
  const asked = boundariesOf(log, SCRIPT, scopeOf(log, { direction: 'client-to-server' }))
  expect(asked.lanes.map(cells)).toEqual([`request 0-${REQUEST.length}`, `read 0-${REQUEST.length}`])
})

test('units that are still arriving are ruled as far as they have come', () => {
  const begun = logOf(
    passed(1, 'client-to-server', REQUEST),
    passed(2, 'server-to-client', `${HEAD}${chunk('data: a\n\ndata')}`),
  )
  expect(boundariesOf(begun, [], scopeOf(begun)).lanes.map(cells)).toEqual([
    'event 0-9, block 9-13',
    'chunk 0-13',
    'write 0-13',
  ])
})

test('one exchange of several can be ruled by itself', () => {
  const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n'
  const two = logOf(
    passed(1, 'client-to-server', `${REQUEST}GET /b HTTP/1.1\r\nHost: a\r\n\r\n`),
    passed(2, 'server-to-client', `${answer}one${answer}two`),
  )
  const second = boundariesOf(two, [], scopeOf(two, { exchange: 1, contentOnly: false }))
  expect(cells(second.lanes[0])).toBe(`response 0-${answer.length}, message-body ${answer.length}-${answer.length + 3}`)
  expect(second.axis.wireOffset(0)).toBe(answer.length + 3)
})

describe('what the script saw', () => {
  const script = (events: readonly RecordedEvent[], of = log) => {
    const { lanes, unplaced } = boundariesOf(of, events, scopeOf(of))
    return { cells: cells(lanes.find(({ kind }) => kind === 'script')), unplaced }
  }

  test('is placed without a name when only one exchange has content', () => {
    const events = SCRIPT.map(({ of: _, ...event }) => event)
    expect(script(events)).toEqual({ cells: 'read() 0-13, read() 13-27', unplaced: 0 })
  })

  test('is not placed under a name that no request-target ends with', () => {
    expect(script([{ at: 11, what: 'read()', octets: 13, of: 'of=11' }])).toEqual({ cells: '', unplaced: 1 })
  })

  test('is not placed beyond the octets that have passed', () => {
    expect(script([...SCRIPT, { at: 30, what: 'read()', octets: 1, of: 'events?of=1' }]).unplaced).toBe(1)
  })

  test('is placed event by event where the platform delivers them so', () => {
    const delivered = [12, 21, 21].map((at) => ({ at, what: 'onmessage', octets: 1, of: '?of=1' }))
    expect(script(delivered).cells).toBe('onmessage 0-9, onmessage 9-18, onmessage 18-27')
  })

  test('is not placed on content from which a coding was taken before the script got it', () => {
    const coded = logOf(
      passed(1, 'client-to-server', REQUEST),
      passed(2, 'server-to-client', 'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 30\r\n\r\n'),
      passed(3, 'server-to-client', 'x'.repeat(30)),
    )
    expect(script([{ at: 4, what: 'read()', octets: 20, of: 'events?of=1' }], coded).unplaced).toBe(1)
  })

  test('is shared out in order among requests with one target', () => {
    const post = (data: string) => `POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: ${data.length}\r\n\r\n${data}`
    const posts = logOf(passed(1, 'client-to-server', post('one') + post('three')))
    const gave = ['one', 'three'].map((data, at) => ({ at, what: 'fetch() called', octets: data.length, of: 'up' }))
    const { lanes } = boundariesOf(posts, gave, scopeOf(posts, { direction: 'client-to-server' }))
    expect(cells(lanes[0])).toBe('fetch() called 0-3, fetch() called 3-8')
  })
})
