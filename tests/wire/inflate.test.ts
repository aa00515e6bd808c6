/** DEFLATE against zlib: the same octets out of the same octets in, however they are cut, and told where they come from. */
import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { INFLATE_FAULTS } from '#wire/inflate/faults.ts'
import { type InflatedBlock, type InflateOptions, Inflater } from '#wire/inflate.ts'
import { octetsOf } from '#wire/octets.ts'

vi.setConfig({ testTimeout: 60_000 })

interface Inflated {
  readonly state: Inflater['state']
  readonly octets: Uint8Array
  /** As text, so that two of them compare at a glance. */
  readonly runs: readonly string[]
  readonly blocks: readonly InflatedBlock[]
}

function inflated(pieces: Iterable<Uint8Array>, options?: InflateOptions): Inflated {
  const octets: number[] = []
  const runs: { decoded: number; start: number; end: number; verbatim: boolean }[] = []
  const blocks: InflatedBlock[] = []
  const inflater = new Inflater(
    {
      run(run, { start, end }, verbatim) {
        for (const octet of run) octets.push(octet)
        const last = runs.at(-1)
        // Octets that stand as they are come as they come.
        if (verbatim && last?.verbatim && last.end === start) {
          last.end = end
          last.decoded += run.length
        } else runs.push({ decoded: run.length, start, end, verbatim })
      },
      block: (block) => blocks.push(block),
    },
    options,
  )
  for (const piece of pieces) inflater.push(piece)
  inflater.closeRun()
  return {
    state: inflater.state,
    octets: Uint8Array.from(octets),
    runs: runs.map((run) => `${run.decoded} of [${run.start},${run.end})${run.verbatim ? ' verbatim' : ''}`),
    blocks,
  }
}

function* cut(octets: Uint8Array, sizes: Iterable<number>): Iterable<Uint8Array> {
  let at = 0
  for (const size of sizes) {
    if (at >= octets.length) return
    yield octets.subarray(at, at + size)
    at += size
  }
}

/** Octets that repeat, as text does, and octets that do not. */
const anyContent = fc.oneof(
  fc.uint8Array({ maxLength: 2000 }),
  fc
    .array(fc.oneof(fc.constantFrom('data: ', '\n\n', 'hello', '{"n":1}'), fc.string({ maxLength: 8 })), {
      maxLength: 400,
    })
    .map((texts) => new TextEncoder().encode(texts.join(''))),
)
const anyWay = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(
    constants.Z_DEFAULT_STRATEGY,
    constants.Z_FIXED,
    constants.Z_HUFFMAN_ONLY,
    constants.Z_RLE,
    constants.Z_FILTERED,
  ),
  memLevel: fc.integer({ min: 1, max: 9 }),
})

describe('what zlib has deflated', () => {
  test('is inflated to the same octets, in one piece or cut anywhere', () => {
    fc.assert(
      fc.property(anyContent, anyWay, fc.infiniteStream(fc.integer({ min: 1, max: 50 })), (content, way, sizes) => {
        const deflated = deflateRawSync(content, way)
        const whole = inflated([deflated])
        expect(whole.state).toBe('done')
        expect(Buffer.compare(whole.octets, content)).toBe(0)
        expect(inflated(cut(deflated, sizes))).toEqual(whole)
      }),
      { numRuns: 300 },
    )
  })

  test('comes in runs that lie side by side, each made of few octets', () => {
    fc.assert(
      fc.property(anyContent, anyWay, (content, way) => {
        const { runs } = inflated([deflateRawSync(content, way)])
        let at = 0
        for (const run of runs) {
          const [, start, end, verbatim] = /\[(\d+),(\d+)\)( verbatim)?/.exec(run) ?? []
          // Two runs may share the octet in which one ends and the other starts.
          expect(Number(start)).toBeGreaterThanOrEqual(at - 1)
          expect(Number(end)).toBeGreaterThan(Number(start))
          if (!verbatim) expect(Number(end) - Number(start)).toBeLessThan(24)
          at = Number(end)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('is inflated beyond the window, for megabytes', () => {
    const random = Uint8Array.from({ length: 40_000 }, (_, at) => (at * 7919) >> 3)
    const content = Buffer.concat(Array.from({ length: 30 }, () => random))
    for (const level of [0, 1, 9]) {
      const { state, octets } = inflated(cut(deflateRawSync(content, { level }), repeat(4096)))
      expect(state).toBe('done')
      expect(Buffer.compare(octets, content)).toBe(0)
    }
  })
})

function* repeat(size: number): Iterable<number> {
  for (;;) yield size
}

test.each([
  ['stored', { level: 0 }, 0],
  ['with fixed codes', { strategy: constants.Z_FIXED }, 1],
  ['with codes of its own', {}, 2],
])('a block %s is told by type, size and bits', (_, way, type) => {
  const content = octetsOf(Array.from({ length: 400 }, (_, at) => `${at * at} `).join(''))
  const deflated = deflateRawSync(content, way)
  const { blocks } = inflated([deflated])
  expect(blocks).toHaveLength(1)
  const [block] = blocks
  expect(block).toMatchObject({ isFinal: true, type, start: 0, end: deflated.length * 8, decodedEnd: content.length })
  if (type === 0) expect(block?.dataStart).toBe(40)
  if (type === 1) expect(block?.dataStart).toBe(3)
  if (type === 2) expect(block?.dataStart).toBeGreaterThan(17 + 12)
})

test('each flush is handed on at once, with the octets that it was made of', () => {
  // What zlib makes of "a", "b" and "a b" with Z_SYNC_FLUSH after each, by hand: blocks 1 with fixed codes, then an empty stored one.
  const flushed = Buffer.from('4a0400 0000ffff 4a0200 0000ffff'.replaceAll(' ', ''), 'hex')
  const { runs, octets, blocks } = inflated([flushed])
  expect(Buffer.from(octets).toString()).toBe('ab')
  expect(runs).toEqual(['1 of [0,2)', '1 of [7,9)'])
  expect(blocks.map(({ type }) => type)).toEqual([1, 0, 1, 0])
})

describe('corrupt octets', () => {
  test('are refused where zlib refuses them, after the same octets', () => {
    fc.assert(
      fc.property(
        anyContent,
        anyWay,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 3 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 20 })),
        (content, way, changes, sizes) => {
          const deflated = Uint8Array.from(deflateRawSync(content, way))
          for (const [place, change] of changes) {
            const at = place % deflated.length
            deflated[at] = (deflated[at] as number) ^ change
          }
          const ours = inflated([deflated], { maxOctets: 1 << 20 })
          const theirs = byZlib(deflated)
          expect(ours.state === 'done').toBe(theirs !== undefined)
          if (theirs !== undefined) expect(Buffer.compare(ours.octets, theirs)).toBe(0)
          expect(inflated(cut(deflated, sizes), { maxOctets: 1 << 20 })).toEqual(ours)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('of any kind are read without an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (octets) => {
        const { state } = inflated([octets], { continues: true, maxOctets: 1 << 20 })
        expect(state === 'reading' || state in INFLATE_FAULTS).toBe(true)
        expect(inflated(cut(octets, repeat(1)), { continues: true, maxOctets: 1 << 20 }).state).toBe(state)
      }),
      { numRuns: 2000 },
    )
  })

  test.each([
    ['block-type-reserved', '07'],
    ['stored-length-mismatch', '01 0100 feef 61'],
    ['too-many-codes', 'fd ff ff'],
    // Four codes of one bit.
    ['code-lengths-invalid', '05 00 92 04'],
    // "a", then a match of length 3 at distance 2.
    ['distance-too-far', '4b 04 42'],
    // Fixed code 11000110: symbol 286.
    ['code-unknown', '1b 03'],
  ])('%s', (code, hex) => {
    expect(inflated([Buffer.from(hex.replaceAll(' ', ''), 'hex')]).state).toBe(code)
  })
})

function byZlib(octets: Uint8Array): Uint8Array | undefined {
  try {
    return inflateRawSync(octets, { maxOutputLength: 1 << 20 })
  } catch {
    return undefined
  }
}

describe('limits', () => {
  test('a decompression bomb is a fault, and so is a stored block that is too long', () => {
    const maxOctets = 100_000
    for (const level of [0, 9]) {
      const bomb = deflateRawSync(new Uint8Array(1_000_000), { level })
      const { state, octets } = inflated([bomb], { maxOctets })
      expect(state).toBe('decoded-too-long')
      expect(octets.length).toBeLessThanOrEqual(maxOctets)
    }
  })

  test('exactly as many octets as are kept are no fault', () => {
    for (const level of [0, 9]) {
      expect(inflated([deflateRawSync(new Uint8Array(70_000), { level })], { maxOctets: 70_000 }).state).toBe('done')
    }
  })

  test('no distance goes further back than the window', () => {
    const once = Uint8Array.from({ length: 300 }, (_, at) => (at * 131) & 0xff)
    const twice = deflateRawSync(Buffer.concat([once, once]), { windowBits: 15 })
    expect(inflated([twice], { windowBits: 9 }).state).toBe('done')
    expect(inflated([twice], { windowBits: 8 }).state).toBe('distance-too-far')
  })
})

test('behind a final block another stream can follow, with the same window', () => {
  const first = deflateRawSync(octetsOf('hello'))
  const second = deflateRawSync(octetsOf('hello'), { dictionary: octetsOf('hello') })
  const { state, octets } = inflated([first, second], { continues: true })
  expect(state).toBe('reading')
  expect(Buffer.from(octets).toString()).toBe('hellohello')
})
