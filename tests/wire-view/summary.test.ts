import { describe, expect, test } from 'vitest'
import { duration } from '#site/wire-view/numbers.ts'
import { glyphOf, spokenOctet, visibleText } from '#site/wire-view/octet-names.ts'
import {
  connectionSentence,
  connectionState,
  rangeText,
  runSummary,
  unitSummary,
  withoutSession,
} from '#site/wire-view/summary.ts'
import { tlsSummary } from '#site/wire-view/tls-summary.ts'
import { UnitIndex, type UnitRow } from '#site/wire-view/unit-index.ts'
import { factsOf } from '#wire/facts.ts'
import '#wire/dissectors/all.ts'
import { octetsOf } from '#wire/octets.ts'
import type { TracedConnection } from '#wire/trace.ts'
import { CHUNKED, logOf, open, passed, REQUEST } from './traces.ts'

const log = logOf(
  open(1, 3),
  passed(1, 4, 'client-to-server', REQUEST),
  passed(1, 12, 'server-to-client', `${CHUNKED}5\r\nhel\0o\r\n0\r\nWrites-Made: 1\r\n\r\n`),
)
const index = new UnitIndex(log)
index.update()
const connection = log.trace.connection(1) as TracedConnection

test('a unit in a few words: start-line and fields, or its content', () => {
  expect(index.rows.map((row) => unitSummary(row as UnitRow))).toEqual([
    'GET /message HTTP/1.1 · 1 field',
    'HTTP/1.1 200 OK · 1 field',
    'hel\\0o',
    '0\\r\\n',
    '1 field',
  ])
})

test('a request is summed up without its session, whose 22 characters say nothing of the lab', () => {
  const target = '/s/AAECAwQFBgcICQoLDA0ODw/keep-alive/image/1?keepAlive=on'
  const asked = new UnitIndex(logOf(passed(1, 1, 'client-to-server', `GET ${target} HTTP/1.1\r\nHost: a\r\n\r\n`)))
  asked.update()
  expect(unitSummary(asked.rows[0] as UnitRow)).toBe('GET …/keep-alive/image/1?keepAlive=on HTTP/1.1 · 1 field')
  expect(withoutSession('GET /s/short/image')).toBe('GET /s/short/image')
})

test('a run in a line', () => {
  expect(runSummary(factsOf(log))).toBe('1 connection · 1 exchange · 8 ms')
})

test('behind a middlebox nothing is counted twice', () => {
  const both = logOf(
    { kind: 'open', connection: 1, at: 0, seenAt: 'middlebox' },
    { kind: 'open', connection: 2, at: 1, seenAt: 'server' },
    ...[1, 2].flatMap((id) => [
      passed(id, id + 1, 'client-to-server', REQUEST),
      passed(id, 6 - id, 'server-to-client', `${CHUNKED}0\r\n\r\n`),
    ]),
  )
  expect(runSummary(factsOf(both))).toBe('1 connection · 1 exchange · 3 ms')
  const [client, server] = both.trace.connections as [TracedConnection, TracedConnection]
  expect(connectionSentence(client, 1)).toMatch(/^Connection 1 \(client to middlebox\): opened at 0 ms/)
  expect(connectionSentence(server, 1)).toMatch(/^Connection 2 \(middlebox to server\): opened at 1 ms/)
})

describe('a connection in a sentence', () => {
  test('cut by the emulated path, which no end did', () => {
    const lost = (how: 'closed' | 'reset') => {
      const log = logOf(open(2, 1), { kind: 'close', connection: 2, at: 6, how, by: 'path' })
      return connectionSentence(log.trace.connection(2) as TracedConnection, 0)
    }
    expect(lost('closed')).toBe('Connection 2: opened at 1 ms, carried no octets, cut by the emulated path at 6 ms')
    expect(lost('reset')).toBe('Connection 2: opened at 1 ms, carried no octets, reset by the emulated path at 6 ms')
    const half = logOf(open(2, 1), { kind: 'end', connection: 2, at: 6, direction: 'server-to-client', by: 'path' })
    expect(connectionSentence(half.trace.connection(2) as TracedConnection, 0)).toBe(
      'Connection 2: opened at 1 ms, carried no octets, half-closed by the emulated path at 6 ms, still open to the server',
    )
  })

  test('while it is open', () => {
    expect(connectionSentence(connection, 1)).toBe('Connection 1: opened at 3 ms, 1 exchange, still open')
  })

  test('closed by the side that ended first', () => {
    const closed = logOf(
      open(2, 1),
      { kind: 'end', connection: 2, at: 5, direction: 'server-to-client' },
      { kind: 'end', connection: 2, at: 6, direction: 'client-to-server' },
      { kind: 'close', connection: 2, at: 812, how: 'closed' },
    ).trace.connection(2) as TracedConnection
    expect(connectionSentence(closed, 0)).toBe(
      'Connection 2: opened at 1 ms, carried no octets, closed by server at 812 ms',
    )
  })

  test('reset, whoever ended first', () => {
    const reset = logOf(open(3, 0), { kind: 'close', connection: 3, at: 1, how: 'reset' }).trace.connection(3)
    expect(connectionState(reset as TracedConnection)).toBe('reset')
  })

  test('inside TLS, and of several some', () => {
    const inside = { ...open(5, 0), tls: 'TLS 1.3' }
    const traced = logOf(inside, passed(5, 1, 'client-to-server', 'GET'), open(6, 1)).trace
    expect(connectionSentence(traced.connection(5) as TracedConnection, 1)).toBe(
      'Connection 5: opened at 0 ms, 1 exchange, inside TLS 1.3, still open',
    )
    expect(tlsSummary(traced.connections)).toBe('1 of 2 connections inside TLS 1.3')
    expect(tlsSummary(traced.connections.slice(0, 1))).toBe('inside TLS 1.3')
    expect(tlsSummary(traced.connections.slice(1))).toBe('')
  })

  test('with octets that were not kept', () => {
    const cut = logOf(open(4, 0), passed(4, 1, 'client-to-server', 'GET'), {
      kind: 'gap',
      connection: 4,
      at: 2,
      direction: 'client-to-server',
      octets: 1234,
      limit: 'maxOctetsPerRun',
    }).trace.connection(4) as TracedConnection
    expect(connectionSentence(cut, 1)).toContain('1,234 octets not kept')
  })
})

describe('octets in words', () => {
  test('hide nothing', () => {
    expect(visibleText(octetsOf('a\\b\r\n\t\0\x1b\xff'))).toBe('a\\\\b\\r\\n\\t\\0\\x1b\\xff')
    expect(visibleText(octetsOf('x'.repeat(100)), 4)).toBe('xxxx…')
  })

  test('controls have names, letters say when they are capitals', () => {
    expect([0x0d, 0x20, 0x48, 0x35, 0x00, 0x02, 0xc3].map(spokenOctet)).toEqual([
      'carriage return',
      'space',
      'capital H',
      'digit 5',
      'null',
      'control STX',
      'not US-ASCII',
    ])
    expect(glyphOf(0x0a)).toEqual({ text: 'LF', kind: 'control' })
  })

  test('ranges include both ends, as the offset column counts', () => {
    expect(
      rangeText({
        name: 'a',
        ranges: [
          { start: 17, end: 44 },
          { start: 60, end: 61 },
        ],
      }),
    ).toBe('17–43, 60')
  })
})

test('lengths of time have about three digits', () => {
  expect([0.43, 3, 12.34, 612.5, 1200, 61_000].map(duration)).toEqual([
    '0.4 ms',
    '3 ms',
    '12 ms',
    '613 ms',
    '1.2 s',
    '61 s',
  ])
})

describe('units of other layers in a few words', () => {
  const summaries = (asked: string, answer: string, of: string) => {
    const read = new UnitIndex(logOf(passed(1, 1, 'client-to-server', asked), passed(1, 2, 'server-to-client', answer)))
    read.update()
    return read.rows
      .filter((row) => row.kind === 'unit' && row.logged.unit.layer === of)
      .map((row) => unitSummary(row as UnitRow))
  }

  test('an event says its type and data, a block without event what it is', () => {
    const stream = 'event: add\ndata: one\ndata: two\n\n: still here\n\ndata: three\n\n'
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: ${stream.length}\r\n\r\n`
    expect(summaries(REQUEST, head + stream, 'server-sent-events')).toEqual([
      'add: one\\ntwo',
      'Comment "still here"',
      'message: three',
    ])
  })

  test('a frame and a message say their text, and never masked octets as if they were text', () => {
    const asked = `GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`
    const answer = `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n`
    const hello = '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58'
    const binary = '\x82\x82\x37\xfa\x21\x3d\x36\xf8'
    expect(summaries(asked + hello + binary, answer, 'websocket')).toEqual(['Hello', 'binary, final, 2 octets, masked'])
    expect(summaries(asked + hello, answer, 'websocket-message')).toEqual(['Hello'])
  })
})
