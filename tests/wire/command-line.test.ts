/** The command line twin as other tools use it: a process, files, lines, exit codes. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

// Each test starts processes, which a busy machine does slowly.
vi.setConfig({ testTimeout: 60_000 })

const WIRE = join(import.meta.dirname, '../../labs-server/cli/wire.ts')

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

describe('a bad call exits with 2 and one sentence', () => {
  test.each([
    ['no command', [], 'Usage: wire dissect'],
    ['an unknown command', ['disect'], 'There is no command "disect".'],
    ['an unknown flag', ['dissect', '--yaml'], "Unknown option '--yaml'"],
    [
      'a protocol that no dissector reads',
      ['dissect', '--protocol', 'spdy', '--client-to-server', 'x'],
      'No dissector reads "spdy" yet.',
    ],
    ['no file at all', ['dissect', '--json'], 'There is nothing to dissect'],
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
