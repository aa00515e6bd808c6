/** Whose an HTTP/2 connection is: read from the first octets of real clients, however they are cut, and from hostile ones. */
import { once } from 'node:events'
import { connect } from 'node:http2'
import { type AddressInfo, createServer } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FirstRequestFrames } from '#labs-server/sessions/first-request-frames.ts'
import { octetsOf } from '#wire/octets.ts'

const TOKEN = 'AAAAAAAAAAAAAAAAAAAAA-'
const OWNER = { session: TOKEN, lab: 'bench' }
const PATH = `/s/${TOKEN}/bench/fetch-stream/?after=0`
/** "~" takes thirteen bits, so it is longer on the wire than here. */
const COOKIE = 'c='.padEnd(300, '~')
const PREFACE = octetsOf('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')
const SETTINGS = frame(4, 0, 0, [])

/** A frame: RFC 9113 section 4.1. */
function frame(type: number, flags: number, stream: number, payload: readonly number[] | Uint8Array): Uint8Array {
  const { length } = payload
  return Uint8Array.of(length >> 16, length >> 8, length, type, flags, 0, 0, 0, stream, ...payload)
}

/** A field line as a literal without indexing: RFC 7541 section 6.2.2. */
function literal(name: string, value: string): readonly number[] {
  return [0, name.length, ...octetsOf(name), value.length, ...octetsOf(value)]
}

function joined(...pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]))
}

/** What Node's client sends first: everything until its first request is out. */
async function firstOctets(path: string): Promise<Uint8Array> {
  const sent: Uint8Array[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const server = createServer((socket) => {
    socket.on('data', (octets: Buffer) => {
      sent.push(octets)
      // The preface and settings are far shorter, and a header section is written at once.
      if (joined(...sent).length > COOKIE.length) resolve()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const session = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  session.on('error', () => {})
  session.request({ ':path': path, cookie: COOKIE }).on('error', () => {})
  await promise
  session.destroy()
  server.close()
  return joined(...sent)
}

function ownerOf(octets: Uint8Array, maxOctets = 8192) {
  const reader = new FirstRequestFrames(maxOctets)
  return reader.read(octets) ?? (reader.finished ? undefined : 'unfinished')
}

describe('the owner of an HTTP/2 connection', () => {
  test("is read from the :path of a client's first request, cut anywhere", async () => {
    const octets = await firstOctets(PATH)
    for (let at = 0; at <= octets.length; at++) {
      const reader = new FirstRequestFrames(8192)
      const early = reader.read(octets.subarray(0, at))
      expect(early ?? reader.read(octets.subarray(at))).toEqual(OWNER)
      expect(reader.finished).toBe(true)
      if (early !== undefined) expect(at).toBeGreaterThan(PREFACE.length + SETTINGS.length + 9)
    }
  })

  test('is read when every octet comes alone', async () => {
    const reader = new FirstRequestFrames(8192)
    const owners = [...(await firstOctets(PATH))].map((octet) => reader.read(Uint8Array.of(octet)))
    expect(owners.filter((owner) => owner !== undefined)).toEqual([OWNER])
  })

  test('is not there when the path names none', async () => {
    expect(ownerOf(await firstOctets('/trust'))).toBeUndefined()
    expect(ownerOf(await firstOctets(`/s/${TOKEN}A/bench/`))).toBeUndefined()
  })

  test('may stand in CONTINUATION frames, with padding and a priority before it', () => {
    const block = literal(':path', PATH)
    const first = [3, 0, 0, 0, 0, 16, ...block.slice(0, 20), 0, 0, 0]
    const octets = joined(
      PREFACE,
      SETTINGS,
      frame(8, 0, 0, [0, 0, 1, 0]),
      frame(1, 0x28, 1, first),
      frame(9, 0, 1, block.slice(20, 30)),
      frame(9, 4, 1, block.slice(30)),
    )
    for (let at = 0; at <= octets.length; at++) {
      const reader = new FirstRequestFrames(8192)
      expect(reader.read(octets.subarray(0, at)) ?? reader.read(octets.subarray(at))).toEqual(OWNER)
    }
  })

  test('is known before the header section ends', () => {
    const block = [...literal(':path', PATH), ...literal('cookie', 'x')]
    const whole = joined(PREFACE, SETTINGS, frame(1, 4, 1, block))
    expect(ownerOf(whole.subarray(0, -3))).toEqual(OWNER)
  })

  const first = (...frames: readonly Uint8Array[]) => joined(PREFACE, SETTINGS, ...frames)
  const nobody: readonly (readonly [string, Uint8Array])[] = [
    ['HTTP/1.1', octetsOf(`GET ${PATH} HTTP/1.1\r\n\r\n`)],
    [
      'a preface that goes wrong at its end',
      joined(PREFACE.subarray(0, 23), octetsOf('x'), frame(1, 4, 1, literal(':path', PATH))),
    ],
    ['a request without a path', first(frame(1, 4, 1, literal(':method', 'CONNECT')))],
    ['a path in the second request', first(frame(1, 4, 1, literal('x', 'y')), frame(1, 4, 3, literal(':path', PATH)))],
    [
      'a frame that breaks into a field block',
      first(frame(1, 0, 1, []), SETTINGS, frame(9, 4, 1, literal(':path', PATH))),
    ],
    ['padding longer than its frame', first(frame(1, 0x0c, 1, [200, ...literal(':path', PATH)]))],
    ['an index of no table', first(frame(1, 4, 1, [0xff, 0xff, 0x7f, ...literal(':path', PATH)]))],
    ['an integer without end', first(frame(1, 4, 1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]))],
  ]
  for (const [what, octets] of nobody) {
    test(`is nobody after ${what}`, () => {
      expect(ownerOf(octets)).toBeUndefined()
      const reader = new FirstRequestFrames(8192)
      for (const octet of octets) expect(reader.read(Uint8Array.of(octet))).toBeUndefined()
      expect(reader.finished).toBe(true)
    })
  }

  test('is looked for in so many octets and no more', () => {
    const pings = Array.from({ length: 8 }, () => frame(6, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8]))
    const request = frame(1, 4, 1, literal(':path', PATH))
    expect(ownerOf(first(...pings, request))).toEqual(OWNER)
    expect(ownerOf(first(...pings, request), 128)).toBeUndefined()
    const endless = new FirstRequestFrames(128)
    expect(endless.read(first(frame(4, 0, 0, new Uint8Array(60_000))))).toBeUndefined()
    expect(endless.finished).toBe(true)
  })

  test('is not there when the client ends first', () => {
    const reader = new FirstRequestFrames(8192)
    reader.read(first())
    expect(reader.end()).toBeUndefined()
    expect(reader.finished).toBe(true)
  })

  test('is read without an error out of any octets', () => {
    const frames = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 12 }), fc.nat(255), fc.nat(5), fc.uint8Array({ maxLength: 80 })),
      { maxLength: 6 },
    )
    fc.assert(
      fc.property(frames, fc.uint8Array({ maxLength: 40 }), fc.nat(300), (sent, rest, at) => {
        const octets = joined(PREFACE, ...sent.map((each) => frame(...each)), rest)
        const [whole, cut] = [new FirstRequestFrames(200), new FirstRequestFrames(200)]
        const owner = whole.read(octets) ?? whole.end()
        expect(cut.read(octets.subarray(0, at)) ?? cut.read(octets.subarray(at)) ?? cut.end()).toEqual(owner)
      }),
    )
  })
})
