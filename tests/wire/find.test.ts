/** Finding octets: what is meant by what is typed, and where it lies. */
import { describe, expect, test } from 'vitest'
import { MAX_FOUND, Search } from '#wire/find.ts'
import { type Needle, needleOf } from '#wire/octet-search.ts'
import { latin1, octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import { UnitLog } from '#wire/unit-log.ts'

const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

describe('what is meant', () => {
  test.each([
    ['hello', 'hello', '“hello”'],
    ['  two words ', 'two words', '“two words”'],
    ['"0d 0a"', '0d 0a', '“0d 0a”'],
    ['0d 0a', '\r\n', 'hex 0d 0a'],
    ['0D:0A', '\r\n', 'hex 0d 0a'],
    ['hex:48656c', 'Hel', 'hex 48 65 6c'],
    ['hex 48 65', 'He', 'hex 48 65'],
    ['0d', '0d', '“0d”'],
    ['café', 'caf\u00c3\u00a9', '“café”'],
  ])('%j', (typed, octets, written) => {
    const needle = needleOf(typed) as Needle
    expect(latin1(needle.octets)).toBe(octets)
    expect(needle.written).toBe(written)
  })

  test.each(['', '   ', 'hex:', 'hex:4', 'hex:xy'])('nothing by %j', (typed) => {
    expect(needleOf(typed)).toBeUndefined()
  })
})

describe('where it lies', () => {
  test('on all connections, in both directions, in order of time, capitals or not', () => {
    const log = logOf(
      [1, 10, 'client-to-server', 'POST /Hello HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello'],
      [2, 5, 'client-to-server', 'GET /hello HTTP/1.1\r\nHost: a\r\n\r\n'],
      [1, 20, 'server-to-client', `${CHUNKED}5\r\nHELLO\r\n0\r\n\r\n`],
    )
    expect(placesOf(log, 'hello')).toEqual(['2 hello', '1 Hello', '1 hello', '1 HELLO'])
    expect(placesOf(log, 'hex:68656c6c6f')).toEqual(['2 hello', '1 hello'])
  })

  test('over the border of two reads', () => {
    const log = logOf([1, 1, 'client-to-server', 'GET /he'], [1, 2, 'client-to-server', 'llo HTTP/1.1\r\n'])
    expect(placesOf(log, 'hello')).toEqual(['1 hello'])
  })

  test('over the border of chunks, in the octets of each', () => {
    const log = logOf([1, 1, 'server-to-client', `${CHUNKED}2\r\nhe\r\n1\r\nl\r\n2\r\nlo\r\n0\r\n\r\n`])
    expect(placesOf(log, 'hello')).toEqual(['1 he+l+lo'])
    expect(placesOf(log, 'ello')).toEqual(['1 e+l+lo'])
    expect(placesOf(log, 'hexl')).toEqual([])
  })

  test('not from the content of one message into that of the next', () => {
    const log = logOf(
      [1, 0, 'client-to-server', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(2)],
      [1, 1, 'server-to-client', `${CHUNKED}2\r\nhe\r\n0\r\n\r\n${CHUNKED}3\r\nllo\r\n0\r\n\r\n`],
    )
    expect(placesOf(log, 'hello')).toEqual([])
  })

  test('in a trace that grows, each place once', () => {
    const log = logOf([1, 1, 'server-to-client', `${CHUNKED}5\r\nhel`])
    const search = new Search(log, needleOf('hello') as Needle)
    search.advance(() => false)
    expect(search.found).toEqual([])
    log.append({
      kind: 'octets',
      connection: 1,
      at: 2,
      direction: 'server-to-client',
      octets: octetsOf('lo\r\n3\r\nhel\r\n'),
    })
    search.advance(() => false)
    log.append({ kind: 'octets', connection: 1, at: 3, direction: 'server-to-client', octets: octetsOf('2\r\nlo\r\n') })
    search.advance(() => false)
    expect(search.found.map(({ where, at }) => `${where} ${at}`)).toEqual(['wire 1', 'content 2'])
  })
})

describe('a long search', () => {
  const long = logOf([1, 1, 'client-to-server', `GET / HTTP/1.1\r\nX: ${'.'.repeat(200_000)}needle`])

  test('is done in slices', () => {
    const search = new Search(long, needleOf('needle') as Needle)
    let slices = 1
    while (!search.advance(() => true)) slices += 1
    expect(search.found).toHaveLength(1)
    expect(slices).toBeGreaterThan(3)
    expect(search.share).toBeGreaterThan(0.99)
  })

  test('ends when it has found as much as anybody looks through', () => {
    const search = new Search(long, needleOf('.') as Needle)
    expect(search.advance(() => false)).toBe(true)
    expect(search.found).toHaveLength(MAX_FOUND)
    expect(search.isFull).toBe(true)
  })
})

function logOf(...reads: readonly (readonly [number, number, Direction, string])[]): UnitLog {
  const log = new UnitLog({ id: 'run', lab: 'lab', switches: {}, startedAt: 0, server: '' })
  for (const [connection, at, direction, text] of reads) {
    log.append({ kind: 'octets', connection, at, direction, octets: octetsOf(text) })
  }
  return log
}

function placesOf(log: UnitLog, typed: string): readonly string[] {
  const search = new Search(log, needleOf(typed) as Needle)
  search.advance(() => false)
  return search.found.map(({ connection, direction, ranges }) => {
    const pieces = ranges.map((range) => connection.streams[direction].text(range))
    return `${connection.id} ${pieces.join('+')}`
  })
}
