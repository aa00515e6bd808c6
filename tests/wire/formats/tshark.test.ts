/** Every pcapng that we write, read by tshark: the same messages, chunks and frames, and nothing that it doubts. */
import { once } from 'node:events'
import http from 'node:http'
import http2 from 'node:http2'
import { describe, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { FRAME_TYPES } from '#wire/dissectors/http2/registries.ts'
import { valueIn } from '#wire/formats/part-value.ts'
import { writePcapng } from '#wire/formats/pcapng/index.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { TracedConnection, TraceRecord } from '#wire/trace.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'
import { encryptedFile } from './encrypted-file.ts'
import { exported, exportedRecording, SOME_RECORDINGS } from './runs.ts'
import { tapped } from './tapped.ts'
import { recorded, SERVER } from './tls/recorded.ts'
import { doubtsIn, HAS_TSHARK, type ReadPacket, readByTshark } from './tshark.ts'

let checks = 0

/** A test that needs tshark. */
function check(name: string, body: () => Promise<void>): void {
  checks += 1
  test.skipIf(!HAS_TSHARK)(HAS_TSHARK ? name : `${name} (not run: tshark is not installed)`, { timeout: 60_000 }, body)
}

const FRAME_FIELDS = ['http2.type', 'websocket.opcode']
const HTTP_FIELDS = ['http.request.method', 'http.request.uri', 'http.response.code', 'http.chunk_size']

/** `GET /path`, `200`, and the sizes of chunks, connection by connection in the order in which they were opened. */
function readHere(log: UnitLog): readonly (readonly string[])[] {
  const messageOf = ({ connection, unit }: LoggedUnit) => `${connection.id} ${unit.direction} ${unit.exchange}`
  // tshark tells a message once it is whole; some streams were ended by the client.
  const cutShort = new Set(log.units.filter(({ unit }) => !unit.complete).map(messageOf))
  // It tells all of a message where that ends: of a response that begins before its request has ended, after the request.
  const endOf = new Map(log.units.map((logged, place) => [messageOf(logged), place]))
  const told = log.units
    .filter(
      (logged) =>
        ['request', 'response', 'chunk', 'last-chunk'].includes(logged.unit.name) && !cutShort.has(messageOf(logged)),
    )
    .toSorted((one, other) => (endOf.get(messageOf(one)) ?? 0) - (endOf.get(messageOf(other)) ?? 0))
  const inOrder = log.trace.connections.toSorted((one, other) => one.openedAt - other.openedAt)
  return inOrder.map((connection) =>
    told.flatMap(({ connection: own, unit }) =>
      own === connection ? String(unit.name === 'last-chunk' ? 0 : unit.value) : [],
    ),
  )
}

/** The same, read there. A message is told in the packet that completes it, so chunks of a response come with its status. */
function readThere(packets: readonly ReadPacket[]): readonly (readonly string[])[] {
  const streams: string[][] = []
  for (const packet of packets) {
    const stream = Number(packet.all('tcp.stream')[0])
    streams[stream] ??= []
    const methods = packet.all('http.request.method')
    const targets = packet.all('http.request.uri')
    streams[stream].push(
      ...methods.map((method, place) => `${method} ${targets[place]}`),
      ...packet.all('http.response.code'),
      ...packet.all('http.chunk_size'),
    )
  }
  return streams
}

/** How many frames of HTTP/2 and of WebSocket there are, by type and by opcode. */
function framesHere({ units }: UnitLog): ReadonlyMap<string, number> {
  const types: ReadonlyMap<string, string> = new Map(Object.entries(FRAME_TYPES).map(([type, name]) => [name, type]))
  // Wireshark 4.0 does not look for WebSocket frames in a stream of HTTP/2 (RFC 8441): it shows the DATA they are in.
  const isStream = (layer: string, exchange: number | undefined) => layer === 'websocket' && exchange !== undefined
  // What passes before the client's preface, such as the server's SETTINGS, it does not know for HTTP/2.
  const begun = new Set<TracedConnection>()
  return counts(
    units.flatMap(({ unit, connection }) => {
      if (unit.name === 'connection-preface') begun.add(connection)
      if (unit.layer === 'http2' && !begun.has(connection)) return []
      if (unit.layer === 'http2' && types.has(unit.name)) return `http2.type ${types.get(unit.name)}`
      if (unit.name !== 'frame' || isStream(unit.layer, unit.exchange)) return []
      return `websocket.opcode ${valueIn(unit, 'opcode')}`
    }),
  )
}

function framesThere(packets: readonly ReadPacket[]): ReadonlyMap<string, number> {
  return counts(
    packets.flatMap((packet) => FRAME_FIELDS.flatMap((field) => packet.all(field).map((value) => `${field} ${value}`))),
  )
}

function counts(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]))
}

describe('recordings of the lessons', () => {
  for (const [name, recording] of SOME_RECORDINGS) {
    if (recording.records.length === 0) continue // A service worker's: nothing has crossed a network.
    check(name, async () => {
      const run = exportedRecording(recording)
      const packets = await readByTshark(writePcapng(run), [...HTTP_FIELDS, ...FRAME_FIELDS])
      const resets = recording.records.filter((record) => record.kind === 'close' && record.how === 'reset')
      expect(doubtsIn(packets)).toEqual(resets.map(() => expect.stringMatching(/: Connection reset \(RST\)$/)))
      expect(readThere(packets)).toEqual(readHere(run.log))
      expect(framesThere(packets)).toEqual(framesHere(run.log))
      expect(new Set(packets.flatMap((packet) => packet.all('ip.src_host')))).toEqual(
        new Set(['browser', 'labs-server']),
      )
      const comments = packets.flatMap((packet) => packet.all('frame.comment'))
      expect(comments.filter((comment) => /^Request (?!for the policy file)/.test(comment)).length).toBe(
        run.log.units.filter(({ unit }) => unit.name === 'request').length,
      )
      expect(comments.filter((comment) => comment.startsWith('The script, at '))).toHaveLength(run.script.length)
    })
  }
})

/** All octets of one direction. */
function octetsIn(records: readonly TraceRecord[], direction: Direction): Buffer {
  return Buffer.concat(
    records.flatMap((record) => (record.kind === 'octets' && record.direction === direction ? [record.octets] : [])),
  )
}

/** The types of HTTP/2 frames (RFC 9113 section 4.1): length in three octets, type in one, five more, the payload. */
function frameTypes(octets: Buffer, start: number): readonly string[] {
  const types: string[] = []
  for (let at = start; at < octets.length; at += 9 + octets.readUIntBE(at, 3)) types.push(String(octets[at + 3]))
  return types
}

const PREFACE = 24

/** What passed on an HTTP/2 connection with several streams in both directions. */
async function converse(client: http2.ClientHttp2Session): Promise<void> {
  const answers = ['one', 'two', 'three'].map(async (content) => {
    const stream = client.request({ ':method': 'POST', ':path': `/${content}` })
    stream.end(content.repeat(5000))
    for await (const _ of stream);
  })
  await Promise.all(answers)
  client.close()
  await once(client, 'close')
}

function echo(stream: http2.ServerHttp2Stream): void {
  stream.respond({ ':status': 200, 'content-type': 'text/plain' })
  stream.pipe(stream)
}

describe('other protocols', () => {
  check('HTTP/2 without TLS: every frame', async () => {
    const records = await tapped(http2.createServer().on('stream', echo), (port) =>
      converse(http2.connect(`http://127.0.0.1:${port}`)),
    )
    const packets = await readByTshark(writePcapng(exported(records)), ['http2.type', 'tcp.srcport'])
    expect(doubtsIn(packets)).toEqual([])
    for (const direction of DIRECTIONS) {
      const isServer = direction === 'server-to-client'
      const types = packets
        .filter((packet) => (packet.all('tcp.srcport')[0] === '80') === isServer)
        .flatMap((packet) => packet.all('http2.type'))
      const [, ...expected] = frameTypes(octetsIn(records, direction), isServer ? 0 : PREFACE)
      // The server's SETTINGS may pass before the client's preface, which tells tshark that this is HTTP/2.
      expect(types.slice(-expected.length)).toEqual(expected)
      expect(expected.length).toBeGreaterThan(5)
    }
  })

  check('HTTP/2 in TLS: every frame is decrypted when the file has the key log', async () => {
    const conversation = await recorded(http2.createSecureServer(SERVER).on('stream', echo), (port) =>
      converse(http2.connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })),
    )
    const packets = await readByTshark(encryptedFile(conversation), ['http2.type'], ['-d', 'tcp.port==80,tls'])
    expect(doubtsIn(packets)).toEqual([])

    const decrypted = conversation.decrypted().records.filter((record) => record.kind === 'octets')
    const expected = DIRECTIONS.flatMap((direction) => {
      const plain = Buffer.concat(decrypted.filter((each) => each.direction === direction).map(({ octets }) => octets))
      return frameTypes(plain, direction === 'client-to-server' ? PREFACE : 0)
    })
    expect(packets.flatMap((packet) => packet.all('http2.type')).toSorted()).toEqual(expected.toSorted())
  })

  check('WebSocket: every frame, masked or not, short or long', async () => {
    const server = http.createServer()
    const webSockets = new WebSocketServer({ server })
    webSockets.on('connection', (socket) => {
      socket.on('message', (data, binary) => socket.send(data, { binary }))
      socket.on('close', () => server.close())
    })
    const messages = ['', 'short', 'x'.repeat(200), 'y'.repeat(70_000)]
    const records = await tapped(server, async (port) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`)
      await once(socket, 'open')
      for (const message of messages) {
        const answer = once(socket, 'message')
        socket.send(message)
        await answer
      }
      socket.ping()
      await once(socket, 'pong')
      socket.close(1000)
      await once(socket, 'close')
    })
    const fields = ['websocket.opcode', 'websocket.mask', 'websocket.payload_length_ext_16', 'http.response.code']
    const packets = await readByTshark(writePcapng(exported(records)), fields)
    expect(doubtsIn(packets)).toEqual([])
    const frames = packets.flatMap((packet) =>
      packet.all('websocket.opcode').map((opcode, place) => `${opcode} ${packet.all('websocket.mask')[place]}`),
    )
    // Text (1), ping (9), pong (10), close (8): from the client masked, from the server not.
    const both = (opcode: number) => [`${opcode} 1`, `${opcode} 0`]
    expect(frames.toSorted()).toEqual([...messages.flatMap(() => both(1)), '9 1', '10 0', ...both(8)].toSorted())
    expect(packets.flatMap((packet) => packet.all('http.response.code'))).toEqual(['101'])
  })
})

describe('what is not as usual', () => {
  check('a connection that is broken off is the one thing that is doubtful in its file', async () => {
    const records: TraceRecord[] = [
      { kind: 'open', connection: 1, at: 0 },
      {
        kind: 'octets',
        connection: 1,
        at: 1,
        direction: 'client-to-server',
        octets: Buffer.from('GET / HTTP/1.1\r\n'),
      },
      { kind: 'close', connection: 1, at: 2, how: 'reset' },
    ]
    const packets = await readByTshark(writePcapng(exported(records)), [])
    expect(doubtsIn(packets)).toEqual(['packet 6: Connection reset (RST)'])
  })

  check('octets that were not kept are missing there too', async () => {
    const records: TraceRecord[] = [
      { kind: 'open', connection: 1, at: 0 },
      { kind: 'gap', connection: 1, at: 1, direction: 'server-to-client', octets: 500, limit: 'maxOctetsPerRun' },
      { kind: 'end', connection: 1, at: 2, direction: 'server-to-client' },
    ]
    const packets = await readByTshark(writePcapng(exported(records)), [])
    expect(doubtsIn(packets)[0]).toMatch(/^packet 4: Previous segment/)
    expect(packets[3]?.all('frame.comment')[0]).toBe(
      '500 octets passed here and were not kept, because of a limit: maxOctetsPerRun.',
    )
  })

  // Here, as the last suite to be collected, all of them have been counted.
  if (!HAS_TSHARK) console.warn(`tshark is not installed: ${checks} checks were not run`)
})
