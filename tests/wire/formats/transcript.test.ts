/** The text of a run: to be read in a terminal or a mail, whatever octets passed. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exported, exportedRecording, fileOf, type Passed, RECORDINGS, recordsOf, runOf } from './runs.ts'

const GET = 'GET /a HTTP/1.1\r\nHost: example.org\r\n\r\n'

/** Without the lines about the run, which are told once. */
function linesOf(...passed: readonly Passed[]): readonly string[] {
  return String(fileOf('text', runOf(...passed)))
    .split('\n\n')
    .slice(1)
    .join('\n\n')
    .trimEnd()
    .split('\n')
}

test('tells what the run was, then every unit in order of time, with its text', () => {
  const run = {
    ...runOf(
      ['>', GET],
      ['<', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n'],
      ['<', '4\r\n two\r\n0\r\n\r\n', 200.25],
    ),
    script: [{ at: 30, what: 'read()', octets: 3, detail: 'one' }],
  }
  expect(String(fileOf('text', run))).toBe(`A run
Started 2026-11-22T19:00:00.000000Z, answered by Node.js 26.10.0, Express 5.3.0, in Chromium 156.0.8078.79.
Switches: count=2, keepAlive=true.
Milliseconds since the start; the number of the connection; -> from the client, <- from the server.

      0.000 #1      Connection open from 127.0.0.1:50001 to 127.0.0.1:4322
     10.000 #1 ->   Request GET /a from the client
                    | GET /a HTTP/1.1
                    | Host: example.org
     20.000 #1 <-   Response 200 OK from the server
                    | HTTP/1.1 200 OK
                    | Transfer-Encoding: chunked
     20.000 #1 <-   Chunk of 3 octets from the server
                    | one
     30.000 script  read(), 3 octets: one
    200.250 #1 <-   Chunk of 4 octets from the server
                    |  two
    200.250 #1 <-   Last chunk from the server
    200.250 #1 <-   End of the chunked content from the server
`)
})

test('says what had only begun, what was not kept, and how the connection ended', () => {
  const records = recordsOf([
    ['>', GET],
    ['<', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
  ])
  const text = String(
    fileOf(
      'text',
      exported([
        ...records,
        { kind: 'gap', connection: 1, at: 30, direction: 'server-to-client', octets: 6, limit: 'maxOctetsPerRun' },
        { kind: 'close', connection: 1, at: 40, how: 'reset' },
      ]),
    ),
  )
  expect(text).toContain('#1 <-   Content from the server, 3 octets so far')
  expect(text).toContain('#1 <-   6 octets passed and were not kept (maxOctetsPerRun)')
  expect(text).toContain('     40.000 #1      Connection reset')
})

test('says that a connection was inside TLS, and on which side of a middlebox', () => {
  const records = recordsOf([['>', GET]]).map((record) =>
    record.kind === 'open' ? ({ ...record, tls: 'TLS 1.3', seenAt: 'middlebox' } as const) : record,
  )
  expect(String(fileOf('text', exported(records)))).toContain(
    'Connection open from 127.0.0.1:50001 to 127.0.0.1:4322, inside TLS 1.3, client to middlebox',
  )
})

describe('text', () => {
  const ok = (content: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\n\r\n${content}`

  test('of UTF-8 stands as it is, other octets in hexadecimal', () => {
    expect(linesOf(['>', GET], ['<', ok('gr\xc3\xbc\xc3\x9f')]).at(-1)).toMatch(/\| grüß$/)
    expect(linesOf(['>', GET], ['<', ok('\x00\xff\x80')]).at(-1)).toMatch(/\| 00 ff 80$/)
  })

  test('that would move a cursor, hide or turn other text is written out', () => {
    const line = linesOf(['>', GET], ['<', ok('a\x1b[2J\x07\xe2\x80\xaeb\tc')]).at(-1)
    expect(line).toMatch(/\| a\\x1b\[2J\\x07\\u\{202e\}b\\tc$/)
  })

  test('that is long is wrapped, and cut where it gets too long', () => {
    const lines = linesOf(['>', GET], ['<', ok('x'.repeat(10_000))])
    expect(lines.every((line) => line.length <= 120)).toBe(true)
    expect(lines.at(-1)).toMatch(/\| \.\.\. \(10000 octets in all\)$/)
    expect(lines.length).toBeLessThan(60)
  })

  test('of WebSocket frames is unmasked', () => {
    const lines = linesOf(
      [
        '>',
        'GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
      ],
      [
        '<',
        'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
      ],
      ['>', '\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58'],
    )
    expect(lines.some((line) => line.endsWith('| Hello'))).toBe(true)
  })
})

test.each(RECORDINGS)('%s has a line for each of its units', (_, recording) => {
  const run = exportedRecording(recording)
  const lines = String(fileOf('text', run)).split('\n')
  expect(lines.filter((line) => / #\d+ (->|<-)(?! +Ended by the emulated path)/.test(line))).toHaveLength(
    run.log.units.length + run.log.pending().length,
  )
})

test('no octets bring a control into it', () => {
  const passed = fc.array(fc.tuple(fc.constantFrom('>' as const, '<' as const), fc.uint8Array({ minLength: 1 })))
  fc.assert(
    fc.property(passed, (passages) => {
      const text = String(fileOf('text', runOf(['>', GET], ['<', 'HTTP/1.1 200 OK\r\n\r\n'], ...passages)))
      expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    }),
  )
})
