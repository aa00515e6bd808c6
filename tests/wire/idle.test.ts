import { describe, expect, test } from 'vitest'
import '#wire/dissectors/all.ts'
import { idleAt, idleTimes, turnSentence } from '#wire/idle.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TracedConnection, TraceRecord } from '#wire/trace.ts'
import { turnAt } from '#wire/turn.ts'
import { UnitLog } from '#wire/unit-log.ts'

const GET = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=5\r\n\r\nok'
const CHUNKED = 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n'
const COMMENT = '4\r\n: \n\n\r\n'

const open: TraceRecord = { kind: 'open', connection: 1, at: 0 }
const closed = (at: number): TraceRecord => ({ kind: 'close', connection: 1, at, how: 'closed' })
const ended = (at: number, direction: Direction): TraceRecord => ({ kind: 'end', connection: 1, at, direction })
const client = (at: number, text: string, heldMs?: number) => passed(at, 'client-to-server', text, heldMs)
const server = (at: number, text: string, heldMs?: number) => passed(at, 'server-to-client', text, heldMs)

function passed(at: number, direction: Direction, text: string, heldMs?: number): TraceRecord {
  return {
    kind: 'octets',
    connection: 1,
    at,
    direction,
    octets: octetsOf(text),
    ...(heldMs !== undefined && { heldMs }),
  }
}

function logOf(...records: readonly TraceRecord[]) {
  const log = new UnitLog({ id: 'run', lab: 'idle', switches: {}, startedAt: 0, server: 'Node.js' })
  for (const record of [open, ...records]) log.append(record)
  return { log, connection: log.trace.connection(1) as TracedConnection }
}

/** Every idle time of at least a second, as `held poll: the server ...`. */
function idle(...records: readonly TraceRecord[]): readonly string[] {
  const { log, connection } = logOf(...records)
  return idleTimes(log, connection, 1000).map(({ label, reason }) => `${label}: ${reason}`)
}

/** Whose turn it is after all that. */
function turn(...records: readonly TraceRecord[]): string {
  const { log, connection } = logOf(...records)
  return turnSentence(turnAt(log, connection))
}

const SWITCH =
  'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
const SWITCHED =
  'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n'

describe('the reason of an idle time', () => {
  test('a request that waits for its response is a held poll', () => {
    expect(idle(client(5, GET), server(3005, OK))).toEqual([
      'held poll: request 1 is complete, and the server holds its response',
    ])
  })

  test('a response that has begun and not ended is an open stream', () => {
    expect(idle(client(5, GET), server(6, CHUNKED), server(3005, '7\r\ndata: a\r\n'))).toEqual([
      'open stream: response 1 has begun and goes on',
    ])
  })

  test.each([
    ['a comment of an event stream', COMMENT, 'a comment'],
    ['a chunk of one octet', '1\r\n\n\r\n', 'a chunk of one octet'],
  ])('a stream whose silence ends with %s has a heartbeat', (_, octets, heartbeat) => {
    expect(idle(client(5, GET), server(6, CHUNKED), server(15_006, octets))).toEqual([
      `heartbeat: response 1 has begun and goes on; ${heartbeat} broke the silence`,
    ])
  })

  test('a connection without an exchange is kept alive until the next request, for as long as the server said', () => {
    expect(idle(client(5, GET), server(6, OK), client(2000, GET), server(2001, OK))).toEqual([
      'keep-alive: the connection is kept open for another request, for 5 s as the server said (Keep-Alive: timeout=5), until the client’s next request',
    ])
  })

  test('it is the server’s timer that closes it only when the server was seen to end first', () => {
    const before = [client(5, GET), server(6, 'HTTP/1.1 204 No Content\r\n\r\n')]
    const kept = 'keep-alive: the connection is kept open for another request'
    expect(idle(...before, ended(5006, 'server-to-client'), closed(5007))).toEqual([
      `${kept}, until the server’s timer closed it`,
    ])
    expect(idle(...before, ended(5006, 'client-to-server'), closed(5007))).toEqual([
      `${kept}, until the client closed it`,
    ])
    expect(idle(...before, closed(5007))).toEqual([`${kept}, until it was closed`])
  })

  test('a connection may be opened and not used', () => {
    expect(idle(closed(9000))).toEqual(['unused: no request has come yet'])
  })

  test('a request may stop in its middle', () => {
    expect(idle(client(5, GET.slice(0, 20)), client(3000, GET.slice(20)))).toEqual([
      'unfinished: request 1 has begun and is not complete',
    ])
  })

  test('after one side has ended, the connection is half-closed', () => {
    expect(idle(client(5, GET), server(6, CHUNKED), ended(10, 'client-to-server'), closed(4000))).toEqual([
      'half-closed: the client has ended its side, and the server has not ended its own',
    ])
  })

  test('where both may speak, both are silent, until a ping for instance', () => {
    expect(idle(client(5, SWITCH), server(6, SWITCHED), server(20_006, '\x89\x00'))).toEqual([
      'heartbeat: both sides may speak, and neither did; a ping broke the silence',
    ])
  })

  test('time in which the emulated path held octets is on its account', () => {
    expect(idle(client(5, GET, 1500), server(3010, OK, 1500))).toEqual([
      'on its way: the emulated path held octets on their way',
    ])
  })

  test('can be asked for at one moment; what lasts has no end', () => {
    const { log, connection } = logOf(client(5, GET), server(6, OK))
    expect(idleAt(log, connection, 500)).toMatchObject({ start: 6, end: undefined, label: 'keep-alive' })
    expect(idleAt(log, connection, -1)).toBeUndefined()
  })
})

describe('who may speak', () => {
  test.each<[string, readonly TraceRecord[]]>([
    ['the client may speak: no request has come yet', []],
    ['the client may speak: request 1 is not complete', [client(5, GET.slice(0, 9))]],
    [
      'the client may speak: request 1 is not complete',
      [client(5, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\no')],
    ],
    ['the server may speak: request 1 waits for its response', [client(5, GET)]],
    ['the server may speak: request 2 waits for its response', [client(5, GET + GET), server(6, OK)]],
    [
      'the server may speak: request 1 waits for its response',
      [client(5, GET), server(6, 'HTTP/1.1 103 Early Hints\r\n\r\n')],
    ],
    ['the server may speak: response 1 is not complete', [client(5, GET), server(6, CHUNKED)]],
    ['the server may speak: response 1 is not complete', [client(5, GET), server(6, `${CHUNKED}0\r\n`)]],
    ['the client may speak: response 1 is complete', [client(5, GET), server(6, `${CHUNKED}0\r\n\r\n`)]],
    ['the client may speak: response 1 is complete', [client(5, GET.replace('GET', 'HEAD')), server(6, CHUNKED)]],
    ['both may speak at any time', [client(5, SWITCH), server(6, SWITCHED)]],
    ['only the server may speak: the other side has ended', [client(5, GET), ended(6, 'client-to-server')]],
    ['nobody may speak any more', [client(5, GET), server(6, OK), closed(7)]],
  ])('%s', (sentence, records) => {
    expect(turn(...records)).toBe(sentence)
  })

  test('can be asked for any moment of the past', () => {
    const { log, connection } = logOf(client(5, GET), server(50, OK), closed(60))
    expect([1, 10, 55, 60].map((at) => turnAt(log, connection, at).speaker)).toEqual([
      'client',
      'server',
      'client',
      'nobody',
    ])
  })
})
