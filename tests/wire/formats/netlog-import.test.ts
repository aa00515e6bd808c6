/** Chromium's NetLog in: recordings of a real browser, and what a file can do to a reader. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { latin1 } from '#wire/octets.ts'
import { logged, opened } from './runs.ts'

const recording = (name: string) => readFileSync(new URL(`recordings/net-log-${name}.json`, import.meta.url), 'utf8')

describe('a log with octets', () => {
  test('is connections with addresses, times and octets as they passed', async () => {
    const capture = await opened(recording('web-socket'))
    expect(capture).toMatchObject({
      format: 'netlog',
      octets: 'observed',
      writtenBy: 'Chromium 156.0.8078.79',
      problems: [],
    })
    const opens = capture.records.filter(({ kind }) => kind === 'open')
    expect(opens).toMatchObject([
      { connection: 1, at: 0, client: '127.0.0.1:56322', server: '127.0.0.1:35233' },
      { connection: 2, client: '127.0.0.1:56336' },
      { connection: 3, client: '127.0.0.1:56338' },
    ])
    expect(new Date(capture.run.startedAt).toISOString()).toBe('2026-11-22T20:09:29.462Z')
    const names = logged(capture).units.map(({ connection, unit }) => `${connection.id} ${unit.name} ${unit.value}`)
    expect(names.filter((name) => name.includes('request '))).toEqual([
      '1 request GET /',
      '1 request GET /a?1',
      '2 request GET /favicon.ico',
      '1 request POST /a?2',
      '3 request GET /ws',
    ])
  })

  test('has the frames of a WebSocket that Chromium says it sent and received', async () => {
    const text = recording('web-socket')
    const told = framesTold(text)
    expect(told['client-to-server']).toHaveLength(4)
    expect(told['server-to-client']).toHaveLength(4)
    const { units } = logged(await opened(text))
    for (const direction of ['client-to-server', 'server-to-client'] as const) {
      const frames = units.flatMap(({ unit }) => {
        if (unit.layer !== 'websocket' || unit.name !== 'frame' || unit.direction !== direction) return []
        const opcode = unit.parts?.[0]?.parts?.find((part) => part.name === 'opcode')?.value
        const payload = unit.parts?.find((part) => part.name === 'payload-data')?.ranges ?? []
        return [{ opcode, length: payload.reduce((sum, { start, end }) => sum + end - start, 0) }]
      })
      expect(frames).toEqual(told[direction])
    }
  })

  test('of TLS has what passed inside, and starts with what TLS agreed on', async () => {
    const capture = await opened(recording('http2'))
    expect(capture.records[0]).toMatchObject({ kind: 'open', protocol: 'http2', tls: 'TLS 1.3' })
    const client = capture.records.find((record) => record.kind === 'octets')
    expect(client?.kind === 'octets' && latin1(client.octets)).toMatch(/^PRI \* HTTP\/2\.0\r\n\r\nSM\r\n\r\n/)
    expect(capture.records.at(-1)).toMatchObject({ kind: 'close', how: 'closed' })
  })
})

/** What the events of the log say of frames: opcode and payload length. */
function framesTold(text: string) {
  const log = JSON.parse(text)
  const { WEBSOCKET_SENT_FRAME_HEADER: sent, WEBSOCKET_RECV_FRAME_HEADER: received } = log.constants.logEventTypes
  const of = (type: number) =>
    log.events
      .filter((event: { type: number }) => event.type === type)
      .map(({ params }: { params: { opcode: number; payload_length: number } }) => ({
        opcode: params.opcode,
        length: params.payload_length,
      }))
  return { 'client-to-server': of(sent), 'server-to-client': of(received) }
}

describe('a log without octets', () => {
  test('gives heads, how much content there was, and how to record one with octets', async () => {
    const capture = await opened(recording('without-octets'))
    expect(capture.octets).toBe('rebuilt')
    expect(capture.problems).toHaveLength(1)
    expect(capture.problems[0]).toContain('the heads of 5 requests')
    expect(capture.problems[0]).toContain('--net-log-capture-mode=Everything')
    const { units, trace } = logged(capture)
    expect(units.filter(({ unit }) => unit.name === 'response').map(({ unit }) => unit.value)).toEqual([
      200, 200, 200, 200, 101,
    ])
    expect(trace.connections.map(({ gaps }) => gaps['server-to-client']?.octets)).toEqual([31, 7, 7, 7, undefined])
    expect(units.every(({ unit }) => unit.fault === undefined)).toBe(true)
  })

  test('of HTTP/2 is shown as HTTP/1.1 would have written it', async () => {
    const capture = await opened(
      log([
        event('HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS', 5, {
          headers: [':method: GET', ':authority: a.example', ':scheme: https', ':path: /x', 'accept: */*'],
        }),
        event('HTTP_TRANSACTION_READ_RESPONSE_HEADERS', 5, { headers: ['HTTP/1.1 200', 'x: y'] }),
      ]),
    )
    expect(capture.records[0]).toMatchObject({ kind: 'open', tls: 'TLS' })
    const octets = capture.records.flatMap((record) => (record.kind === 'octets' ? [latin1(record.octets)] : []))
    expect(octets).toEqual([
      'GET /x HTTP/1.1\r\nHost: a.example\r\naccept: */*\r\n\r\n',
      'HTTP/1.1 200 \r\nx: y\r\n\r\n',
    ])
  })
})

const TYPES = [
  'TCP_CONNECT',
  'SOCKET_BYTES_SENT',
  'SOCKET_BYTES_RECEIVED',
  'HTTP_TRANSACTION_HTTP2_SEND_REQUEST_HEADERS',
  'HTTP_TRANSACTION_SEND_REQUEST_HEADERS',
  'HTTP_TRANSACTION_READ_RESPONSE_HEADERS',
  'QUIC_SESSION',
]
const CONSTANTS = {
  logEventTypes: Object.fromEntries(TYPES.map((type, number) => [type, number])),
  logSourceType: { SOCKET: 1, URL_REQUEST: 2 },
  logEventPhase: { PHASE_NONE: 0, PHASE_BEGIN: 1, PHASE_END: 2 },
  timeTickOffset: '1795365623197',
}

function event(type: string, source: number, params: unknown, phase = 0) {
  const sourceType = type.startsWith('HTTP') ? 2 : 1
  return { type: TYPES.indexOf(type), source: { id: source, type: sourceType }, phase, time: '10', params }
}

function log(events: readonly unknown[], constants: unknown = CONSTANTS): string {
  return JSON.stringify({ constants, events })
}

const sent = (bytes: unknown, byte_count?: unknown) => event('SOCKET_BYTES_SENT', 1, { bytes, byte_count })

describe('a broken file', () => {
  test('that lacks its end, as a browser leaves it that was killed, gives every whole event', async () => {
    const whole = recording('web-socket')
    const cut = whole.slice(0, whole.lastIndexOf('],\n"polledData"'))
    const capture = await opened(cut)
    expect(capture.records).toEqual((await opened(whole)).records)
    expect(capture.problems).toEqual([
      `The file ends before it is complete, after ${cut.length} octets. What comes before has been read: 77 events.`,
    ])
  })

  test('cut within an event gives those before', async () => {
    const whole = recording('web-socket')
    const { problems, records } = await opened(whole.slice(0, 9000))
    expect(problems).toHaveLength(1)
    expect(records.length).toBeGreaterThan(5)
  })

  test('cut anywhere fails by a sentence only', async () => {
    const whole = log([sent('R0VU', 3), sent('IC8=', 2)])
    for (let length = 1; length < whole.length; length++) {
      const said = await opened(whole.slice(0, length)).then(
        ({ problems }) => problems,
        (error: Error) => (error.name === 'UnreadableFile' ? [error.message] : Promise.reject(error)),
      )
      expect(said.join(' ')).toContain('ends before it is complete')
    }
  })

  test('gives the same in pieces of any size', async () => {
    const file = recording('http2')
    const whole = await opened(file)
    for (const size of [1, 13, 1000]) expect(await opened(file, size)).toEqual(whole)
  })

  test('with a line that is no JSON gives what stood before it', async () => {
    const { problems, records } = await opened(
      log([sent('R0VU', 3), 'BREAK', sent('IC8=', 2)]).replace('"BREAK"', '{"a":}'),
    )
    expect(problems).toEqual([
      expect.stringMatching(
        /^The file is not JSON in element 2 of "events", at octet \d+\. What comes before has been read: 1 events\.$/,
      ),
    ])
    expect(records.filter(({ kind }) => kind === 'octets')).toHaveLength(1)
  })

  test('without constants cannot be read', async () => {
    await expect(opened(log([], {}))).rejects.toThrow('no constants of a NetLog in front of them')
    await expect(opened(JSON.stringify({ events: [], constants: CONSTANTS }))).rejects.toThrow('no constants')
  })
})

describe('a hostile file', () => {
  test('whose older field values are no text says nothing by them', async () => {
    const headers = { a: { toString: 1, valueOf: 1 }, b: ['x'], c: 'd' }
    const capture = await opened(
      log([event('HTTP_TRANSACTION_SEND_REQUEST_HEADERS', 5, { line: 'GET / HTTP/1.1\r\n', headers })]),
    )
    const [octets] = capture.records.flatMap((record) => (record.kind === 'octets' ? [latin1(record.octets)] : []))
    expect(octets).toBe('GET / HTTP/1.1\r\na: \r\nb: \r\nc: d\r\n\r\n')
  })

  test.each([
    [
      'events of other types',
      [null, 3, 'x', [], {}, { type: 1, source: null, time: {} }, { type: 99, source: { id: 1 }, time: '1' }],
    ],
    ['octets that are no Base64', [sent('%%%'), sent('A'), sent(7), sent(null)]],
    ['counts that are none', [sent(undefined, -5), sent(undefined, 'many'), sent('R0VU', 99)]],
    [
      'times that are none',
      [
        { ...sent('R0VU', 3), time: 'now' },
        { ...sent('R0VU', 3), time: '1e400' },
      ],
    ],
  ])('with %s leaves them out', async (_, events) => {
    const { records } = await opened(log(events))
    expect(records.filter(({ kind }) => kind === 'octets')).toEqual([])
  })

  test('says that octets are missing where they do not fit what the event says', async () => {
    const { problems } = await opened(log([sent('R0VU', 3), sent('R0VU', 99)]))
    expect(problems[0]).toContain('The octets of one event are not Base64 of as many as it says')
  })

  test('cannot forge fields by what it says of heads', async () => {
    const { records } = await opened(
      log([
        event('HTTP_TRANSACTION_SEND_REQUEST_HEADERS', 5, {
          line: 'GET /\x00\x7f HTTP/1.1\r\n',
          headers: ['Host: a\r\nX-Forged: 1\r\n\r\n', 'Bad Name: 1', 7],
        }),
      ]),
    )
    expect(records[1]?.kind === 'octets' && latin1(records[1].octets)).toBe(
      'GET /%00%7F HTTP/1.1\r\nHost: a\r\nHost: X-Forged: 1\r\n\r\n',
    )
  })

  test('with connections of QUIC says that they are left out', async () => {
    const { problems } = await opened(log([event('QUIC_SESSION', 9, {}, 1)]))
    expect(problems[0]).toBe('A connection of QUIC (HTTP/3) cannot be read, and is left out.')
  })
})
