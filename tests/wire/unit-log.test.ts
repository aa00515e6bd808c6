/** From records to units with their times, exchanges and figures: what the page computes from a trace. */
import { describe, expect, test } from 'vitest'
import { exchangesOf } from '#wire/exchanges.ts'
import { factsOf } from '#wire/facts.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

const RUN: RunInfo = { id: 'r', lab: 'keep-alive', switches: {}, startedAt: 0, server: 'none' }

function logOf(...records: readonly TraceRecord[]): UnitLog {
  const log = new UnitLog(RUN)
  for (const record of records) log.append(record)
  return log
}

function octets(at: number, direction: Direction, text: string, connection = 1): TraceRecord {
  return { kind: 'octets', connection, at, direction, octets: octetsOf(text) }
}

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

describe('a log', () => {
  test('tells when the first and the last octet of a unit passed', () => {
    const log = logOf(
      { kind: 'open', connection: 1, at: 1 },
      octets(2, 'client-to-server', GET.slice(0, 5)),
      octets(3, 'client-to-server', GET.slice(5)),
      octets(9, 'server-to-client', `${CHUNKED}5\r\nhe`),
      octets(12, 'server-to-client', 'llo\r\n'),
    )
    expect(log.units.map(({ key, unit, startedAt, at }) => [key, unit.name, startedAt, at])).toEqual([
      ['1/c2s-0', 'request', 2, 3],
      ['1/s2c-0', 'response', 9, 9],
      ['1/s2c-47', 'chunk', 9, 12],
    ])
  })

  test('holds what has begun as pending, under the key it will keep', () => {
    const log = logOf(octets(1, 'client-to-server', GET.slice(0, 8)))
    expect(log.units).toEqual([])
    expect(log.pending().map(({ key, unit }) => [key, unit.name, unit.complete])).toEqual([
      ['1/c2s-0', 'request', false],
    ])
    log.append(octets(2, 'client-to-server', GET.slice(8)))
    expect(log.pending()).toEqual([])
    expect(log.units.map(({ key }) => key)).toEqual(['1/c2s-0'])
  })

  test('ends both directions when the connection closes', () => {
    const log = logOf(
      octets(1, 'client-to-server', GET),
      octets(2, 'server-to-client', CHUNKED),
      { kind: 'end', connection: 1, at: 3, direction: 'client-to-server' },
      { kind: 'close', connection: 1, at: 4, how: 'reset' },
    )
    expect(log.units.map(({ unit }) => [unit.name, unit.fault?.code])).toEqual([
      ['request', undefined],
      ['response', undefined],
      ['last-chunk', 'message-incomplete'],
    ])
    expect(log.pending()).toEqual([])
  })

  test('does not call incomplete what was only not kept', () => {
    const log = logOf(
      octets(1, 'client-to-server', GET),
      octets(2, 'server-to-client', `${CHUNKED}5\r\nhe`),
      { kind: 'gap', connection: 1, at: 3, direction: 'server-to-client', octets: 1000, limit: 'maxOctetsPerRun' },
      { kind: 'close', connection: 1, at: 4, how: 'closed' },
    )
    expect(log.units.map(({ unit }) => unit.name)).toEqual(['request', 'response'])
    expect(log.pending().map(({ unit }) => [unit.name, unit.fault])).toEqual([['chunk', undefined]])
  })
})

test('exchanges pair requests and responses, connection by connection, by their start', () => {
  const log = logOf(
    octets(1, 'client-to-server', GET + GET),
    octets(2, 'client-to-server', GET, 2),
    octets(5, 'server-to-client', `${CHUNKED}0\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n`),
    octets(6, 'server-to-client', 'HTTP/1.1 204 No Content\r\n\r\n'),
  )
  expect(
    exchangesOf(log).map(({ connection, index, request, response, startedAt, lastAt }) => ({
      exchange: `${connection.id}/${index}`,
      request: request.map(({ unit }) => unit.value),
      response: response.map(({ unit }) => unit.value ?? unit.name),
      startedAt,
      lastAt,
    })),
  ).toEqual([
    { exchange: '1/0', request: ['GET /'], response: [200, 0, 'trailer-section'], startedAt: 1, lastAt: 5 },
    { exchange: '1/1', request: ['GET /'], response: [103, 204], startedAt: 1, lastAt: 6 },
    { exchange: '2/0', request: ['GET /'], response: [], startedAt: 2, lastAt: 2 },
  ])
})

test('the figures of a run are counted from its octets', () => {
  const log = logOf(
    { kind: 'open', connection: 2, at: 0 },
    octets(10, 'client-to-server', GET.replace('Host', 'Host ')),
    octets(30, 'server-to-client', `${CHUNKED}2\r\nhi\r\n2\r\nho\r\n0\r\n\r\n`),
  )
  expect(factsOf(log)).toEqual({
    connections: 1,
    exchanges: 1,
    chunks: 2,
    faults: 1,
    octets: { 'client-to-server': GET.length + 1, 'server-to-client': CHUNKED.length + 19 },
    durationMs: 20,
    firstResponseMs: 20,
  })
})
