/**
 * What holds for every layer at once: real conversations with a few octets changed. Nothing throws, nothing leaves the octets it was
 * given, every unit can be told and shown, and how reads fell changes nothing.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EXAMPLES } from '#labs-server/examples/index.ts'
import { type Recording, recordsOf } from '#wire/formats/recording.ts'
import { partSentence } from '#wire/meaning.ts'
import { sentenceOf, speakOctets } from '#wire/narration.ts'
import { OctetStream } from '#wire/octets.ts'
import { DIRECTIONS, type Direction, type Part, type Pdu } from '#wire/pdu.ts'
import { explanationOf } from '#wire/vocabulary.ts'
import { dissect } from './dissection.ts'
import type { Passage } from './octet-page.ts'
import { printUnit } from './print-units.ts'

const FOLDER = new URL('../../labs-server/examples/recordings/', import.meta.url)

type Octets = Readonly<Record<Direction, Uint8Array>>

/** Both directions of the connection of an example that carried most. */
function octetsOf(id: string): Octets {
  const recording: Recording = JSON.parse(readFileSync(new URL(`${id}.json`, FOLDER), 'utf8'))
  const connections = Map.groupBy(recordsOf(recording), ({ connection }) => connection)
  const whole = [...connections.values()].map((records) => {
    const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
    for (const record of records) if (record.kind === 'octets') streams[record.direction].append(record.octets)
    return {
      'client-to-server': streams['client-to-server'].octets,
      'server-to-client': streams['server-to-client'].octets,
    }
  })
  const [most] = whole.toSorted((one, other) => other['server-to-client'].length - one['server-to-client'].length)
  if (most === undefined) throw new Error(`The example "${id}" has no connection.`)
  return most
}

const change = fc.record({
  direction: fc.constantFrom(...DIRECTIONS),
  place: fc.nat(),
  removed: fc.nat({ max: 4 }),
  put: fc.uint8Array({ maxLength: 4 }),
})

function changed(
  octets: Octets,
  changes: readonly (typeof change extends fc.Arbitrary<infer One> ? One : never)[],
): Octets {
  const result: Record<Direction, Uint8Array> = { ...octets }
  for (const { direction, place, removed, put } of changes) {
    const before = result[direction]
    const at = before.length === 0 ? 0 : place % before.length
    result[direction] = Uint8Array.from([...before.subarray(0, at), ...put, ...before.subarray(at + removed)])
  }
  return result
}

function inReads(octets: Octets, length: number): readonly Passage[] {
  return DIRECTIONS.flatMap((direction) => {
    const reads: Passage[] = []
    for (let at = 0; at < octets[direction].length; at += length) {
      reads.push({ direction, octets: octets[direction].subarray(at, at + length) })
    }
    return reads
  })
}

/** A direction after the other, a layer after the other, as pages of octets are printed. */
function printed(passages: readonly Passage[]): readonly string[] {
  const { units, pending } = dissect(passages)
  return DIRECTIONS.flatMap((direction) =>
    [...units[direction], ...pending[direction]]
      .toSorted((one, other) => (one.layer < other.layer ? -1 : one.layer > other.layer ? 1 : 0))
      .map((unit) => printUnit(unit, { everyOctet: true, computed: true })),
  )
}

function expectShown(unit: Pdu, octets: Uint8Array): void {
  expect(sentenceOf(unit)).toMatch(/from the (client|server)/)
  const visit = (part: Part, parent: Part | undefined) => {
    expect(explanationOf(unit.layer, part.name), `${unit.layer} ${part.name}`).toBeDefined()
    for (const { start, end } of part.ranges) {
      expect(start).toBeGreaterThanOrEqual(0)
      expect(end).toBeGreaterThanOrEqual(start)
      expect(end).toBeLessThanOrEqual(octets.length)
    }
    const [range] = part.ranges
    expect(speakOctets(part, octets.subarray(range?.start ?? 0, range?.end ?? 0), unit.layer)).toContain(part.name)
    expect(partSentence(part, parent, unit.layer)).not.toBe('')
    for (const inner of part.parts ?? []) visit(inner, part)
  }
  visit(unit, undefined)
  for (const { name } of unit.computed ?? [])
    expect(explanationOf(unit.layer, name), `${unit.layer} ${name}`).toBeDefined()
}

describe.each(EXAMPLES)('$title, with octets changed', { timeout: 120_000 }, ({ id }) => {
  const octets = octetsOf(id)

  test('every unit can be told and shown', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), (changes) => {
        const now = changed(octets, changes)
        const { units, pending } = dissect(inReads(now, Number.MAX_SAFE_INTEGER))
        for (const direction of DIRECTIONS) {
          for (const unit of [...units[direction], ...pending[direction]]) expectShown(unit, now[direction])
        }
      }),
      { numRuns: 60 },
    )
  })

  test('how reads fell changes nothing', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (changes, length) => {
        const now = changed(octets, changes)
        expect(printed(inReads(now, length))).toEqual(printed(inReads(now, Number.MAX_SAFE_INTEGER)))
      }),
      { numRuns: 60 },
    )
  })
})
