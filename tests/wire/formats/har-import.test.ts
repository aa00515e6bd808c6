/** HAR in: what the entries say becomes octets that say the same, whoever wrote the file. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exchangesOf } from '#wire/exchanges.ts'
import type { ExportedRun } from '#wire/formats/exported-run.ts'
import { exportedCapture } from '#wire/formats/exported-run.ts'
import { harOf } from '#wire/formats/har/export.ts'
import { latin1 } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import { exportedRecording, fileOf, logged, opened, RECORDINGS } from './runs.ts'

/** An entry as a browser writes it, with what a test changes. */
function entry(changed: object = {}, response: object = {}, request: object = {}) {
  return {
    startedDateTime: '2026-11-22T19:00:00.000Z',
    time: 30,
    _connectionId: '7',
    request: {
      method: 'GET',
      url: 'http://example.org/a?b#c',
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'Host', value: 'example.org' }],
      headersSize: -1,
      bodySize: 0,
      ...request,
    },
    response: {
      status: 200,
      statusText: 'OK',
      httpVersion: 'HTTP/1.1',
      headers: [{ name: 'Content-Type', value: 'text/plain' }],
      content: { size: 2, mimeType: 'text/plain', text: 'hi' },
      ...response,
    },
    timings: { blocked: 1, dns: -1, connect: 4, ssl: -1, send: 0, wait: 15, receive: 10 },
    ...changed,
  }
}

const har = (...entries: readonly unknown[]) =>
  JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries } })

async function octetsIn(file: string, direction: Direction, connection = 1): Promise<string> {
  const { records } = await opened(file)
  return records
    .filter((record) => record.kind === 'octets' && record.connection === connection && record.direction === direction)
    .map((record) => (record.kind === 'octets' ? latin1(record.octets) : ''))
    .join('')
}

describe('an entry', () => {
  test('becomes a request and a response of HTTP/1.1, at the times it says', async () => {
    const capture = await opened(har(entry()))
    expect(capture).toMatchObject({
      format: 'har',
      octets: 'rebuilt',
      writtenBy: 'WebInspector 537.36',
      run: { startedAt: Date.UTC(2026, 10, 22, 19) },
      problems: [],
    })
    expect(
      capture.records.map((record) => (record.kind === 'octets' ? [record.at, latin1(record.octets)] : record)),
    ).toEqual([
      { kind: 'open', connection: 1, at: 1 },
      [5, 'GET /a?b HTTP/1.1\r\nHost: example.org\r\n\r\n'],
      [20, 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\n'],
      [30, 'hi'],
    ])
  })

  test.each(['https', 'wss'])('for %s was inside TLS, of whatever version', async (scheme) => {
    const { records } = await opened(har(entry({}, {}, { url: `${scheme}://example.org:4323/a` })))
    expect(records[0]).toEqual({ kind: 'open', connection: 1, at: 1, tls: 'TLS' })
  })

  test('for https shares no connection with one for http, though the file says so', async () => {
    const capture = await opened(
      har(entry(), entry({ startedDateTime: '2026-11-22T19:00:09.000Z' }, {}, { url: 'https://example.org/' })),
    )
    expect(exchangesOf(logged(capture)).map(({ connection }) => [connection.id, connection.tls])).toEqual([
      [1, undefined],
      [2, 'TLS'],
    ])
  })

  test('with posted text sends it behind the head', async () => {
    const posted = entry({}, {}, { method: 'POST', bodySize: 5, postData: { mimeType: 'text/plain', text: 'grüß' } })
    expect(await octetsIn(har(posted), 'client-to-server')).toBe(
      'POST /a?b HTTP/1.1\r\nHost: example.org\r\nContent-Length: 6\r\n\r\ngr\xc3\xbc\xc3\x9f',
    )
  })

  test('of HTTP/2 loses its pseudo-header fields and says so', async () => {
    const file = har(
      entry(
        {},
        { httpVersion: 'h2', statusText: '', headers: [{ name: ':status', value: '200' }] },
        {
          headers: [
            { name: ':authority', value: 'example.org' },
            { name: 'x', value: 'y' },
          ],
        },
      ),
    )
    expect(await octetsIn(file, 'client-to-server')).toBe('GET /a?b HTTP/1.1\r\nHost: example.org\r\nx: y\r\n\r\n')
    expect(await octetsIn(file, 'server-to-client')).toBe('HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nhi')
    expect((await opened(file)).problems).toEqual([
      '1 entry was of HTTP/2 or HTTP/3, and is shown as HTTP/1.1 would have written them (entry 1).',
    ])
  })

  test('whose content was compressed is shown without that', async () => {
    const headers = [
      { name: 'content-encoding', value: 'gzip' },
      { name: 'content-length', value: '22' },
    ]
    const file = har(entry({}, { headers }))
    expect(await octetsIn(file, 'server-to-client')).toBe('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi')
    expect((await opened(file)).problems[0]).toContain('shown without Content-Encoding')
  })

  test('without content keeps its head, and says what is missing', async () => {
    const capture = await opened(har(entry({}, { content: { size: 512, mimeType: 'image/png' } })))
    expect(capture.problems).toEqual([
      'The file does not hold the content of 1 entry, which is shown without (entry 1).',
    ])
    expect(logged(capture).units.map(({ unit }) => unit.name)).toContain('response')
  })

  test('that was not answered is a request alone', async () => {
    const { records } = await opened(har(entry({}, { status: 0 })))
    expect(records).toHaveLength(2)
  })

  test.each([
    ['HEAD', {}, { method: 'HEAD' }],
    ['204', { status: 204 }, {}],
    ['304', { status: 304 }, {}],
  ])('without content by its kind (%s) keeps Content-Length as it was', async (_, response, request) => {
    const headers = [{ name: 'Content-Length', value: '9' }]
    const file = har(entry({}, { headers, content: { size: 9 }, ...response }, request))
    expect(await octetsIn(file, 'server-to-client')).toMatch(/ OK\r\nContent-Length: 9\r\n\r\n$/)
    expect((await opened(file)).problems).toEqual([])
  })
})

describe('connections', () => {
  const at = (ms: number) => ({ startedDateTime: new Date(Date.UTC(2026, 10, 22, 19, 0, 0, ms)).toISOString() })

  test('are those that the entries name, one exchange after the other', async () => {
    const capture = await opened(har(entry(at(40)), entry(at(0)), entry({ ...at(80), _connectionId: '8' })))
    expect(exchangesOf(logged(capture)).map(({ connection, index }) => [connection.id, index])).toEqual([
      [1, 0],
      [1, 1],
      [2, 0],
    ])
  })

  test('with several exchanges at once are taken apart', async () => {
    const capture = await opened(har(entry(at(0)), entry(at(5)), entry(at(40))))
    expect(exchangesOf(logged(capture)).map(({ connection }) => connection.id)).toEqual([1, 2, 1])
    expect(capture.problems[0]).toContain('shared a connection with others at the same time')
  })

  test("are not told apart by the server's port", async () => {
    const port = { _connectionId: undefined, connection: '80' }
    const capture = await opened(har(entry({ ...at(0), ...port }), entry({ ...at(40), ...port })))
    expect(exchangesOf(logged(capture)).map(({ connection }) => connection.id)).toEqual([1, 2])
    expect(capture.problems).toEqual([
      'The file does not tell the connection of 2 entries: each is shown in one of its own (entry 1 and 2).',
    ])
  })

  test('of caches and of addresses that no network has are left out, and counted', async () => {
    const capture = await opened(
      har(
        entry({ _fromCache: 'disk' }),
        entry({}, {}, { url: 'data:text/plain,x' }),
        entry({}, {}, { url: 'chrome-extension://abc/x.js' }),
      ),
    )
    expect(capture.records).toEqual([])
    expect(capture.problems).toHaveLength(3)
  })
})

describe('what came over a stream', () => {
  test('a WebSocket: frames behind the answer, those of the client masked with zeros', async () => {
    const time = Date.UTC(2026, 10, 22, 19) / 1000
    const file = har(
      entry(
        {
          _webSocketMessages: [
            { type: 'receive', time: time + 0.2, opcode: 2, data: 'AAEC' },
            { type: 'send', time: time + 0.1, opcode: 1, data: 'hä' },
            { type: 'error', time: time + 0.3, opcode: -1, data: 'broken' },
          ],
        },
        { status: 101, statusText: 'Switching Protocols', headers: [{ name: 'Upgrade', value: 'websocket' }] },
        { url: 'ws://example.org/chat' },
      ),
    )
    const { records, problems } = await opened(file)
    expect(records.filter(({ at }) => at > 50)).toEqual([
      {
        kind: 'octets',
        connection: 1,
        at: 100,
        direction: 'client-to-server',
        octets: Uint8Array.of(0x81, 0x83, 0, 0, 0, 0, 0x68, 0xc3, 0xa4),
      },
      {
        kind: 'octets',
        connection: 1,
        at: 200,
        direction: 'server-to-client',
        octets: Uint8Array.of(0x82, 3, 0, 1, 2),
      },
    ])
    expect(await octetsIn(file, 'server-to-client')).toMatch(
      /^HTTP\/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n/,
    )
    expect(problems).toHaveLength(1)
  })

  test.each([
    [125, [0x82, 125]],
    [126, [0x82, 126, 0, 126]],
    [65_535, [0x82, 126, 0xff, 0xff]],
    [65_536, [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]],
  ])('a frame of %i octets has the shortest length that holds it', async (length, head) => {
    const data = Buffer.alloc(length).toString('base64')
    const messages = [{ type: 'receive', time: Date.UTC(2026, 10, 22, 19, 1) / 1000, opcode: 2, data }]
    const { records } = await opened(har(entry({ _webSocketMessages: messages }, { status: 101 })))
    const last = records.at(-1)
    expect(last?.kind === 'octets' && [...last.octets.subarray(0, head.length)]).toEqual(head)
    expect(last?.kind === 'octets' && last.octets.length).toBe(head.length + length)
  })

  test('events: one chunk each, when it came', async () => {
    const time = Date.UTC(2026, 10, 22, 19) / 1000
    const file = har(
      entry(
        {
          _eventSourceMessages: [
            { time: time + 0.1, eventName: 'message', eventId: '', data: 'one\ntwo' },
            { time: time + 0.2, eventName: 'tick', eventId: '5', data: '' },
          ],
        },
        { headers: [{ name: 'Content-Type', value: 'text/event-stream' }], content: { size: 0 } },
      ),
    )
    const { records } = await opened(file)
    expect(records.slice(3).map((record) => record.kind === 'octets' && [record.at, latin1(record.octets)])).toEqual([
      [100, '15\r\ndata: one\ndata: two\n\n\r\n'],
      [200, '1a\r\nid: 5\nevent: tick\ndata: \n\n\r\n'],
      [200, '0\r\n\r\n'],
    ])
  })
})

/** How many connections of HTTP/1.1 it takes: exchanges that HTTP/2 had at the same time on one need one each. */
function connectionsNeeded({ log }: ExportedRun): number {
  const exchanges = exchangesOf(log).filter(({ request }) => request.length > 0)
  return [...Map.groupBy(exchanges, ({ connection }) => connection).values()].reduce((sum, shared) => {
    const atOnce = shared.map(
      ({ startedAt: at }) => shared.filter(({ startedAt, lastAt }) => startedAt <= at && lastAt > at).length,
    )
    // One that has no answer was over, as far as it was seen, when it began.
    return sum + Math.max(1, ...atOnce)
  }, 0)
}

describe('a run that was exported', () => {
  test.each(RECORDINGS)('%s says the same when it comes back', async (_, recording) => {
    const run = exportedRecording(recording)
    const capture = await opened(fileOf('har', run))
    const told = (entries: ReturnType<typeof harOf>['log']['entries']) =>
      entries.map(
        ({ request, response, startedDateTime, _connectionId, _webSocketMessages, _eventSourceMessages }) => ({
          startedDateTime,
          connection: _connectionId,
          request: [request.method, request.url, request.postData?.text],
          response: [response.status, response.statusText, response.content.text],
          messages: _webSocketMessages?.map(({ type, opcode, data }) => [type, opcode, data]),
          events: _eventSourceMessages?.map(({ eventName, eventId, data }) => [eventName, eventId, data]),
        }),
      )
    // What comes back is HTTP/1.1, where a WebSocket is no stream that CONNECT opens (RFC 8441) but an upgrade.
    const before = told(harOf(run).log.entries).map((entry) => {
      const [method, url] = entry.request
      if (method !== 'CONNECT') return entry
      return { ...entry, request: ['GET', url, undefined], response: [101, 'Switching Protocols', undefined] }
    })
    const after = told(harOf({ ...run, log: logged(capture) }).log.entries)
    const inOrder = (one: { readonly startedDateTime: string }, other: { readonly startedDateTime: string }) =>
      one.startedDateTime.localeCompare(other.startedDateTime)
    // Connections are numbered as they are met.
    const unnumbered = (entries: typeof before) => entries.toSorted(inOrder).map(({ connection, ...rest }) => rest)
    expect(unnumbered(after)).toEqual(unnumbered(before))
    const needed = connectionsNeeded(run)
    expect(new Set(after.map(({ connection }) => connection)).size).toBe(needed)
    const isSplit = needed > new Set(before.map(({ connection }) => connection)).size
    expect(capture.problems.some((problem) => problem.includes('shared a connection with others'))).toBe(isSplit)
  })

  test('keeps the times of its chunks', async () => {
    const [, recording] = RECORDINGS.find(([name]) => name === 'message-end/chunked') ?? []
    if (recording === undefined) throw new Error('The recording is gone.')
    const run = exportedRecording(recording)
    const chunks = (log: typeof run.log) =>
      log.units.flatMap(({ unit, at }) => (unit.name === 'chunk' ? [[unit.value, Math.round(at * 100) / 100]] : []))
    expect(chunks(logged(await opened(fileOf('har', run))))).toEqual(chunks(run.log))
  })
})

test('content that an export left in its coding comes back in it', async () => {
  const coded = entry(
    {},
    {
      headers: [{ name: 'Content-Encoding', value: 'br' }],
      content: { size: 3, text: 'CwCA', encoding: 'base64', _codings: ['br'] },
    },
  )
  expect(await octetsIn(har(coded), 'server-to-client')).toBe(
    'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\n\x0b\x00\x80',
  )
})

/** Puts `value` in place of one of the values within `object`, however deep. */
function replaceOne(object: object, place: number, value: unknown): void {
  const places: (readonly [object, string])[] = []
  const walk = (of: object) => {
    for (const [key, inner] of Object.entries(of)) {
      places.push([of, key])
      if (typeof inner === 'object' && inner !== null) walk(inner)
    }
  }
  walk(object)
  const [of, key] = places[place % places.length] ?? [object, 'x']
  Reflect.set(of, key, value)
}

describe('a hostile file', () => {
  test('cannot forge a field, a head or a message', async () => {
    const file = har(
      entry(
        {},
        {
          statusText: 'OK\r\nX-Forged: 1\r\n\r\nHTTP/1.1 200 OK',
          headers: [
            { name: 'X', value: 'a\r\nContent-Length: 99\r\n\r\nGET' },
            { name: 'Y: 1\r\nZ', value: '2' },
          ],
        },
        { url: 'http://example.org/ HTTP/1.1\r\nX-Forged: 1\r\n\r\n' },
      ),
    )
    expect(await octetsIn(file, 'server-to-client')).toBe(
      'HTTP/1.1 200 OK X-Forged: 1 HTTP/1.1 200 OK\r\nX: a\r\nX: Content-Length: 99\r\nX: GET\r\nContent-Length: 2\r\n\r\nhi',
    )
    expect(await octetsIn(file, 'client-to-server')).toBe(
      'GET /%20HTTP/1.1%0D%0AX-Forged:%201%0D%0A%0D%0A HTTP/1.1\r\nHost: example.org\r\n\r\n',
    )
  })

  test.each([
    [
      'entries of other types',
      [null, 1, 'x', [], {}, { request: 7 }, { request: { method: 'G ET', url: 'http://a/' } }],
    ],
    ['values of other types', [entry({ timings: 'x', startedDateTime: 5, _webSocketMessages: {}, _chunks: [1, {}] })]],
    [
      'parts of other types',
      [entry({}, { headers: { a: 1 }, content: [], status: '200' }, { headers: 'x', postData: 3 })],
    ],
    [
      'negative and endless times',
      [
        entry({ timings: { send: -5, wait: 1e308, receive: 1e308 } }),
        entry({ _webSocketMessages: [{ type: 'send', time: 1e308, opcode: 1, data: '' }] }, { status: 101 }),
      ],
    ],
    ['a time before time', [entry({ startedDateTime: '-271821-04-20T00:00:00Z' }), entry()]],
    ['prototypes', [{ __proto__: null, constructor: 1, ...entry() }]],
  ])('with %s is read as far as it goes', async (_, entries) => {
    const capture = await opened(har(...entries))
    expect(capture.records.every(({ at }) => Math.abs(at) <= 2e16)).toBe(true)
    expect(() => harOf({ log: logged(capture), title: '', browser: '', script: [], octets: 'rebuilt' })).not.toThrow()
  })

  test('with any value in any place is read without failing', async () => {
    const whole = entry({ _webSocketMessages: [], _eventSourceMessages: [], _chunks: [], pageref: 'p' })
    const change = fc.record({ place: fc.nat(), value: fc.jsonValue() })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const changed = structuredClone(whole)
        for (const { place, value } of changes) replaceOne(changed, place, value)
        const capture = await opened(har(changed, whole))
        expect(capture.records.length).toBeGreaterThan(0)
        fileOf('har', exportedCapture(capture, ''))
      }),
    )
  })

  test('that is cut short gives what stood before the cut', async () => {
    const whole = har(entry(), entry({ startedDateTime: '2026-11-22T19:00:01.000Z' }))
    const capture = await opened(whole.slice(0, -40))
    expect(capture.records.filter(({ kind }) => kind === 'open')).toHaveLength(1)
    expect(capture.problems.at(-1)).toBe(
      `The file ends before it is complete, after ${whole.length - 40} octets. What comes before has been read: 1 entry.`,
    )
  })

  test('cut at any octet never fails otherwise than by a sentence', async () => {
    const whole = har(entry())
    for (let length = 1; length < whole.length; length++) {
      const problems = await opened(whole.slice(0, length)).then(
        (capture) => capture.problems,
        (error: Error) => (error.name === 'UnreadableFile' ? [error.message] : Promise.reject(error)),
      )
      expect(problems.join(' ')).toContain('ends before it is complete')
    }
  })

  test('gives the same in pieces of any size', async () => {
    const file = har(entry(), entry({ startedDateTime: '2026-11-22T19:00:01.000Z' }))
    const whole = await opened(file)
    for (const size of [1, 2, 7, 64, 100]) expect(await opened(file, size)).toEqual(whole)
  })
})
