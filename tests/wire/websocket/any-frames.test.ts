/** What holds for any frames whatever: nothing throws, nothing is lost, and how reads fell changes nothing. */
import { constants, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { octetsOf } from '#wire/octets.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import { type Dissected, dissect, octetByOctet } from '../dissection.ts'
import type { Passage } from '../octet-page.ts'
import { printUnit } from '../print-units.ts'

vi.setConfig({ testTimeout: 60_000 })

const handshake = (extensions: string): readonly Passage[] => [
  {
    direction: 'client-to-server',
    octets: octetsOf(
      `GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n${extensions}\r\n`,
    ),
  },
  {
    direction: 'server-to-client',
    octets: octetsOf(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n${extensions}\r\n`,
    ),
  },
]

interface SentFrame {
  readonly first: number
  readonly key: readonly number[] | undefined
  readonly payload: Uint8Array
}

function encoded({ first, key, payload }: SentFrame): number[] {
  const { length } = payload
  const extended = length < 126 ? [] : [length >> 8, length & 0xff]
  const second = (key === undefined ? 0 : 0x80) | Math.min(length, 126)
  const masked = Array.from(payload, (octet, at) => octet ^ (key?.[at & 3] ?? 0))
  return [first, second, ...extended, ...(key ?? []), ...masked]
}

const anyPayload = fc.oneof(
  fc.string({ maxLength: 40 }).map((text) => new TextEncoder().encode(text)),
  fc.uint8Array({ maxLength: 200 }),
  fc
    .string({ maxLength: 100 })
    .map((text) => new Uint8Array(deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4))),
)
const anyFrame: fc.Arbitrary<SentFrame> = fc.record({
  // Mostly what means something, now and then any octet.
  first: fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(0x81, 0x82, 0x01, 0x02, 0x00, 0x80, 0xc1, 0x41, 0x89, 0x8a, 0x88) },
    fc.integer({ min: 0, max: 255 }),
  ),
  key: fc.option(fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 }))), { nil: undefined }),
  payload: anyPayload,
})
const anyFrames = fc.array(anyFrame, { maxLength: 8 }).map((frames) => Uint8Array.from(frames.flatMap(encoded)))
const anyOctets = fc.oneof({ weight: 4, arbitrary: anyFrames }, fc.uint8Array({ maxLength: 64 }))

const anyConnection = fc
  .record({
    extensions: fc.constantFrom('', 'Sec-WebSocket-Extensions: permessage-deflate\r\n'),
    'client-to-server': anyOctets,
    'server-to-client': anyOctets,
  })
  .map(({ extensions, ...octets }): readonly Passage[] => [
    ...handshake(extensions),
    ...DIRECTIONS.map((direction) => ({ direction, octets: octets[direction] })),
  ])

function printed({ units, pending }: Dissected): readonly string[] {
  return DIRECTIONS.flatMap((direction) =>
    [...units[direction], ...pending[direction]].map((unit) => printUnit(unit, { computed: true })),
  )
}

function lengthOf(passages: readonly Passage[], direction: Direction): number {
  return passages.filter((each) => each.direction === direction).reduce((sum, { octets }) => sum + octets.length, 0)
}

describe('any frames', () => {
  test('are in exactly one unit each, and ids are unique', () => {
    fc.assert(
      fc.property(anyConnection, fc.boolean(), (passages, isOpen) => {
        const { units, pending } = dissect(passages, { isOpen })
        for (const direction of DIRECTIONS) {
          const all = [...units[direction], ...pending[direction]]
          let at = 0
          for (const unit of all.filter(({ layer }) => layer !== 'websocket-message')) {
            expect(unit.ranges[0]?.start).toBe(at)
            at = unit.ranges.at(-1)?.end ?? at
          }
          expect(at).toBe(lengthOf(passages, direction))
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('give the same units octet by octet', () => {
    fc.assert(
      fc.property(anyConnection, fc.boolean(), (passages, isOpen) => {
        expect(printed(dissect(octetByOctet(passages), { isOpen }))).toEqual(printed(dissect(passages, { isOpen })))
      }),
      { numRuns: 500 },
    )
  })
})

test('text is told as it was sent, compressed and masked, in any fragments', () => {
  const key = [0x37, 0xfa, 0x21, 0x3d]
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.string({ maxLength: 300, unit: 'grapheme' }), fc.integer({ min: 1, max: 50 })), {
        maxLength: 6,
      }),
      (messages) => {
        const frames = messages.flatMap(([text, size]) => {
          const payload = deflateRawSync(text, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
          const count = Math.max(1, Math.ceil(payload.length / size))
          return Array.from({ length: count }, (_, place) => {
            const first = (place === 0 ? 0x41 : 0x00) | (place === count - 1 ? 0x80 : 0)
            return encoded({ first, key, payload: payload.subarray(place * size, (place + 1) * size) })
          })
        })
        const sent = Uint8Array.from(frames.flat())
        const { units } = dissect([
          ...handshake('Sec-WebSocket-Extensions: permessage-deflate\r\n'),
          { direction: 'client-to-server', octets: sent },
        ])
        const told = units['client-to-server'].filter(({ name }) => name === 'message')
        expect(told.map(({ value }) => value)).toEqual(messages.map(([text]) => text))
      },
    ),
    { numRuns: 200 },
  )
})

test('a hundred thousand frames are read in linear time', () => {
  const one = encoded({ first: 0x81, key: [1, 2, 3, 4], payload: octetsOf('{"n":1,"text":"hello"}') })
  const octets = new Uint8Array(one.length * 100_000)
  for (let at = 0; at < octets.length; at += one.length) octets.set(one, at)
  const { units } = dissect([{ direction: 'client-to-server', octets }], { protocol: 'websocket' })
  expect(units['client-to-server']).toHaveLength(200_000)
})

test('a message of a megabyte in one frame is read once, though it comes in many reads', () => {
  const payload = new Uint8Array(1 << 20).fill(0x61)
  const octets = Buffer.concat([Uint8Array.of(0x81, 127, 0, 0, 0, 0, 0, 0x10, 0, 0), payload])
  const reads = Array.from({ length: Math.ceil(octets.length / 1000) }, (_, place) => ({
    direction: 'server-to-client' as const,
    octets: octets.subarray(place * 1000, (place + 1) * 1000),
  }))
  const { units } = dissect(reads, { protocol: 'websocket' })
  expect(units['server-to-client'].map(({ name }) => name)).toEqual(['frame', 'message'])
})

test('a bomb is a fault: no more is inflated than is kept', () => {
  const bomb = deflateRawSync(new Uint8Array(80_000_000), { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, -4)
  const header = Uint8Array.of(
    0xc2,
    127,
    0,
    0,
    0,
    0,
    ...new Uint8Array(new Uint32Array([bomb.length]).buffer).reverse(),
  )
  const { units } = dissect([
    ...handshake('Sec-WebSocket-Extensions: permessage-deflate\r\n'),
    { direction: 'server-to-client', octets: Buffer.concat([header, bomb]) },
  ])
  const frame = units['server-to-client'].find(({ name }) => name === 'frame')
  expect(frame?.parts?.find(({ name }) => name === 'payload-data')?.fault?.code).toBe('decoded-too-long')
})
