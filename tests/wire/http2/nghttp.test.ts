/** What `nghttp -v` (nghttp2) prints of a connection is what the dissector says of its octets. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { constants, createServer, type ServerHttp2Stream, type ServerOptions } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { Direction, Part, Pdu } from '#wire/pdu.ts'
import type { Passage } from '../octet-page.ts'
import { asPassed, faultsIn } from './orders.ts'
import { recordingRelay } from './relay.ts'

const isInstalled = spawnSync('nghttp', ['--version']).status === 0
const withNghttp = test.skipIf(!isInstalled)
const suffix = isInstalled ? '' : ' (not run: nghttp is not installed)'

/** One frame as nghttp tells it, with what it says of it. */
interface Told {
  readonly direction: Direction
  /** `SETTINGS frame <length=12, flags=0x00, stream_id=0>` */
  readonly frame: string
  readonly details: readonly string[]
}

function answer(stream: ServerHttp2Stream): void {
  stream.respond({ 'content-type': 'text/plain', 'x-long': 'a'.repeat(50), 'set-cookie': ['a=b', 'c=d'] })
  stream.end('hello'.repeat(3000))
}

async function run(args: readonly string[], options: ServerOptions = {}) {
  const server = createServer(options)
  server.on('stream', answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  await using relay = await recordingRelay((server.address() as AddressInfo).port)
  const nghttp = spawn('nghttp', ['--no-verify-peer', '-v', '-n', ...args, `http://127.0.0.1:${relay.port}/path?query`])
  const [printed] = await Promise.all([text(nghttp.stdout), once(nghttp, 'close'), relay.closed])
  await new Promise((resolve) => server.close(resolve))
  return { told: framesIn(printed), passages: relay.passages }
}

/** Fields that were received are printed before the frame that ended their block; all else behind the frame. */
function framesIn(printed: string): readonly Told[] {
  const frames: { direction: Direction; frame: string; details: string[] }[] = []
  let received: string[] = []
  for (const line of printed.split('\n')) {
    const frame = /\] (send|recv) (\w+ frame <.*>)$/.exec(line)
    const field = /\] recv \(stream_id=\d+\) (.*)$/.exec(line)?.[1]
    if (frame !== null) {
      const direction = frame[1] === 'send' ? 'client-to-server' : 'server-to-client'
      frames.push({ direction, frame: frame[2] ?? '', details: received })
      received = []
    } else if (field !== undefined) received.push(field)
    else if (/^ {10}[^; ]/.test(line)) frames.at(-1)?.details.push(line.trim())
  }
  return frames
}

/** The same of our units; nghttp does not mention the preface. */
function told(passages: readonly Passage[], direction: Direction): readonly Omit<Told, 'direction'>[] {
  return asPassed(passages)
    [direction].filter(({ layer, name }) => layer === 'http2' && name !== 'connection-preface')
    .map((unit) => {
      const flags = octetOf(passages, direction, part(unit, 'flags')?.ranges[0]?.start)
      const header = `length=${value(unit, 'length')}, flags=0x${flags.toString(16).padStart(2, '0')}`
      return {
        frame: `${unit.name} frame <${header}, stream_id=${value(unit, 'stream-identifier')}>`,
        details: detailsOf(unit),
      }
    })
}

function detailsOf(unit: Pdu): readonly string[] {
  const priority = `dep_stream_id=${value(unit, 'stream-dependency')}, weight=${value(unit, 'weight')}, exclusive=${Number(value(unit, 'exclusive'))}`
  // Of padding, nghttp counts the octet that tells its length.
  const padding = part(unit, 'pad-length') === undefined ? 0 : Number(value(unit, 'pad-length')) + 1
  switch (unit.name) {
    case 'SETTINGS': {
      const settings = (unit.parts ?? []).filter(({ name }) => name === 'setting')
      return [
        `(niv=${settings.length})`,
        ...settings.map((setting) => `[${value(setting, 'setting-identifier')}:${value(setting, 'setting-value')}]`),
      ]
    }
    case 'PRIORITY':
      return [`(${priority})`]
    case 'HEADERS': {
      const lines = (part(unit, 'field-block-fragment')?.parts ?? [])
        .filter(({ name }) => name === 'field-line')
        .map((line) => `${value(line, 'field-name')}: ${value(line, 'field-value')}`)
      const about = `(padlen=${padding}${part(unit, 'weight') === undefined ? '' : `, ${priority}`})`
      return unit.direction === 'client-to-server' ? [about, ...lines] : [...lines, about]
    }
    case 'DATA':
      return padding === 0 ? [] : [`(padlen=${padding})`]
    case 'RST_STREAM':
      return [`(error_code=${unit.value})`]
    case 'WINDOW_UPDATE':
      return [`(window_size_increment=${unit.value})`]
    case 'GOAWAY':
      return [`(last_stream_id=${value(unit, 'last-stream-id')}, error_code=${unit.value}, opaque_data(0)=[])`]
    default:
      return []
  }
}

/** nghttp prints numbers behind names: `NO_ERROR(0x00)`, `SETTINGS_ENABLE_PUSH(0x02)`. */
function withoutNumbers({ frame, details }: Told): Omit<Told, 'direction'> {
  return { frame, details: details.map((detail) => detail.replace(/^(\[?\(?.*[A-Z_]{3,})\(0x[0-9a-f]+\)/, '$1')) }
}

function part(parent: Part, name: string): Part | undefined {
  return parent.parts?.find((each) => each.name === name)
}

function value(parent: Part, name: string): Part['value'] {
  return part(parent, name)?.value
}

function octetOf(passages: readonly Passage[], direction: Direction, at = 0): number {
  const all = Buffer.concat(passages.filter((passage) => passage.direction === direction).map(({ octets }) => octets))
  return all[at] ?? 0
}

withNghttp.each([
  ['a GET, with the priorities that nghttp sets up beforehand', [], {}],
  ['two of them, without priorities', ['--no-dep', '-m', '2'], {}],
  ['a POST with a trailer', ['--no-dep', '-d', import.meta.filename, '--trailer', 'x-sum: 1'], {}],
  ['padding at both ends', ['-b', '7'], { paddingStrategy: constants.PADDING_STRATEGY_MAX }],
  ['a small window that is opened again and again', ['-w', '10', '-W', '12'], {}],
  [
    'settings of both ends',
    ['-c', '100', '--max-concurrent-streams=7'],
    { settings: { enableConnectProtocol: true, initialWindowSize: 1000, maxHeaderListSize: 5000 } },
  ],
  [
    'a table that may hold nothing',
    ['--header-table-size=0', '--encoder-header-table-size=0', '-m', '2'],
    { settings: { headerTableSize: 0 } },
  ],
] as const)(`nghttp -v agrees on %s${suffix}`, async (_, args, options) => {
  const { told: printed, passages } = await run(args, options)
  expect(faultsIn(asPassed(passages))).toEqual([])
  for (const direction of ['client-to-server', 'server-to-client'] as const) {
    const theirs = printed.filter((frame) => frame.direction === direction).map(withoutNumbers)
    expect(theirs.length).toBeGreaterThan(2)
    // What the server sends after nghttp has closed is on the wire, but nghttp does not see it.
    expect(told(passages, direction).slice(0, theirs.length)).toEqual(theirs)
  }
})
