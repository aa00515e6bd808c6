/** The command line twin as other tools use it: a process, files, lines, exit codes. */
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

// Each test starts processes, which a busy machine does slowly.
vi.setConfig({ testTimeout: 60_000 })

const WIRE = join(import.meta.dirname, '../../labs-server/cli/wire.ts')
const recording = join(import.meta.dirname, '../../labs-server/labs/message-end/recordings/chunked.json')

let folder = ''
const file = (name: string) => join(folder, name)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wire-'))
  await Promise.all([
    writeFile(file('get'), 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
    writeFile(file('head'), 'HEAD / HTTP/1.1\r\nHost: a\r\n\r\n'),
    writeFile(file('chunked'), 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\nx\r\n0\r\n\r\n'),
    writeFile(file('length'), 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n'),
    writeFile(
      file('garbage'),
      Uint8Array.from({ length: 512 }, (_, at) => at & 0xff),
    ),
    writeFile(file('empty'), ''),
    writeFile(file('many'), `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(50_000)}`),
  ])
})

afterAll(() => rm(folder, { recursive: true }))

async function wire(args: readonly string[], input = '') {
  const child = spawn(process.execPath, [WIRE, ...args])
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.on('close', resolve)),
  ])
  return {
    stdout,
    stderr,
    code,
    units: () =>
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
  }
}

describe('--json', () => {
  test('prints one unit a line, with the range of every part', async () => {
    const { code, stderr, units } = await wire(['dissect', '--json', '--server-to-client', file('chunked')])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(units().map(({ name }) => name)).toEqual(['response', 'chunk', 'last-chunk', 'trailer-section'])
    expect(units()[1]).toEqual({
      layer: 'http1',
      name: 'chunk',
      direction: 'server-to-client',
      ranges: [[47, 57]],
      value: 1,
      parts: [
        { name: 'chunk-size', ranges: [[47, 48]], value: 1, parts: [] },
        {
          name: 'chunk-ext',
          ranges: [[48, 52]],
          parts: [
            { name: 'semicolon', ranges: [[48, 49]], parts: [] },
            { name: 'chunk-ext-name', ranges: [[49, 50]], value: 'a', parts: [] },
            { name: 'equals', ranges: [[50, 51]], parts: [] },
            { name: 'chunk-ext-val', ranges: [[51, 52]], value: 'b', parts: [] },
          ],
        },
        { name: 'CRLF', ranges: [[52, 54]], parts: [] },
        { name: 'chunk-data', ranges: [[54, 55]], parts: [] },
        { name: 'CRLF', ranges: [[55, 57]], parts: [] },
      ],
    })
  })

  test('knows of the request: HEAD is answered without content', async () => {
    const args = ['dissect', '--json', '--client-to-server', file('head'), '--server-to-client', file('length')]
    const { units } = await wire(args)
    expect(units().map(({ name, value }) => [name, value])).toEqual([
      ['request', 'HEAD /'],
      ['response', 200],
      ['response', 204],
    ])
  })

  test('prints faults with code, section and what was expected, and exits with 0', async () => {
    const { code, units } = await wire(['dissect', '--json', '--client-to-server', file('garbage')])
    expect(code).toBe(0)
    expect(units()).toMatchObject([
      {
        name: 'unreadable',
        ranges: [[0, 512]],
        fault: {
          code: 'request-line-expected',
          spec: 'rfc9112#section-3',
          expected: 'a request-line, which starts with a method',
        },
      },
    ])
  })

  test('prints what the end of the file cut short', async () => {
    const { units } = await wire(['dissect', '--json', '--client-to-server', '-'], 'GET /in')
    expect(units()).toMatchObject([{ name: 'request', value: 'GET /in', fault: { code: 'message-incomplete' } }])
  })

  test('prints nothing for no octets', async () => {
    const { code, stdout } = await wire(['dissect', '--json', '--client-to-server', file('empty')])
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' })
  })
})

test('without --json prints a line to read', async () => {
  const { stdout } = await wire(['dissect', '--client-to-server', file('get'), '--server-to-client', file('chunked')])
  expect(stdout.split('\n')).toEqual([
    '-> request [0,27) "GET /" (request-line (method "GET" request-target "/" HTTP-version "HTTP/1.1") field-line (field-name "Host" field-value "a"))',
    '<- response [0,47) 200 (status-line (HTTP-version "HTTP/1.1" status-code 200 reason-phrase "OK") field-line (field-name "Transfer-Encoding" field-value "chunked"))',
    '<- chunk [47,57) (chunk-size 1 chunk-ext (chunk-ext-name "a" chunk-ext-val "b"))',
    '<- last-chunk [57,60) (chunk-size 0)',
    '<- trailer-section [60,62)',
    '',
  ])
})

test('no text turns the reading direction, or hides, in a line', async () => {
  await writeFile(file('events'), 'data: a\u202eb\u200b\u{e0041}\u2028\n\n')
  for (const json of [['--json'], []]) {
    const args = ['dissect', ...json, '--protocol', 'sse', '--server-to-client', file('events')]
    const { stdout } = await wire(args)
    expect(stdout).not.toMatch(/[\p{Cf}\p{Zl}]/u)
    expect(stdout).toContain('"a\\u202eb\\u200b\\udb40\\udc41\\u2028"')
  }
})

test('no octet reaches the terminal as a control', async () => {
  const octets = Buffer.from('GET /\x1b[2J HTTP/1.1\r\nHost: \x9b\x7f\r\n\r\n', 'latin1')
  await writeFile(file('controls'), octets)
  for (const json of [[], ['--json']]) {
    const { stdout } = await wire(['dissect', ...json, '--client-to-server', file('controls')])
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(stdout).toContain('\\u009b\\u007f')
  }
})

test('ends quietly when its reader has seen enough', async () => {
  const child = spawn(process.execPath, [WIRE, 'dissect', '--json', '--server-to-client', file('many')])
  child.stdout.once('data', () => child.stdout.destroy())
  const [stderr, code] = await Promise.all([text(child.stderr), new Promise((resolve) => child.on('close', resolve))])
  expect({ stderr, code }).toEqual({ stderr: '', code: 0 })
})

describe('a capture', () => {
  const octets = ['--client-to-server', 'get', '--server-to-client', 'chunked'] as const

  test.each(['pcapng', 'har', 'recording'])('that was exported as %s has the same units', async (format) => {
    const files = octets.map((word) => (word.startsWith('--') ? word : file(word)))
    const output = file(`run.${format}`)
    const made = await wire(['export', '--format', format, '--output', output, ...files])
    expect(made).toMatchObject({ code: 0, stdout: '', stderr: '' })
    const { units, stderr } = await wire(['dissect', '--json', output])
    expect(stderr).toBe('')
    const names = units().map(({ name, value }) => [name, value])
    // A HAR holds content without its framing: it comes back as one piece.
    const content =
      format === 'har'
        ? [['message-body', undefined]]
        : [
            ['chunk', 1],
            ['last-chunk', 0],
            ['trailer-section', undefined],
          ]
    expect(names).toEqual([['request', 'GET /'], ['response', 200], ...content])
  })

  test('says of each unit which connection and when', async () => {
    const { units } = await wire(['dissect', '--json', recording])
    const [first] = units()
    expect(Object.keys(first).slice(0, 5)).toEqual(['connection', 'at', 'layer', 'name', 'direction'])
    expect(first).toMatchObject({ connection: 1, at: expect.any(Number), layer: 'http1', name: 'request' })
  })

  test('is read from standard input, and has lines to read', async () => {
    const { stdout } = await wire(['dissect', '-'], await readFile(recording, 'utf8'))
    expect(stdout.split('\n')[0]).toMatch(/^ *\d+\.\d{3} #1 -> request \[0,\d+\) "GET /)
  })

  test('goes to standard output without --output', async () => {
    const { stdout, code } = await wire(['export', '--format', 'text', recording])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^When does a message end\?\n/)
  })

  test('that is broken is read as far as it goes, with a sentence beside', async () => {
    const whole = await readFile(recording, 'utf8')
    await writeFile(file('broken'), whole.slice(0, -200))
    const { code, stderr, units } = await wire(['dissect', '--json', file('broken')])
    expect(code).toBe(0)
    expect(stderr).toMatch(/^The file ends before it is complete, after \d+ octets\..*\n$/)
    expect(units().length).toBeGreaterThan(2)
  })

  test('that is none is refused', async () => {
    const { code, stderr } = await wire(['dissect', file('get')])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining(`${file('get')}: This file is none of those`),
    })
  })

  test('cannot be written where there is no folder', async () => {
    const { code, stderr } = await wire(['export', '--format', 'har', '--output', '/no/such/file', recording])
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringContaining('Failed to write /no/such/file: ENOENT'),
    })
  })
})

test('--help explains every command', async () => {
  const { code, stdout } = await wire(['--help'])
  expect(code).toBe(0)
  for (const word of ['wire dissect', 'wire export', '--format', '--output', '--protocol', '--json'])
    expect(stdout).toContain(word)
})

describe('a bad call exits with 2 and one sentence', () => {
  test.each([
    ['no command', [], 'Usage: wire dissect|export'],
    ['an unknown command', ['disect'], 'There is no command "disect".'],
    ['an unknown flag', ['dissect', '--yaml'], "Unknown option '--yaml'"],
    [
      'a protocol that no dissector reads',
      ['dissect', '--protocol', 'spdy', '--client-to-server', 'x'],
      'No dissector reads "spdy" yet.',
    ],
    ['no file at all', ['dissect', '--json'], 'There is nothing to dissect'],
    ['two files', ['dissect', 'a', 'b'], 'One file at a time: there is no place for "b".'],
    ['a capture and octets', ['dissect', 'a', '--client-to-server', 'b'], 'but not both'],
    ['a capture that cannot be read', ['dissect', '/no/such/file'], 'Failed to read /no/such/file: ENOENT'],
    ['a folder', ['dissect', tmpdir()], 'EISDIR'],
    ['no format', ['export', 'x'], '--format takes one of pcapng, har, text, recording.'],
    ['an unknown format', ['export', '--format', 'zip', 'x'], 'There is no format "zip".'],
    ['nothing to export', ['export', '--format', 'har'], 'There is nothing to export'],
    [
      'a file that cannot be read',
      ['dissect', '--client-to-server', '/no/such/file'],
      'Failed to read the file of --client-to-server: ENOENT',
    ],
    [
      'standard input for both',
      ['dissect', '--client-to-server', '-', '--server-to-client', '-'],
      'Standard input can be one direction only',
    ],
  ])('%s', async (_, args, sentence) => {
    const { code, stdout, stderr } = await wire(args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(sentence)
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})
