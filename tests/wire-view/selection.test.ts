import { describe, expect, test } from 'vitest'
import { partsAlong, segmentsIn, smallestPartAt } from '#site/wire-view/selection.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import { CHUNKED, logOf, passed, REQUEST } from './traces.ts'

const request = logOf(passed(1, 0, 'client-to-server', REQUEST)).units[0]?.unit as Pdu
const chunk = logOf(
  passed(1, 0, 'client-to-server', REQUEST),
  passed(1, 1, 'server-to-client', `${CHUNKED}5;last=no\r\nhello\r\n`),
).units.at(-1)?.unit as Pdu

function nameAt(unit: Part, offset: number): string | undefined {
  return partsAlong(unit, smallestPartAt(unit, offset)).at(-1)?.name
}

describe('from an octet to the smallest part', () => {
  test('every octet of a request-line leads to its word or the space after it', () => {
    expect([0, 2, 3, 4, 11, 12, 13, 20, 21].map((offset) => nameAt(request, offset))).toEqual([
      'method',
      'method',
      'SP',
      'request-target',
      'request-target',
      'SP',
      'HTTP-version',
      'HTTP-version',
      'CRLF',
    ])
  })

  test('an octet outside the unit leads to the unit itself', () => {
    expect(smallestPartAt(request, 10_000)).toEqual([])
  })

  test('a path that the unit does not have (any more) leads as far as it goes', () => {
    expect(partsAlong(request, [0, 99, 3]).map(({ name }) => name)).toEqual(['request', 'request-line'])
  })
})

describe('segments', () => {
  test('cover every octet of the unit once, in order, without a hole', () => {
    for (const unit of [request, chunk]) {
      const { start, end } = unit.ranges[0] ?? { start: 0, end: 0 }
      let at = start
      for (const segment of segmentsIn(unit, { start, end })) {
        expect(segment.start).toBe(at)
        expect(segment.end).toBeGreaterThan(segment.start)
        at = segment.end
      }
      expect(at).toBe(end)
    }
  })

  test('say the same as looking up each octet', () => {
    const { start, end } = chunk.ranges[0] ?? { start: 0, end: 0 }
    for (const segment of segmentsIn(chunk, { start, end })) {
      for (let offset = segment.start; offset < segment.end; offset++) {
        expect(smallestPartAt(chunk, offset)).toEqual(segment.path)
      }
    }
  })

  test('are clipped to the range that was asked for', () => {
    expect(segmentsIn(request, { start: 5, end: 13 }).map(({ start, end, part }) => [part.name, start, end])).toEqual([
      ['request-target', 5, 12],
      ['SP', 12, 13],
    ])
  })

  test('follow a part that a lower layer cut in two', () => {
    const unit: Part = {
      name: 'event',
      ranges: [
        { start: 0, end: 4 },
        { start: 10, end: 14 },
      ],
      parts: [
        {
          name: 'data',
          ranges: [
            { start: 2, end: 4 },
            { start: 10, end: 13 },
          ],
        },
      ],
    }
    expect(segmentsIn(unit, { start: 0, end: 20 }).map(({ start, end, part }) => [part.name, start, end])).toEqual([
      ['event', 0, 2],
      ['data', 2, 4],
      ['data', 10, 13],
      ['event', 13, 14],
    ])
  })
})

describe('octets that parts share', () => {
  const whole = (name: string, start: number, end: number, parts: readonly Part[] = []): Part => ({
    name,
    ranges: [{ start, end }],
    parts,
  })
  // A WebSocket frame: bits in the first octet; in the second one bit, and a length that goes on behind it.
  const frame = whole('frame', 0, 8, [
    whole('first-octet', 0, 1, [whole('fin', 0, 1), whole('opcode', 0, 1)]),
    whole('mask-and-length', 1, 4, [whole('mask', 1, 2), whole('payload-length', 1, 4)]),
    whole('payload-data', 4, 8),
  ])

  test('are those of the part around them', () => {
    expect([0, 1, 2, 3, 4].map((offset) => nameAt(frame, offset))).toEqual([
      'first-octet',
      'mask-and-length',
      'payload-length',
      'payload-length',
      'payload-data',
    ])
  })

  test('are cut where the sharing ends', () => {
    expect(segmentsIn(frame, { start: 0, end: 8 }).map(({ start, end, part }) => [part.name, start, end])).toEqual([
      ['first-octet', 0, 1],
      ['mask-and-length', 1, 2],
      ['payload-length', 2, 4],
      ['payload-data', 4, 8],
    ])
  })

  test('are one segment, however many parts begin and end in them', () => {
    const decoded = whole('event', 0, 10, [whole('line', 0, 6), whole('line', 0, 8), whole('blank-line', 4, 8)])
    expect(segmentsIn(decoded, { start: 0, end: 10 }).map(({ start, end, part }) => [part.name, start, end])).toEqual([
      ['event', 0, 10],
    ])
  })
})
