/** Commands that make a request again: run by a real shell, they are the request that was seen. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exchangesOf } from '#wire/exchanges.ts'
import { curlCommand, MAX_COMMAND_OCTETS, ncCommand } from '#wire/formats/commands.ts'
import { printfFormat, quoted, word } from '#wire/formats/shell.ts'
import { latin1, octetsOf } from '#wire/octets.ts'
import { exported, exportedRecording, RECORDINGS, recordsOf, runOf } from './runs.ts'

const shell = (command: string) => execFileSync('sh', ['-c', command])

/** The words a POSIX shell makes of a command, the command's own name left out. */
const words = (command: string | undefined) =>
  execFileSync('sh', ['-c', `set -- ${command}; shift; printf '%s\\0' "$@"`], { encoding: 'utf8' })
    .split('\0')
    .slice(0, -1)

/** The exchange of a client that said this, and was not answered. */
function exchangeOf(request: string) {
  const [exchange] = exchangesOf(runOf(['>', request]).log)
  if (exchange === undefined) throw new Error('This is no request.')
  return exchange
}

describe('any octets pass a POSIX shell', () => {
  test('as the format of printf', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (octets) => {
        expect(new Uint8Array(shell(`printf ${printfFormat(octets)}`))).toEqual(octets)
      }),
      { numRuns: 40 },
    )
  })

  test.each([
    ['every octet there is', latin1(Uint8Array.from({ length: 256 }, (_, at) => at))],
    ['what would be an option', '--version'],
    ['digits behind an octet in digits', '\x001234\xff7'],
    ['what a shell obeys', '$(reboot) `reboot` "; reboot; \' reboot \\ ! ~ * ? #'],
    ['what printf obeys', '%s %n %% \\0 \\c \\x41 %'],
  ])('as the format of printf: %s', (_, text) => {
    expect(shell(`printf ${printfFormat(octetsOf(text))}`).toString('latin1')).toBe(text)
  })

  test('as words', () => {
    // A NUL ends a word, whatever stands around it.
    const texts = fc.string({ unit: 'binary', maxLength: 60 }).map((text) => text.replaceAll('\0', '').toWellFormed())
    fc.assert(
      fc.property(texts, (text) => {
        expect(words(`x ${quoted(text)} ${word(text || 'y')}`)).toEqual([text, text || 'y'])
      }),
      { numRuns: 40 },
    )
  })
})

describe('curl', () => {
  test('says what the client would not say by itself, and no more', () => {
    const exchange = exchangeOf(
      'GET /a?b=c&d HTTP/1.1\r\nHost: example.org\r\nUser-Agent: Chromium\r\nAccept: text/event-stream\r\nSec-Fetch-Mode: cors\r\nConnection: keep-alive\r\nCookie: a=b\r\nLast-Event-ID: 7\r\nX-Empty:\r\n\r\n',
    )
    expect(curlCommand(exchange)).toBe(
      "curl -N -v -H 'Accept: text/event-stream' -H 'Cookie: a=b' -H 'Last-Event-ID: 7' -H 'X-Empty;' 'http://example.org/a?b=c&d'",
    )
  })

  test.each([
    ['HEAD / HTTP/1.1\r\nHost: a\r\n\r\n', ['--head', 'http://a/']],
    ['DELETE /1 HTTP/1.1\r\nHost: a\r\n\r\n', ['-X', 'DELETE', 'http://a/1']],
    ['GET / HTTP/1.0\r\nHost: a\r\n\r\n', ['--http1.0', 'http://a/']],
    [
      'GET /../[1] HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
      ['-H', 'Connection: close', '-g', '--path-as-is', 'http://a/../[1]'],
    ],
    ['OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n', ['-X', 'OPTIONS', '--request-target', '*', 'http://a']],
    [
      "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nit's!",
      ['-H', 'Content-Type:', '--data-raw', "it's!", 'http://a/'],
    ],
  ])('%j', (request, expected) => {
    expect(words(curlCommand(exchangeOf(request)))).toEqual(['-N', '-v', ...expected])
  })

  test('asks for a WebSocket as the browser did', () => {
    const request =
      'GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n'
    expect(words(curlCommand(exchangeOf(request)))).toEqual(
      expect.arrayContaining(['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']),
    )
  })

  test.each([
    ['a tunnel', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'],
    [
      'content that nobody would paste',
      `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${MAX_COMMAND_OCTETS + 1}\r\n\r\n${'x'.repeat(MAX_COMMAND_OCTETS + 1)}`,
    ],
  ])('cannot do %s again', (_, request) => {
    expect(curlCommand(exchangeOf(request))).toBeUndefined()
  })

  test.each([
    ['of a file', 'GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['of another protocol', 'GET gopher://localhost:6379/_FLUSHALL HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['with what a terminal obeys', 'GET /\x1b[201~ HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['with a host that a terminal obeys', 'GET / HTTP/1.1\r\nHost: a\x03\r\n\r\n'],
  ])('has no command for a URL %s', (_, request) => {
    expect(curlCommand(exchangeOf(request))).toBeUndefined()
  })

  test('has no command for a method that is no token', () => {
    expect(curlCommand(exchangeOf('G\x1b[201~ET / HTTP/1.1\r\nHost: a\r\n\r\n'))).toBeUndefined()
  })

  test('takes no field name for the name of a file', () => {
    const request = 'GET / HTTP/1.1\r\nHost: a\r\n@/etc/passwd: x\r\n\r\n'
    expect(words(curlCommand(exchangeOf(request)))).toEqual(['-N', '-v', 'http://a/'])
  })

  test.each([
    ['the end of what is pasted', '\x1b[201~\nreboot\n'],
    ['an interrupt', '\x03\nreboot\n'],
    ['a line end that a terminal changes', 'a\r\nb'],
    ['a question for completions', 'a\tb'],
    ['a C1 control', '\xc2\x9b'],
    ['text that reads in another direction', '\xe2\x80\xae'],
  ])('content that holds %s is pasted as the format of printf', (_, content) => {
    const request = `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ${content.length}\r\n\r\n${content}`
    const command = curlCommand(exchangeOf(request)) ?? ''
    expect(command).toMatch(/^printf '[ -~]*' \| curl [ -~]* --data-binary @- /)
    expect(shell(command.slice(0, command.indexOf(' | curl '))).toString('latin1')).toBe(content)
  })

  test('a hostile request brings no word of its own', () => {
    const request = "GET /'$(reboot)';reboot HTTP/1.1\r\nHost: a\r\nX: '; reboot #\r\n\r\n"
    expect(words(curlCommand(exchangeOf(request)))).toEqual([
      '-N',
      '-v',
      '-H',
      "X: '; reboot #",
      "http://a/'$(reboot)';reboot",
    ])
  })
})

const HAS_CURL = spawnSync('curl', ['--version'], { stdio: 'ignore' }).status === 0

describe.skipIf(!HAS_CURL)('curl itself', () => {
  test.each([
    ['text', 'POST', 'grüß "dich"'],
    ['octets', 'PUT', '\x00\xff\r\n%s\\'],
    ['nothing', 'GET', ''],
  ])('sends %s as it was sent', async (_, method, content) => {
    const seen = Promise.withResolvers<object>()
    const server = createServer(async (request, response) => {
      const body = (await buffer(request)).toString('latin1')
      response.end()
      seen.resolve({ method: request.method, url: request.url, x: request.headers['x-test'], body })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const octets = Buffer.from(content, method === 'POST' ? 'utf8' : 'latin1').toString('latin1')
    const request = `${method} /a?b HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Test: '1'\r\nContent-Length: ${octets.length}\r\n\r\n${octets}`
    const command = curlCommand(exchangeOf(request)) ?? ''
    execFile('sh', ['-c', command])
    expect(await seen.promise).toEqual({ method, url: '/a?b', x: "'1'", body: octets })
    server.close()
  })
})

describe('nc', () => {
  const octets = (command = '') => shell(command.slice(0, command.lastIndexOf(' | nc '))).toString('latin1')

  test('sends the very octets', () => {
    const request = 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=%s\r\n\x00\xff\\\r\n0\r\n\r\n'
    const command = ncCommand(exchangeOf(request))
    expect(octets(command)).toBe(request)
    expect(command).toMatch(/ \| nc 127\.0\.0\.1 4322$/)
  })

  test('sends one request of several', () => {
    const one = 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n'
    const two = 'GET /2 HTTP/1.1\r\nHost: a\r\n\r\n'
    const exchanges = exchangesOf(runOf(['>', one + two]).log)
    expect(exchanges.map((exchange) => octets(ncCommand(exchange)))).toEqual([one, two])
  })

  test.each(['-e/bin/sh:80', '-lp:80', '$(reboot):80', 'a b:80', '\x1b[201~:80'])(
    'has none for the server %j',
    (server) => {
      const records = recordsOf([['>', 'GET / HTTP/1.1\r\n\r\n']])
      const { log } = exported(records.map((record) => (record.kind === 'open' ? { ...record, server } : record)))
      expect(exchangesOf(log).map(ncCommand)).toEqual([undefined])
    },
  )

  test.each(['::1', 'fe80::1%lo', 'a-b.example'])('reaches the server %s', (host) => {
    const records = recordsOf([['>', 'GET / HTTP/1.1\r\n\r\n']])
    const server = `[${host}]:80`
    const { log } = exported(records.map((record) => (record.kind === 'open' ? { ...record, server } : record)))
    const [exchange] = exchangesOf(log)
    expect(words(exchange && ncCommand(exchange)?.split(' | ')[1])).toEqual([host, '80'])
  })

  test('has no command for what is too long', () => {
    expect(ncCommand(exchangeOf(`GET /${'x'.repeat(MAX_COMMAND_OCTETS)} HTTP/1.1\r\nHost: a\r\n\r\n`))).toBeUndefined()
  })
})

test.each(RECORDINGS)('every request of %s can be made again', (_, recording) => {
  for (const exchange of exchangesOf(exportedRecording(recording).log).filter(({ request }) => request.length > 0)) {
    expect(curlCommand(exchange)).toMatch(/^curl -N -v .*'http:\/\/localhost:4322\/.*'$/)
    expect(ncCommand(exchange)).toMatch(/ \| nc localhost 4322$/)
  }
})
