/** HAR out: every export is HAR 1.2, and says what the octets said. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { exchangesOf } from '#wire/exchanges.ts'
import { type ExportedRun, exportedCapture } from '#wire/formats/exported-run.ts'
import { harOf } from '#wire/formats/har/export.ts'
import { MAX_CONTENT_OCTETS } from '#wire/formats/har/har.ts'
import { latin1 } from '#wire/octets.ts'
import { HAR_SCHEMA } from './har-schema.ts'
import { exported, exportedRecording, opened, type Passed, RECORDINGS, recordsOf, runOf, STARTED_AT } from './runs.ts'

/** Through text, as in a file, and held against the specification. */
function harIn(run: Parameters<typeof harOf>[0]) {
  return HAR_SCHEMA.parse(JSON.parse(JSON.stringify(harOf(run)))).log
}

function entriesIn(...passed: readonly Passed[]) {
  return harIn(runOf(...passed)).entries
}

const GET = 'GET /a?x=1&y=%20&z HTTP/1.1\r\nHost: example.org\r\nCookie: a=b; c=d=e\r\n\r\n'

/** The status of each exchange as its octets say it: of the last response, or 0 where the script gave up waiting for one. */
function statusesIn({ log }: ExportedRun): readonly number[] {
  return exchangesIn(log).map(({ response }) => {
    const said = response.flatMap(({ unit }) => {
      const fields = unit.parts?.flatMap(({ parts = [] }) => parts).flatMap(({ parts = [] }) => parts) ?? []
      const place = fields.findIndex(({ name, value }) => name === 'field-name' && value === ':status')
      return unit.name === 'response' ? [unit.value] : place === -1 ? [] : [fields[place + 1]?.value]
    })
    return Number(said.at(-1) ?? 0)
  })
}

/** Scheme, host and port of each exchange: whether TLS was around it was observed, and so was who is asked. */
function originsIn({ log }: ExportedRun): readonly string[] {
  return exchangesIn(log).map(({ connection, request, response }) => {
    const octets = latin1(
      connection.streams['client-to-server'].slice(request[0]?.unit.ranges[0] ?? { start: 0, end: 0 }),
    )
    const isUpgraded = response.some(({ unit }) => unit.value === 101)
    const isWebSocket =
      (isUpgraded && /upgrade: websocket/i.test(octets)) ||
      JSON.stringify(request[0]?.unit.parts).includes('":protocol"')
    const scheme = `${isWebSocket ? 'ws' : 'http'}${connection.tls === undefined ? '' : 's'}`
    return `${scheme}://${/^host: (.*)\r$/im.exec(octets)?.[1] ?? 'localhost:4323'}`
  })
}

function exchangesIn(log: ExportedRun['log']) {
  return exchangesOf(log).filter(({ request }) => request.length > 0)
}

describe('every recording of the lessons', () => {
  test.each(RECORDINGS)('%s is HAR 1.2, an entry for each exchange', (_, recording) => {
    const run = exportedRecording(recording)
    const { entries, browser } = harIn(run)
    expect(entries).toHaveLength(exchangesIn(run.log).length)
    expect(`${browser?.name} ${browser?.version}`).toBe(recording.browser)
    expect(entries.map(({ response }) => response.status)).toEqual(statusesIn(run))
    expect(entries.map(({ request }) => request.url.split('/', 3).join('/'))).toEqual(originsIn(run))
  })
})

describe('an exchange', () => {
  test('with its URL, query, cookies and fields as they were sent', () => {
    const [entry] = entriesIn(
      ['>', GET],
      [
        '<',
        'HTTP/1.1 302 Found\r\nlocation: /b\r\nSet-Cookie: s=1; Path=/; HttpOnly; Expires=never\r\nContent-Length: 0\r\n\r\n',
      ],
    )
    expect(entry?.request).toMatchObject({
      method: 'GET',
      url: 'http://example.org/a?x=1&y=%20&z',
      httpVersion: 'HTTP/1.1',
      headers: [
        { name: 'Host', value: 'example.org' },
        { name: 'Cookie', value: 'a=b; c=d=e' },
      ],
      queryString: [
        { name: 'x', value: '1' },
        { name: 'y', value: '%20' },
        { name: 'z', value: '' },
      ],
      cookies: [
        { name: 'a', value: 'b' },
        { name: 'c', value: 'd=e' },
      ],
      headersSize: GET.length,
      bodySize: 0,
    })
    expect(entry?.response).toMatchObject({
      status: 302,
      statusText: 'Found',
      redirectURL: '/b',
      cookies: [{ name: 's', value: '1', path: '/', httpOnly: true, secure: false }],
    })
    // A date that is none would keep DevTools from importing the whole file.
    expect(entry?.response.cookies[0]).not.toHaveProperty('expires')
  })

  test('with its times: sent, waited for, received', () => {
    const [entry] = entriesIn(
      ['>', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n', 10],
      ['>', 'ping', 15],
      ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n', 40],
      ['<', 'pong', 100.5],
    )
    expect(entry).toMatchObject({
      startedDateTime: new Date(STARTED_AT + 10).toISOString().replace('Z', '000Z'),
      time: 90.5,
      timings: { blocked: -1, dns: -1, connect: -1, ssl: -1, send: 5, wait: 25, receive: 60.5 },
      request: { postData: { text: 'ping' }, bodySize: 4 },
      serverIPAddress: '127.0.0.1',
      connection: '4322',
      _connectionId: '1',
    })
  })

  test('whose answer begins before its request ends waits for nothing', () => {
    const [entry] = entriesIn(
      ['>', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n', 10],
      ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n', 20],
      ['>', 'ping', 30],
      ['<', 'ok', 40],
    )
    expect(entry).toMatchObject({ time: 30, timings: { send: 10, wait: 0, receive: 20 } })
  })

  test('that was not answered has status 0', () => {
    const [entry] = entriesIn(['>', GET])
    expect(entry?.response).toMatchObject({ status: 0, headersSize: -1, content: { size: 0 } })
  })

  test('tells interim responses in its comment, and the final one as its response', () => {
    const [entry] = entriesIn(
      ['>', GET],
      ['<', 'HTTP/1.1 103 Early Hints\r\nLink: </s.css>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'],
    )
    expect(entry?.response.status).toBe(204)
    expect(entry?.comment).toBe(
      'Request GET /a?x=1&y=%20&z from the client. Response 103 Early Hints from the server. Response 204 No Content from the server.',
    )
  })

  test('says what was wrong with it', () => {
    const [entry] = entriesIn(['>', 'GET / HTTP/1.1\r\n\r\n'])
    expect(entry?.comment).toContain('Fault: expected')
    expect(entry?.request.url).toBe('http://127.0.0.1:4322/')
  })

  test('says between whom it was seen where a middlebox is', () => {
    const records = recordsOf([['>', GET]]).map((record) =>
      record.kind === 'open' ? ({ ...record, seenAt: 'server' } as const) : record,
    )
    expect(harIn(exported(records)).entries[0]?.comment).toContain('Seen between middlebox and server.')
  })

  test('is there as far as it has come when the run is not over', () => {
    const [entry] = entriesIn(['>', GET], ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'])
    expect(entry?.response).toMatchObject({ bodySize: 3, content: { text: 'abc', size: 3 } })
  })
})

describe('content', () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n'

  test('in chunks is put together, and each chunk told with its time', () => {
    const [entry] = entriesIn(
      ['>', GET, 10],
      ['<', `${chunked}\r\n3\r\none\r\n`, 20],
      ['<', '4\r\n two\r\n0\r\nDigest: x\r\n\r\n', 45],
    )
    expect(entry?.response).toMatchObject({
      content: { size: 7, text: 'one two' },
      headersSize: 47,
      bodySize: 33,
      _transferSize: 80,
      _trailers: [{ name: 'Digest', value: 'x' }],
    })
    expect(entry?._chunks).toEqual([
      { ts: 20, bytes: 3 },
      { ts: 45, bytes: 4 },
    ])
  })

  test('that is not text is Base64', () => {
    const [entry] = entriesIn(['>', GET], ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\x00\xff\x80'])
    expect(entry?.response.content).toMatchObject({ size: 3, text: 'AP+A', encoding: 'base64' })
  })

  test('beyond the limit is cut, not within a character, and says so', () => {
    const half = MAX_CONTENT_OCTETS / 2
    const content = `x${'\xc3\xa4'.repeat(half)}`
    const [entry] = entriesIn(
      ['>', GET],
      ['<', `HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\n\r\n${content}`],
    )
    expect(entry?.response.content).toMatchObject({
      size: content.length,
      comment: `Cut after ${MAX_CONTENT_OCTETS} of ${content.length} octets`,
    })
    expect(entry?.response.content.text?.length).toBe(half)
    expect(entry?.response.content.text?.endsWith('ä')).toBe(true)
  })

  test('that a limit of the server cut says so', () => {
    const records = recordsOf([
      ['>', GET],
      ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
    ])
    const gap = {
      kind: 'gap',
      connection: 1,
      at: 50,
      direction: 'server-to-client',
      octets: 6,
      limit: 'maxOctetsPerRun',
    } as const
    const { entries } = harIn(exported([...records, gap]))
    expect(entries[0]?.comment).toContain('6 octets of the connection were not kept (maxOctetsPerRun).')
  })
})

describe('what is above a message', () => {
  const chat =
    'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n'
  const switching =
    'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n'
  const seconds = (ms: number) => (STARTED_AT + ms) / 1000

  test('messages are whole, unmasked, at the time of their last octet, with control frames between', () => {
    const [first, entry] = entriesIn(
      ['>', GET, 1],
      ['<', 'HTTP/1.1 204 No Content\r\n\r\n', 2],
      ['>', `${chat}\r\n`, 3],
      ['<', `${switching}\r\n`, 4],
      // RFC 6455 section 5.7: a masked text, and one in two fragments with a ping in the middle.
      ['>', '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58', 5],
      ['<', '\x01\x03Hel', 6],
      ['<', '\x89\x01!', 7],
      ['<', '\x80\x02lo', 8],
      ['<', '\x82\x02\x00\xff', 9],
    )
    expect(first?._webSocketMessages).toBeUndefined()
    expect(entry?._resourceType).toBe('websocket')
    expect(entry?.request.url).toBe('ws://a/chat')
    expect(entry?._webSocketMessages).toEqual([
      { type: 'send', time: seconds(5), opcode: 1, data: 'Hello' },
      { type: 'receive', time: seconds(7), opcode: 9, data: 'IQ==' },
      { type: 'receive', time: seconds(8), opcode: 1, data: 'Hello' },
      { type: 'receive', time: seconds(9), opcode: 2, data: 'AP8=' },
    ])
  })

  test('messages that were compressed are inflated', () => {
    const extension = 'Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n'
    const [entry] = entriesIn(
      ['>', chat + extension],
      ['<', switching + extension],
      // RFC 7692 section 7.2.3.1.
      ['<', '\xc1\x07\xf2\x48\xcd\xc9\xc9\x07\x00', 30],
    )
    expect(entry?._webSocketMessages).toEqual([{ type: 'receive', time: seconds(30), opcode: 1, data: 'Hello' }])
  })

  test('messages longer than a view shows are whole', () => {
    const text = 'x'.repeat(70_000)
    const [entry] = entriesIn(
      ['>', `${chat}\r\n`],
      ['<', `${switching}\r\n`],
      ['<', `\x81\x7f\0\0\0\0\0\x01\x11\x70${text}`],
    )
    expect(entry?._webSocketMessages?.[0]?.data).toBe(text)
  })

  test('events are those that were dispatched', () => {
    const [entry] = entriesIn(
      ['>', GET],
      ['<', 'HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nretry: 5\n\nid: 1\ndata: a\n\n', 20],
      ['<', 'event: e\ndata: b\ndata\n\ndata: never', 30],
    )
    expect(entry?._resourceType).toBe('eventsource')
    expect(entry?._eventSourceMessages).toEqual([
      { time: seconds(20), eventName: 'message', eventId: '1', data: 'a' },
      { time: seconds(30), eventName: 'e', eventId: '1', data: 'b\n' },
    ])
  })
})

test('content is without its codings, and says how much they saved', () => {
  const text = 'hello '.repeat(100)
  const coded = gzipSync(text)
  const [entry] = entriesIn(
    ['>', GET],
    ['<', `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`],
    ['<', coded],
  )
  expect(entry?.response.content).toMatchObject({ size: text.length, text, compression: text.length - coded.length })
  expect(entry?.response.bodySize).toBe(coded.length)
})

test('codings of several field lines come off one after another', () => {
  const coded = gzipSync(gzipSync('hello'))
  const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Encoding: gzip\r\n'
  const [entry] = entriesIn(['>', GET], ['<', `${head}Content-Length: ${coded.length}\r\n\r\n`], ['<', coded])
  expect(entry?.response.content.text).toBe('hello')
})

test('content that cannot be decoded to its end says so', () => {
  const coded = gzipSync('hello').subarray(0, -9)
  const head = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`
  const [entry] = entriesIn(['>', GET], ['<', head], ['<', coded])
  expect(entry?.response.content.comment).toBe('Its content coding could be taken off in part only')
})

test('content in a coding that is not read stays in it, and says so', () => {
  const [entry] = entriesIn(
    ['>', GET],
    ['<', 'HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\n\x0b\x00\x80'],
  )
  expect(entry?.response.content).toMatchObject({
    text: 'CwCA',
    encoding: 'base64',
    comment: 'Still in its content coding: br',
  })
  expect(entry?.response.content).not.toHaveProperty('compression')
})

test('HTTP/2 is exported as HTTP/1.1 is, from what Chromium spoke to a server', async () => {
  const file = readFileSync(new URL('recordings/net-log-http2.json', import.meta.url), 'utf8')
  const { entries, browser } = harIn(exportedCapture(await opened(file), 'HTTP/2'))
  expect(browser).toEqual({ name: 'Chromium', version: '156.0.8078.79' })
  expect(
    entries.map(({ request, response, _connectionId }) => [
      `${request.method} ${request.url.replace(/:\d+/, '')} ${request.postData?.text ?? ''}`.trim(),
      `${response.status} ${response.content.text}`,
      `${request.httpVersion} on ${_connectionId}`,
    ]),
  ).toEqual([
    ['GET https://127.0.0.1/', '200 <!doctype html><title>x</title>', 'HTTP/2.0 on 1'],
    ['GET https://127.0.0.1/favicon.ico', '200 one two', 'HTTP/2.0 on 1'],
    ['GET https://127.0.0.1/a?1', '200 one two', 'HTTP/2.0 on 1'],
    ['POST https://127.0.0.1/a?2 hello', '200 one two', 'HTTP/2.0 on 1'],
  ])
  expect(entries.every(({ request }) => request.headers.every(({ name }) => !name.startsWith(':')))).toBe(true)
})
