/** Commands that make a request again: run by a real shell, they are the request that was seen. */
import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { createServer as createTlsServer } from 'node:tls'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Exchange, exchangesOf } from '#wire/exchanges.ts'
import { curlCommand, MAX_COMMAND_OCTETS, octetsCommand } from '#wire/formats/commands.ts'
import { requestOf } from '#wire/formats/http-message.ts'
import { printfFormat, quoted, word } from '#wire/formats/shell.ts'
import { latin1, octetsOf } from '#wire/octets.ts'
import { exported, exportedRecording, recordsOf, runOf, SOME_RECORDINGS } from './runs.ts'
import { SERVER } from './tls/recorded.ts'

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
    const command = octetsCommand(exchangeOf(request))?.command
    expect(octets(command)).toBe(request)
    expect(command).toMatch(/ \| nc 127\.0\.0\.1 4322$/)
  })

  test('sends one request of several', () => {
    const one = 'GET /1 HTTP/1.1\r\nHost: a\r\n\r\n'
    const two = 'GET /2 HTTP/1.1\r\nHost: a\r\n\r\n'
    const exchanges = exchangesOf(runOf(['>', one + two]).log)
    expect(exchanges.map((exchange) => octets(octetsCommand(exchange)?.command))).toEqual([one, two])
  })

  test.each(['-e/bin/sh:80', '-lp:80', '$(reboot):80', 'a b:80', '\x1b[201~:80'])(
    'has none for the server %j',
    (server) => {
      const records = recordsOf([['>', 'GET / HTTP/1.1\r\n\r\n']])
      const { log } = exported(records.map((record) => (record.kind === 'open' ? { ...record, server } : record)))
      expect(exchangesOf(log).map(octetsCommand)).toEqual([undefined])
    },
  )

  test.each(['::1', 'fe80::1%lo', 'a-b.example'])('reaches the server %s', (host) => {
    const records = recordsOf([['>', 'GET / HTTP/1.1\r\n\r\n']])
    const server = `[${host}]:80`
    const { log } = exported(records.map((record) => (record.kind === 'open' ? { ...record, server } : record)))
    const [exchange] = exchangesOf(log)
    expect(words(exchange && octetsCommand(exchange)?.command.split(' | ')[1])).toEqual([host, '80'])
  })

  test('has no command for what is too long', () => {
    expect(
      octetsCommand(exchangeOf(`GET /${'x'.repeat(MAX_COMMAND_OCTETS)} HTTP/1.1\r\nHost: a\r\n\r\n`)),
    ).toBeUndefined()
  })
})

describe('a request inside TLS', () => {
  const insideTls = (request: string, server = '127.0.0.1:4323', tls = 'TLS 1.3') => {
    const { log } = exported(
      recordsOf([['>', request]]).map((record) => (record.kind === 'open' ? { ...record, server, tls } : record)),
    )
    return exchangesOf(log)[0] as Exchange
  }
  const GET = 'GET /a HTTP/1.1\r\nHost: localhost:4323\r\n\r\n'

  test('is one for https, and curl takes the certificate that the labs made', () => {
    expect(curlCommand(insideTls(GET), true)).toBe("curl -N -v -k --http1.1 'https://localhost:4323/a'")
  })

  test("has anybody else's certificate checked", () => {
    expect(curlCommand(insideTls(GET))).toBe("curl -N -v --http1.1 'https://localhost:4323/a'")
  })

  test('is not what curl is told to trust blindly where there is no TLS', () => {
    expect(curlCommand(exchangeOf(GET), true)).toBe("curl -N -v 'http://localhost:4323/a'")
  })

  test.each([
    ['127.0.0.1:4323', 'localhost:4323', '-connect 127.0.0.1:4323 -servername localhost'],
    ['[::1]:4323', '[::1]:4323', '-connect [::1]:4323'],
    ['192.0.2.1:443', 'a.example', '-connect 192.0.2.1:443 -servername a.example'],
    ['192.0.2.1:443', '192.0.2.2', '-connect 192.0.2.1:443'],
    ['192.0.2.1:443', '$(reboot)', '-connect 192.0.2.1:443'],
  ])('is sent by openssl to %s, which is called %s', (server, host, end) => {
    const sent = octetsCommand(insideTls(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`, server))
    const words = sent?.command.slice(sent.command.lastIndexOf(' | ') + 3).replace(/'(\S*)'/, '$1')
    expect(words).toBe(`openssl s_client -quiet -alpn http/1.1 ${end}`)
    expect(sent?.by).toBe('openssl')
  })

  const HAS_OPENSSL = spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0

  test.skipIf(!HAS_OPENSSL)('arrives by openssl octet for octet, and is answered', async () => {
    // Q and R at the beginning of a line are commands to openssl, unless it is quiet.
    const content = '\x00\xff%s\\\r\nQ\nR\n'
    const arrived: string[] = []
    const server = createTlsServer({ ...SERVER, ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
      socket.on('data', (octets) => {
        arrived.push(octets.toString('latin1'))
        if (arrived.join('').endsWith(content)) socket.end(`by ${socket.alpnProtocol}`)
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const request = `POST / HTTP/1.1\r\nHost: localhost:${port}\r\nContent-Length: ${content.length}\r\n\r\n${content}`
    const sent = octetsCommand(insideTls(request, `127.0.0.1:${port}`))
    const { stdout } = await promisify(execFile)('sh', ['-c', sent?.command ?? ''])
    expect({ arrived: arrived.join(''), stdout }).toEqual({ arrived: request, stdout: 'by http/1.1' })
    server.close()
  })

  test.skipIf(!HAS_CURL)('arrives by curl, although nobody vouches for the certificate', async () => {
    const server = createHttpsServer(SERVER, (request, response) => response.end(`at ${request.url}`))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const request = `GET /a HTTP/1.1\r\nHost: localhost:${port}\r\n\r\n`
    const again = curlCommand(insideTls(request, `127.0.0.1:${port}`), true)
    const { stdout } = await promisify(execFile)('sh', ['-c', again ?? ''])
    expect(stdout).toBe('at /a')
    server.close()
  })
})

/** Where a recording's connection led: only HTTP/2 was inside TLS, and Node's client calls its host by the address. */
const SECURE = /^https:\/\/localhost:4323\//
const PLAIN = /^http:\/\/(?:localhost|\[::1\]):4322\//
/** In a run with a middlebox the client's address is that of the box, on both of its sides: Host goes through. */
const BEHIND_BOX = /^http:\/\/localhost:4324\//

describe.each(SOME_RECORDINGS)('every request of %s', (_, recording) => {
  const all = exchangesOf(exportedRecording(recording).log).filter(({ request }) => request.length > 0)
  const hasBox = (recording.run.switches.middlebox ?? 'none') !== 'none'
  // What opens a WebSocket in a stream of HTTP/2 (RFC 8441) cannot be made again: curl sends CONNECT to proxies only.
  const isTunnel = (exchange: Exchange) => requestOf(exchange)?.method === 'CONNECT'

  test('can be made again by curl', () => {
    for (const exchange of all.filter((each) => !isTunnel(each))) {
      const { tls } = exchange.connection
      const command = curlCommand(exchange, true) ?? ''
      // Content that nobody can paste comes out of printf.
      expect(command).toMatch(/^(?:printf '[ -~]*' \| )?curl -N -v /)
      const told = words(command.slice(command.startsWith('printf ') ? command.lastIndexOf(' | curl ') + 3 : 0))
      expect(told.at(-1)).toMatch(tls !== undefined ? SECURE : hasBox ? BEHIND_BOX : PLAIN)
      expect(told.slice(2, 4)).toEqual(tls === undefined ? expect.not.arrayContaining(['-k']) : ['-k', '--http2'])
    }
  })

  test('has its very octets sent by nc, unless it is of HTTP/2', () => {
    for (const exchange of all) {
      const sent = octetsCommand(exchange)
      if (exchange.connection.protocol === 'http2') expect(sent).toBeUndefined()
      else expect(sent?.command).toMatch(hasBox ? / \| nc localhost 4324$/ : / \| nc (?:localhost|::1) 4322$/)
    }
  })

  test('that opens a WebSocket in a stream of HTTP/2 has no command', () => {
    for (const exchange of all.filter(isTunnel)) {
      expect([curlCommand(exchange, true), octetsCommand(exchange)]).toEqual([undefined, undefined])
    }
  })
})
