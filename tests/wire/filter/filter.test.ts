/** Filters in plain words: what is understood, how it is put into words, and which units are left. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownLayers } from '#wire/dissectors/all.ts'
import { describeFilter } from '#wire/filter/describe.ts'
import { matcherOf } from '#wire/filter/match.ts'
import { parseFilter } from '#wire/filter/parse.ts'
import { suggestionsAt } from '#wire/filter/suggest.ts'
import { filterWords } from '#wire/filter/words.ts'
import type { Layer } from '#wire/layer.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

/** A layer that is not there: its words are enough. */
const ANOTHER: Layer = {
  layer: 'another',
  title: 'Another protocol',
  protocols: [],
  vocabulary: Object.fromEntries(
    ['frame', 'opcode', 'PING'].map((name) => [name, { title: name, sentence: `A ${name}.` }]),
  ),
  start: () => {
    throw new Error('Nothing is read')
  },
}

const words = filterWords([...knownLayers(), ANOTHER], ['chunk', 'request', 'response', 'last-chunk', 'event'], [1, 2])

describe('what is understood, said back in words that are always the same', () => {
  test.each([
    ['chunks', 'Chunks'],
    ['show me all the chunks', 'Chunks'],
    ['CHUNK', 'Chunks'],
    ['chunks from the server larger than 1 kB', 'Chunks from the server larger than 1 kB'],
    ['chunks, larger than 1 kB, from server', 'Chunks from the server larger than 1 kB'],
    ['chunks from the the server', 'Chunks from the server'],
    ['chunks to the client > 1kb on connection 2', 'Chunks from the server larger than 1 kB, on connection 2'],
    ['requests and responses', 'Requests and responses'],
    ['requests, responses, last chunks', 'Requests, responses and last chunks'],
    ['requests or responses from connection 2', 'Requests and responses on connection 2'],
    ['requests to /message', 'Requests in exchanges to /message'],
    ['requests to /message?size=27, larger than 1', 'Requests larger than 1 octet, in exchanges to /message?size=27'],
    ['requests to size=27', 'Requests in exchanges to size=27'],
    ['containing a=b', 'Units containing “a=b”'],
    ['status=404', 'Units with status 404'],
    ['responses with status 404', 'Responses with status 404'],
    ['responses status code 404', 'Responses with status 404'],
    ['frames with opcode ping', 'Frames with opcode ping'],
    ['events of type tick', 'Events with type tick'],
    ['connection 2', 'Units on connection 2'],
    ['connections 1, 2 and 3', 'Units on connections 1, 2 or 3'],
    ['on connection 1, 27 octets', 'Units of 27 octets, on connection 1'],
    ['stream 3', 'Units on stream 3'],
    ['faults', 'Units with faults'],
    ['chunks with faults', 'Chunks with faults'],
    ['chunks without faults', 'Chunks without faults'],
    ['faulty chunks', 'Chunks with faults'],
    ['with fault chunk-size-not-hex', 'Units with the fault chunk-size-not-hex'],
    ['incomplete requests', 'Incomplete requests'],
    ['HTTP/1.1 chunks', 'HTTP/1.1 chunks'],
    ['ping', 'PING units'],
    ['cut short', 'Incomplete units'],
    ['headers', 'Units with header fields'],
    ['gaps', 'Octets that were not kept'],
    ['after 200 ms', 'Units after 200 ms'],
    ['after 1.5s', 'Units after 1.5 s'],
    ['between 1 s and 2 s', 'Units between 1 s and 2 s'],
    ['between 1 and 2 s', 'Units between 1 s and 2 s'],
    ['between 10 and 20 octets', 'Units of 10 octets to 20 octets'],
    ['of 27 octets', 'Units of 27 octets'],
    ['at least 1 kB', 'Units larger than 999 octets'],
    ['at most 26 octets', 'Units smaller than 27 octets'],
    ['containing hello', 'Units containing “hello”'],
    ['chunks containing "two words"', 'Chunks containing “two words”'],
    ['containing hex:0D0A', 'Units containing hex 0d 0a'],
    ['containing hex 0d 0a from the client', 'Units from the client, containing hex 0d 0a'],
    ['from the client', 'Units from the client'],
    ['not chunks', 'Units other than chunks'],
    ['no chunks, no requests', 'Units other than chunks, other than requests'],
    ['from the server, except chunks', 'Units from the server, other than chunks'],
    ['responses, but not from the server', 'Responses not from the server'],
    ['chunks from the client or larger than 1 kB', 'Chunks from the client; or chunks larger than 1 kB'],
    ['chunks or larger than 1 kB', 'Chunks; or units larger than 1 kB'],
    ['requests to /a and responses with status 404', 'Requests in exchanges to /a; or responses with status 404'],
    ['', 'All units'],
  ])('%s', (typed, said) => {
    const { filter } = parseFilter(typed, words)
    expect(describeFilter(filter)).toBe(said)
  })
})

describe('what is not understood is named, with what may be meant', () => {
  test.each([
    ['chnks', '“chnks” is not known here. Did you mean “chunks”?'],
    ['chunks form the server', '“form” is not known here. Did you mean “from”?'],
    [
      'from the sever',
      '“sever” is no end of a connection: write “from the server” or “from the client”. Did you mean “server”?',
    ],
    ['larger than many', '“many” is no number: write for instance “100 octets”.'],
    ['larger than 200 ms', 'A size is counted in octets: “27 octets”, “1 kB”.'],
    ['after 1 kB', 'A time is counted from the start of the run: “200 ms”, “1.5 s”.'],
    ['with statsu 404', 'No part is called “statsu”, behind “with”. Did you mean “status”?'],
    ['containing hex:0d0', '“hex:0d0” is no hexadecimal: write pairs of digits behind “containing”, as in “hex:0d0a”.'],
    ['connection one', 'Behind “connection” comes its number: “connection 1”.'],
    ['"hello"', 'Write “containing "hello"” to look for text.'],
    [
      'between 1 s or 2 s',
      'Behind “between” come two times or sizes with “and”: “between 1 s and 2 s”. Did you mean “and”?',
    ],
  ])('%s', (typed, sentence) => {
    expect(parseFilter(typed, words).problems[0]?.sentence).toBe(sentence)
  })

  test('the rest of the filter is understood all the same', () => {
    const { filter, problems } = parseFilter('chunks blurb from the server', words)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ start: 7, end: 12 })
    expect(describeFilter(filter)).toBe('Chunks from the server')
  })

  test('whatever is typed, there is an answer', () => {
    const pieces = [
      'chunks',
      'from',
      'the',
      'server',
      ',',
      'or',
      'not',
      '1',
      'kB',
      '"',
      'with',
      'between',
      '>',
      'containing',
      'hex',
      'on',
      '/',
    ]
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string())), (parts) => {
        const typed = parts.join(' ')
        const { filter, problems } = parseFilter(typed, words)
        expect(describeFilter(filter)).not.toMatch(/undefined|NaN/)
        for (const { sentence } of problems) expect(sentence).toMatch(/[.?]$/)
        suggestionsAt(typed, typed.length, words)
      }),
    )
  })
})

describe('what may come next', () => {
  const texts = (typed: string, caret = typed.length) =>
    suggestionsAt(typed, caret, words).items.map(({ text }) => text)

  test('at the beginning: the units of the run, then what every run has', () => {
    expect(texts('').slice(0, 6)).toEqual(['chunks', 'requests', 'responses', 'last chunks', 'events', 'faults'])
  })

  test.each([
    ['chu', ['chunks', 'last chunks']],
    ['chunks fr', ['from the server', 'from the client']],
    ['chunks serv', ['from the server']],
    ['chunks from ', ['the server', 'the client']],
    ['chunks from the ', ['server', 'client']],
    ['larger ', ['than', '100 octets', '1 kB']],
    ['larger than ', ['100 octets', '1 kB']],
    ['larger than 5 ', ['octets', 'kB']],
    ['after ', ['200 ms', '1 s']],
    ['on ', ['connection', 'stream']],
    ['on connection ', ['1', '2']],
    ['chunks with ', ['status', 'method', 'type', 'opcode', 'field-name', 'chunk-ext', 'faults']],
    ['containing ', ['"hello"', 'hex:0d0a']],
  ])('%j', (typed, expected) => {
    expect(texts(typed)).toEqual(expected)
  })

  test('in the middle, what is typed replaces the word at the caret', () => {
    expect(suggestionsAt('chu from the server', 3, words)).toMatchObject({ from: 0, items: [{ text: 'chunks' }, {}] })
  })

  test('behind a thing, a condition or another thing', () => {
    expect(texts('chunks ')).toContain('larger than')
    expect(texts('chunks from the server ')).toContain('and')
  })
})

describe('which units are left', () => {
  const log = logOf(
    { kind: 'open', connection: 1, at: 0 },
    passed(1, 1, 'client-to-server', 'GET /message?size=5 HTTP/1.1\r\nHost: a\r\n\r\n'),
    passed(1, 100, 'server-to-client', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'),
    passed(1, 200, 'server-to-client', '5\r\nHello\r\n'),
    passed(1, 300, 'server-to-client', '3;a=b\r\nfoo\r\n'),
    passed(1, 400, 'server-to-client', '0\r\n\r\n'),
    passed(2, 500, 'client-to-server', 'GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n'),
    passed(2, 1500, 'server-to-client', 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno'),
    passed(2, 1600, 'client-to-server', 'GET /no-host HTTP/1.1\r\n\r\n'),
  )

  function left(typed: string): readonly string[] {
    const { filter, problems } = parseFilter(typed, words)
    expect(problems).toEqual([])
    return log.units.filter(matcherOf(filter)).map(({ connection, unit }) => `${connection.id} ${unit.name}`)
  }

  test.each([
    [
      '',
      [
        '1 request',
        '1 response',
        '1 chunk',
        '1 chunk',
        '1 last-chunk',
        '1 trailer-section',
        '2 request',
        '2 response',
        '2 message-body',
        '2 request',
      ],
    ],
    ['chunks', ['1 chunk', '1 chunk']],
    ['chunks containing hello', ['1 chunk']],
    ['containing hex:48656c6c6f', ['1 chunk']],
    ['containing hex:68656c6c6f', []],
    ['chunk-ext', ['1 chunk']],
    ['with chunk-ext-name a', ['1 chunk']],
    ['chunks larger than 10 octets', ['1 chunk']],
    ['of 2 octets', ['1 trailer-section', '2 message-body']],
    ['responses with status 404', ['2 response']],
    ['with method get', ['1 request', '2 request', '2 request']],
    ['requests to /message', ['1 request']],
    ['from the server, to /message', ['1 response', '1 chunk', '1 chunk', '1 last-chunk', '1 trailer-section']],
    ['to /message, connection 2', []],
    ['faults', ['2 request']],
    ['with fault host-missing', ['2 request']],
    ['headers', ['1 request', '1 response', '2 request', '2 response']],
    ['with field-name content-length', ['2 response']],
    [
      'not from the client, not chunks',
      ['1 response', '1 last-chunk', '1 trailer-section', '2 response', '2 message-body'],
    ],
    ['between 100 ms and 300 ms', ['1 response', '1 chunk', '1 chunk']],
    ['after 1 s', ['2 response', '2 message-body', '2 request']],
    ['connection 2 or chunks', ['1 chunk', '1 chunk', '2 request', '2 response', '2 message-body', '2 request']],
    ['incomplete', []],
  ])('%j', (typed, expected) => {
    expect(left(typed)).toEqual(expected)
  })

  test('events by their type, which stands in a field line or in none', () => {
    const stream = logOf(
      passed(1, 1, 'client-to-server', 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
      passed(
        1,
        2,
        'server-to-client',
        'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: tick\ndata: 1\n\ndata: 2\n\n',
      ),
    )
    const values = (typed: string) =>
      stream.units.filter(matcherOf(parseFilter(typed, words).filter)).map(({ unit }) => unit.value)
    expect(values('events of type tick')).toEqual(['1'])
    expect(values('events of type message')).toEqual(['2'])
    expect(values('events')).toEqual(['1', '2'])
  })

  test('a number by what it is called: the opcode of a frame', () => {
    const frames = new UnitLog({ id: 'run', lab: 'lab', switches: {}, startedAt: 0, server: '' }, 'websocket')
    // RFC 6455 section 5.7: an unmasked Ping, the Pong that answers it, and an unmasked text message, all of "Hello".
    frames.append(passed(1, 1, 'server-to-client', '\x89\x05Hello\x8a\x05Hello\x81\x05Hello'))
    const ids = (typed: string) =>
      frames.units.filter(matcherOf(parseFilter(typed, words).filter)).map(({ unit }) => unit.id)
    expect(ids('frames with opcode ping')).toEqual(['s2c-frame-0'])
    expect(ids('frames with opcode pong')).toEqual(['s2c-frame-7'])
    expect(ids('frames with opcode 9')).toEqual(['s2c-frame-0'])
    expect(ids('messages')).toEqual(['s2c-message-14'])
  })

  test('octets that were not kept', () => {
    const gap = {
      gap: { at: 5, octets: 3000, limit: 'maxOctetsPerRun' },
      connection: { id: 2 },
      direction: 'server-to-client' as const,
    }
    const leaves = (typed: string) => matcherOf(parseFilter(typed, words).filter)(gap)
    expect(leaves('gaps')).toBe(true)
    expect(leaves('larger than 2 kB on connection 2')).toBe(true)
    expect(leaves('chunks')).toBe(false)
  })
})

function passed(connection: number, at: number, direction: Direction, text: string): TraceRecord {
  return { kind: 'octets', connection, at, direction, octets: octetsOf(text) }
}

function logOf(...records: readonly TraceRecord[]): UnitLog {
  const log = new UnitLog({ id: 'run', lab: 'lab', switches: {}, startedAt: 0, server: '' })
  for (const record of records) log.append(record)
  return log
}
