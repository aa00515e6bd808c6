/** Content codings against zlib: what is handed on is what it decodes, however the octets were cut. */
import { constants, crc32, deflateRawSync, deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { CarriedOctets } from '#wire/carried-octets.ts'
import { MAX_NESTING } from '#wire/carried-reader.ts'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { DecodingRoom } from '#wire/decoding-room.ts'
import '#wire/dissectors/all.ts'
import { Adler32, Crc32 } from '#wire/dissectors/content-coding/checksums.ts'
import { CodingReader } from '#wire/dissectors/content-coding/reader.ts'
import { OctetStream, octetsOf } from '#wire/octets.ts'
import type { Pdu } from '#wire/pdu.ts'
import { printUnit } from '../print-units.ts'

vi.setConfig({ testTimeout: 60_000 })

function read(coding: string, pieces: Iterable<Uint8Array>, at = 0) {
  const octets = new CarriedOctets()
  const reader = new CodingReader({
    kind: 'content',
    direction: 'server-to-client',
    octets,
    mediaType: 'text/plain',
    parameters: new Map(),
    codings: [coding],
  })
  const units: Pdu[] = []
  for (const piece of pieces) {
    octets.carry(piece, at + octets.length)
    units.push(...reader.advance())
  }
  octets.end('complete')
  units.push(...reader.end())
  const decoded = reader.carried[0]?.octets as CarriedOctets
  return { units, decoded, printed: units.map((unit) => printUnit(unit, { everyOctet: true, computed: true })) }
}

function* cut(octets: Uint8Array, sizes: Iterable<number>): Iterable<Uint8Array> {
  let at = 0
  for (const size of sizes) {
    if (at >= octets.length) return
    yield octets.subarray(at, at + size)
    at += size
  }
}

const anyContent = fc.array(fc.oneof(fc.constantFrom('data: ', '\n\n', 'hello'), fc.string()), { maxLength: 100 })
const anySizes = fc.infiniteStream(fc.integer({ min: 1, max: 30 }))
const anyCoded = fc
  .tuple(anyContent, fc.integer({ min: 0, max: 9 }), fc.constantFrom('gzip', 'deflate', 'bare'))
  .map(([texts, level, how]) => {
    const content = new TextEncoder().encode(texts.join(''))
    const encode = how === 'gzip' ? gzipSync : how === 'deflate' ? deflateSync : deflateRawSync
    return { content, coding: how === 'gzip' ? 'gzip' : 'deflate', coded: new Uint8Array(encode(content, { level })) }
  })

describe('coded content', () => {
  test('is handed on decoded, without a fault', () => {
    fc.assert(
      fc.property(anyCoded, anySizes, ({ content, coding, coded }, sizes) => {
        const { units, decoded, printed } = read(coding, [coded])
        expect(Buffer.compare(decoded.octets, content)).toBe(0)
        expect(decoded.ended).toBe('complete')
        expect(units.every(({ complete }) => complete)).toBe(true)
        const cutRead = read(coding, cut(coded, sizes))
        expect(cutRead.printed).toEqual(printed)
        expect(Buffer.compare(cutRead.decoded.octets, content)).toBe(0)
      }),
      { numRuns: 300 },
    )
  })

  test('is in exactly one unit each, whatever is wrong with it', () => {
    fc.assert(
      fc.property(
        anyCoded,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { maxLength: 3 }),
        fc.nat(),
        anySizes,
        ({ coding, coded }, changes, end, sizes) => {
          for (const [place, change] of changes) {
            const at = place % coded.length
            coded[at] = (coded[at] as number) ^ change
          }
          const octets = coded.subarray(0, 1 + (end % coded.length))
          const { units, decoded, printed } = read(coding, [octets])
          let at = 0
          for (const { ranges } of units) {
            expect(ranges[0]?.start).toBe(at)
            at = ranges.at(-1)?.end ?? at
          }
          expect(at).toBe(octets.length)
          expect(new Set(units.map(({ id }) => id)).size).toBe(units.length)
          expect(read(coding, cut(octets, sizes)).printed).toEqual(printed)
          if (coding === 'gzip' && hasNoFault(units)) expect(Buffer.compare(decoded.octets, gunzipSync(octets))).toBe(0)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('of any octets whatever is read without an exception', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('gzip', 'deflate'),
        fc.uint8Array({ maxLength: 100 }),
        anySizes,
        (coding, octets, sizes) => {
          const coded = coding === 'gzip' ? Uint8Array.of(0x1f, 0x8b, 8, ...octets) : octets
          expect(read(coding, cut(coded, sizes)).printed).toEqual(read(coding, [coded]).printed)
        },
      ),
      { numRuns: 1000 },
    )
  })
})

function hasNoFault(parts: readonly { fault?: unknown; parts?: readonly object[] }[]): boolean {
  return parts.every((part) => part.fault === undefined && hasNoFault(part.parts ?? []))
}

test('what is decoded can be found on the wire: a flushed piece in its own octets', () => {
  const pieces = ['one ', 'two ', 'three'].map((text) => deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }))
  const { decoded } = read('deflate', [Buffer.concat(pieces)], 1000)
  let at = 1000
  let place = 0
  for (const [index, text] of ['one ', 'two ', 'three'].entries()) {
    const [range] = decoded.rangesOf({ start: place, end: place + text.length })
    const length = pieces[index]?.length ?? 0
    expect(range?.start).toBe(at)
    // Behind the piece, an empty stored block, which makes nothing.
    expect(range?.end).toBeLessThanOrEqual(at + length - 4)
    at += length
    place += text.length
  }
})

test('a name that never ends is searched once, and given up', () => {
  const header = Uint8Array.of(0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3)
  const octets = Buffer.concat([header, Buffer.alloc(1 << 20, 0x61)])
  const { units } = read('gzip', cut(octets, repeat(100)))
  expect(units.map(({ name, fault }) => [name, fault?.code])).toEqual([['unreadable', 'gzip-header-too-long']])
})

describe('a bomb', () => {
  const bomb = gzipSync(new Uint8Array(100_000))
  const response = (encoding: string) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Encoding: ${encoding}\r\n`
    return Buffer.concat([octetsOf(`${head}Content-Length: ${bomb.length}\r\n\r\n`), bomb])
  }
  const connection = (octets: Uint8Array, room?: DecodingRoom) => {
    const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
    streams['server-to-client'].append(octets)
    return new ConnectionDissector(streams, 'http1', room).advance('server-to-client')
  }

  test('is one of many that take what they decode from the same room', () => {
    const room = new DecodingRoom()
    room.left = 250_000
    const blocks = Array.from({ length: 3 }, () => connection(response('gzip').subarray(), room))
      .flat()
      .filter(({ layer }) => layer === 'gzip')
    expect(blocks.filter(({ name }) => name === 'gzip-trailer')).toHaveLength(2)
    expect(blocks.filter(({ fault }) => fault?.code === 'decoded-too-long')).not.toEqual([])
    expect(room.left).toBeLessThan(50_000)
  })

  test('of thousands of codings upon codings is read no deeper than MAX_NESTING', () => {
    const codings = (count: number) => Array.from({ length: count }, () => 'gzip').join(',')
    for (const count of [MAX_NESTING, 10_000]) {
      const units = connection(response(codings(count)))
      expect(units.map(({ name }) => name)).toContain('gzip-trailer')
    }
  })
})

function* repeat(size: number): Iterable<number> {
  for (;;) yield size
}

test('checksums are those of their standards', () => {
  const octets = octetsOf('123456789')
  const [crc, adler] = [new Crc32(), new Adler32()]
  for (const octet of octets) crc.take(Uint8Array.of(octet))
  expect(crc.value).toBe(0xcbf43926)
  adler.take(octets)
  expect(adler.value).toBe(0x091e01de)
  const many = new Uint8Array(100_000).fill(0xff)
  const whole = new Crc32()
  whole.take(many)
  expect(whole.value).toBe(crc32(many))
  const sums = new Adler32()
  sums.take(many)
  expect(sums.value).toBe(Buffer.from(deflateSync(many)).readUInt32BE(deflateSync(many).length - 4))
})
