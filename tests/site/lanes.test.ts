/** Where connections, exchanges and units lie on the time axis of a figure. */
import { describe, expect, test } from 'vitest'
import type { ScriptEvent } from '#labs/lab-client.ts'
import { boundariesOf } from '#site/components/boundaries.ts'
import { lanePaths } from '#site/components/lane-paths.ts'
import { lanesOf, lanesText, lengthOf, ticksOf } from '#site/components/lanes.ts'
import { type MeasuredRun, measured, saved } from '#site/components/measure.ts'
import { factsOf } from '#wire/facts.ts'
import { octetsOf } from '#wire/octets.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const NO_CONTENT = 'HTTP/1.1 204 No Content\r\n\r\n'
const CHUNKED_HEAD = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

function logOf(records: readonly TraceRecord[]): UnitLog {
  const log = new UnitLog({ id: 'r', lab: 'keep-alive', switches: {}, startedAt: 0, server: 'test' })
  for (const record of records) log.append(record)
  return log
}

function measuredRun(log: UnitLog, script: readonly ScriptEvent[] = []): MeasuredRun {
  return { log, facts: factsOf(log), recording: { script } }
}

const up = (connection: number, at: number, text = REQUEST, heldMs?: number): TraceRecord => ({
  kind: 'octets',
  connection,
  at,
  direction: 'client-to-server',
  octets: octetsOf(text),
  ...(heldMs !== undefined && { heldMs }),
})
const down = (connection: number, at: number, text = NO_CONTENT, heldMs?: number): TraceRecord => ({
  ...up(connection, at, text, heldMs),
  kind: 'octets',
  direction: 'server-to-client',
  octets: octetsOf(text),
})

/** Two exchanges on one connection that is kept, opened 40 ms after the run began. */
const KEPT = [
  { kind: 'open', connection: 7, at: 40 },
  up(7, 50, REQUEST, 20),
  down(7, 100, NO_CONTENT, 30),
  up(7, 140),
  down(7, 240),
] as const satisfies readonly TraceRecord[]

describe('lanes', () => {
  test('begin at the first opening and end a little after the last octet', () => {
    const { lanes, end } = lanesOf(logOf(KEPT))
    expect(end).toBeCloseTo(206)
    expect(lanes).toHaveLength(1)
    expect(lanes[0]).toMatchObject({ number: 1, opened: 0, closed: undefined })
  })

  test('show exchanges, and the idle time between them', () => {
    const [lane] = lanesOf(logOf(KEPT)).lanes
    expect(lane?.exchanges).toEqual([
      { from: 10, to: 60 },
      { from: 100, to: 200 },
    ])
    expect(lane?.idle.slice(0, 2)).toEqual([
      { from: 0, to: 10 },
      { from: 60, to: 100 },
    ])
  })

  test('show a unit where its octets passed', () => {
    const [lane] = lanesOf(logOf(KEPT)).lanes
    expect(lane?.marks[0]).toEqual({ direction: 'client-to-server', name: 'request', octets: 27, from: 10, to: 10 })
    expect(lane?.marks).toHaveLength(4)
  })

  test('show holding after a request was seen and before a response was', () => {
    const [lane] = lanesOf(logOf(KEPT)).lanes
    expect(lane?.held).toEqual([
      { from: 10, to: 30 },
      { from: 30, to: 60 },
    ])
  })

  test('leave out a connection that carried nothing', () => {
    const { lanes } = lanesOf(logOf([{ kind: 'open', connection: 1, at: 0 }, ...KEPT]))
    expect(lanes).toHaveLength(1)
  })

  test('have no mark for a unit that was cut short before its first octet', () => {
    const log = logOf([
      { kind: 'open', connection: 1, at: 0 },
      up(1, 50),
      down(1, 90, `${CHUNKED_HEAD}1\r\na\r\n`),
      { kind: 'close', connection: 1, at: 92, how: 'closed' },
    ])
    expect(log.units.at(-1)?.unit).toMatchObject({ name: 'last-chunk', complete: false })
    const [lane] = lanesOf(log).lanes
    expect(lane?.marks.map(({ name }) => name)).toEqual(['request', 'response', 'chunk'])
    expect(lane?.exchanges).toEqual([{ from: 50, to: 90 }])
  })

  test('show a closing within the axis only: later ones were open when the figure ends', () => {
    const close = (at: number): TraceRecord => ({ kind: 'close', connection: 7, at, how: 'closed' })
    expect(lanesOf(logOf([...KEPT, close(242)])).lanes[0]?.closed).toBe(202)
    expect(lanesOf(logOf([...KEPT, close(9000)])).lanes[0]?.closed).toBeUndefined()
  })

  test('can share a longer axis with another run', () => {
    expect(lanesOf(logOf(KEPT), 1000)).toMatchObject({ end: 1000, ticks: [0, 200, 400, 600, 800, 1000] })
    expect(lengthOf(logOf(KEPT))).toBeLessThan(1000)
  })

  test('are told in words: counts first, then each connection', () => {
    const log = logOf(KEPT)
    const text = lanesText(lanesOf(log), factsOf(log)).replaceAll('\u00a0', ' ')
    expect(text).toBe(
      '2 exchanges on 1 connection in 190 ms. Connection 1 opens at 0 ms, carries 2 exchanges and is open at the end.',
    )
  })
})

describe('lanes as paths', () => {
  const heights = { top: 0, step: 20, mark: 4, gap: 2 }
  const paths = lanePaths(
    lanesOf(logOf([...KEPT, { kind: 'close', connection: 7, at: 241, how: 'closed' }]), 200),
    heights,
  )

  test('a unit that passed at once is a stroke, above the line for the client, below it for the server', () => {
    expect(paths.marks['client-to-server']).toBe('M500 5v4M5000 5v4')
    expect(paths.marks['server-to-client']).toBe('M3000 11v4M10000 11v4')
  })

  test('an exchange is a box, an opening a dot, and what lies behind the end of the axis is not drawn', () => {
    expect(paths.exchanges).toBe('M500 4H3000v12H500zM5000 4H10000v12H5000z')
    expect(paths.opened).toBe('M0 10h0')
    expect(paths.open).toBe('M0 10H10000')
    expect(paths.closed).toBe('')
  })
})

describe('ticks of the time axis', () => {
  test.each([
    [60, [0, 10, 20, 30, 40, 50, 60]],
    [700, [0, 200, 400, 600]],
    [1500, [0, 500, 1000, 1500]],
    [0, [0]],
  ])('up to %d ms are round numbers', (end, expected) => {
    expect(ticksOf(end)).toEqual(expected)
  })
})

describe('numbers in prose', () => {
  const run = measuredRun(logOf(KEPT))
  const { facts } = run

  test('carry their unit and group their digits', () => {
    expect(measured(run, 'duration')).toBe('190\u00a0ms')
    expect(measured({ ...run, facts: { ...facts, durationMs: 4120.4 } }, 'duration')).toBe('4,120\u00a0ms')
    expect(measured(run, 'connections')).toBe('1')
    expect(measured(run, 'octets-up')).toBe('54')
  })

  test('tell a saving in whole percent of the other run', () => {
    expect(saved(run, { ...run, facts: { ...facts, durationMs: 380 } }, 'duration')).toBe('50\u00a0%')
    expect(() => saved(run, run, 'chunks')).toThrow('has no chunks')
  })

  test('tell by how much content overlapped, and the script read before its last write or after it', () => {
    const log = logOf([
      up(1, 0, `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n`),
      down(1, 10, `${CHUNKED_HEAD}3\r\none\r\n`),
      up(1, 200, '3\r\ntwo\r\n'),
    ])
    const lags = measuredRun(log, [
      { what: 'enqueue()', at: 200 },
      { what: 'read()', at: 240 },
    ])
    expect(measured(lags, 'overlap')).toBe('190\u00a0ms')
    expect(measured(lags, 'script-lag')).toBe('40\u00a0ms')
    expect(() => measured(lags, 'script-lead')).toThrow('has no script-lead')
    expect(() => measured(run, 'overlap')).toThrow('has no overlap')
    expect(() => measured(run, 'script-lag')).toThrow('has no script-lag')
  })

  test('are refused where the run does not have them', () => {
    const unanswered = { ...run, facts: { ...facts, firstResponseMs: undefined } }
    expect(() => measured(unanswered, 'first-response')).toThrow('has no first-response')
    expect(() => measured(run, 'speed' as 'duration')).toThrow('"speed" is no fact of a run')
  })
})

describe('three boundaries over one row of octets', () => {
  const log = logOf([
    { kind: 'open', connection: 1, at: 0 },
    up(1, 1),
    down(1, 2, `${CHUNKED_HEAD}3\r\nabc\r\n`),
    down(1, 3, '4\r\ndefg\r\n0\r\n\r\n'),
  ])

  test('the row begins after the header section', () => {
    expect(boundariesOf(log, [])).toMatchObject({ before: CHUNKED_HEAD.length, length: 8 + 9 + 5 })
  })

  test('the protocol cuts it into chunks, the socket into writes', () => {
    const { protocol, socket, content } = boundariesOf(log, [])
    expect(protocol.slice(0, 3)).toEqual([
      { name: 'chunk', start: 0, end: 8 },
      { name: 'chunk', start: 8, end: 17 },
      { name: 'last-chunk', start: 17, end: 20 },
    ])
    expect(socket).toEqual([
      { name: 'write', start: 0, end: 8 },
      { name: 'write', start: 8, end: 22 },
    ])
    expect(content).toEqual([
      { start: 3, end: 6 },
      { start: 11, end: 15 },
    ])
  })

  test('the script counts content only, so its reads span the framing between', () => {
    const script = [
      { at: 3, what: 'fetch() resolved' },
      { at: 4, what: 'read()', octets: 2 },
      { at: 5, what: 'read()', octets: 5 },
    ]
    expect(boundariesOf(log, script).script).toEqual([
      { name: 'read()', start: 3, end: 5 },
      { name: 'read()', start: 5, end: 15 },
    ])
  })

  test('a response without content has none', () => {
    expect(() => boundariesOf(logOf(KEPT), [])).toThrow('no response with content')
  })
})
