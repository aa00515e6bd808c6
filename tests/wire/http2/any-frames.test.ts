/** What holds for any frames whatever: nothing throws, nothing is lost, and how reads fell changes nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CONNECTION_PREFACE } from '#wire/dissectors/http2/reader.ts'
import { partSentence } from '#wire/meaning.ts'
import { sentenceOf } from '#wire/narration.ts'
import { DIRECTIONS, type Direction, type Part, type Pdu } from '#wire/pdu.ts'
import { explanationOf } from '#wire/vocabulary.ts'
import { type Dissected, dissect, octetByOctet } from '../dissection.ts'
import type { Passage } from '../octet-page.ts'
import { printUnit } from '../print-units.ts'
import { fromFiles } from './orders.ts'

const SETTINGS = frame(4, 0, 0, [])

function frame(type: number, flags: number, stream: number, payload: readonly number[], length = payload.length) {
  const identifier = [stream >>> 24, stream >>> 16, stream >>> 8, stream].map((octet) => octet & 0xff)
  return Uint8Array.of(length >>> 16, length >>> 8, length, type, flags, ...identifier, ...payload)
}

/** Octets that mean something in a field block, and so are worth putting where they do not belong. */
const blocks = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        [0x82],
        [0x86],
        [0x84],
        [0x88],
        [0x83],
        [0xbe],
        [0xbf],
        [0x80],
        [0x20],
        [0x3f, 0xe1, 0x1f],
        [0xff],
      ),
      fc.constantFrom(
        [0x41, 0x01, 0x61],
        [0x40, 0x01, 0x61, 0x01, 0x62],
        [0x10, 0x01, 0x41, 0x00],
        [0x0f, 0x0d, 0x01, 0x33],
      ),
      fc.constantFrom(
        [0x41, 0x8c, 0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff],
        [0x5f, 0x82],
      ),
      fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.flat())

const payloads = fc.oneof(
  blocks,
  fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 20 }),
  fc.constantFrom([0, 0, 0, 1], [0x7f, 0xff, 0xff, 0xff], [0, 3, 0, 0, 0, 1], [0, 4, 0, 0, 0, 0], [0, 1, 0, 0, 0, 0]),
)

const frames = fc
  .record({
    type: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 9) }, fc.integer({ min: 0, max: 17 })),
    flags: fc.oneof(fc.constantFrom(0, 1, 4, 5, 8, 0x0d, 0x25), fc.integer({ min: 0, max: 255 })),
    stream: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(1, 1, 3, 5) },
      fc.constantFrom(0, 0, 2, 4, 0x7fffffff, -1),
    ),
    payload: payloads,
    lie: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.integer({ min: -3, max: 3 })),
  })
  .map(({ type, flags, stream, payload, lie }) =>
    frame(type, flags, stream, payload, Math.max(0, payload.length + lie)),
  )

/** Passages of both directions in any order, each of a few frames; the start is mostly right. */
const conversations = fc
  .tuple(
    fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
    fc.array(fc.tuple(fc.constantFrom(...DIRECTIONS), fc.array(frames, { minLength: 1, maxLength: 4 })), {
      maxLength: 6,
    }),
  )
  .map(([isStarted, passages]): readonly Passage[] => [
    ...(isStarted
      ? [
          { direction: 'client-to-server' as const, octets: joined([CONNECTION_PREFACE, SETTINGS]) },
          { direction: 'server-to-client' as const, octets: SETTINGS },
        ]
      : []),
    ...passages.map(([direction, all]) => ({ direction, octets: joined(all) })),
  ])

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]))
}

/** A direction after the other, a layer after the other: what is carried may be complete before the frame that carries it. */
function printed({ units, pending }: Dissected): readonly string[] {
  return DIRECTIONS.flatMap((direction) =>
    [...units[direction], ...pending[direction]]
      .toSorted((one, other) => (one.layer < other.layer ? -1 : Number(one.layer > other.layer)))
      .map((unit) => printUnit(unit, { everyOctet: true, computed: true })),
  )
}

function lengthOf(passages: readonly Passage[], direction: Direction): number {
  return passages
    .filter((passage) => passage.direction === direction)
    .reduce((length, { octets }) => length + octets.length, 0)
}

function own(units: readonly Pdu[]): readonly Pdu[] {
  return units.filter(({ layer }) => layer === 'http2')
}

/** Every octet of a direction is in exactly one frame, in order. */
function expectTiling(units: readonly Pdu[], length: number): void {
  let at = 0
  for (const { start, end } of units.flatMap((unit) => unit.ranges)) {
    if (start !== at || end < start) throw new Error(`Expected a unit from ${at} on, found [${start},${end}).`)
    at = end
  }
  expect(at).toBe(length)
}

/**
 * Parts lie inside what is around them, but for field lines that began in a frame before. They do not overlap, unless they
 * begin in the same octet: bits of one octet, and names and values that one index stands for.
 */
function expectNesting(part: Part): void {
  const parts = part.parts ?? []
  const [first, last] = [part.ranges[0]?.start ?? 0, part.ranges.at(-1)?.end ?? 0]
  let at = part.name === 'field-block-fragment' ? 0 : first
  let before = -1
  for (const { start, end } of parts
    .flatMap((inner) => inner.ranges)
    .toSorted((one, other) => one.start - other.start || one.end - other.end)) {
    if ((start < at && start !== before) || end < start)
      throw new Error(`Expected a part of ${part.name} from ${at} on, found [${start},${end}).`)
    before = start
    at = Math.max(at, end)
  }
  if (parts.length > 0 && at > last) throw new Error(`Expected parts of ${part.name} to end before ${at}.`)
  for (const inner of parts) expectNesting(inner)
}

function everyPart(part: Part): readonly Part[] {
  return [part, ...(part.parts ?? []).flatMap(everyPart)]
}

describe('any frames', { timeout: 120_000 }, () => {
  test('are in exactly one unit each, and parts nest', () => {
    fc.assert(
      fc.property(conversations, fc.boolean(), (passages, isOpen) => {
        const { units, pending } = dissect(passages, { isOpen, protocol: 'http2' })
        for (const direction of DIRECTIONS) {
          const all = own([...units[direction], ...pending[direction]])
          expectTiling(all, lengthOf(passages, direction))
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
          for (const unit of all) for (const part of unit.parts ?? []) expectNesting(part)
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('give the same units octet by octet', () => {
    fc.assert(
      fc.property(conversations, fc.boolean(), (passages, isOpen) => {
        const options = { isOpen, protocol: 'http2' }
        expect(printed(dissect(octetByOctet(passages), options))).toEqual(printed(dissect(passages, options)))
      }),
      { numRuns: 500 },
    )
  })

  test('are all read, whichever direction is read first', () => {
    fc.assert(
      fc.property(conversations, fc.constantFrom(...DIRECTIONS), (passages, first) => {
        const units = fromFiles(passages, first)
        for (const direction of DIRECTIONS) {
          expect(own(units[direction]).map(({ id, name }) => [id, name])).toEqual(
            own(dissect(passages, { protocol: 'http2' }).units[direction]).map(({ id, name }) => [id, name]),
          )
        }
      }),
      { numRuns: 500 },
    )
  })

  test('have words for all that they yield', () => {
    fc.assert(
      fc.property(conversations, (passages) => {
        const { units } = dissect(passages, { protocol: 'http2' })
        for (const unit of DIRECTIONS.flatMap((direction) => own(units[direction]))) {
          expect(sentenceOf(unit)).toMatch(/ from the (client|server)/)
          for (const part of everyPart(unit)) {
            expect(explanationOf('http2', part.name)?.spec, part.name).toBe(part.spec)
            expect(partSentence(part, unit, 'http2')).not.toContain('undefined')
          }
          for (const { name, spec } of unit.computed ?? []) expect(explanationOf('http2', name)?.spec).toBe(spec)
        }
      }),
      { numRuns: 300 },
    )
  })
})
