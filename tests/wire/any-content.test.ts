/** What holds for any octets of content: nothing throws, nothing is lost, and how it was cut changes nothing. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { octetsOf } from '#wire/octets.ts'
import { DIRECTIONS, type Part } from '#wire/pdu.ts'
import { type Dissected, dissect, octetByOctet } from './dissection.ts'
import type { Passage } from './octet-page.ts'
import { printUnit } from './print-units.ts'

vi.setConfig({ testTimeout: 120_000 })

/** For each protocol: pieces that mean something in it, whether together they make sense or not. */
const PIECES: Readonly<Record<string, readonly string[]>> = {
  'server-sent-events': [
    ...['data', 'event', 'id', 'retry', ': ', ':', ' ', '\r', '\n', '\r\n', '1', '\0', 'x'],
    ...['\xef\xbb\xbf', '\xff', 'data: a\n\n', 'id: 7\ndata\n\n'],
  ],
  'multipart/x-mixed-replace;boundary=b': [
    ...['--b', '--b\r\n', '\r\n--b\r\n', '--b--', '--', 'b', '\r', '\n', '\r\n', ' ', '\t', ':', 'x', '\xff'],
    ...['Content-Type: text/event-stream\r\n', 'Content-Type: multipart/mixed; boundary=b\r\n', 'data: a\n\n'],
  ],
  'text/html': [
    ...['<', '>', '/', '!', '-', '--', '=', '"', "'", ' ', '\n', 'script', 'SCRIPT', '</', 'x', '?', '\xff'],
    ...['<script>', '</script>', '<!--', '-->', '<title>', '</title>', '<a b="', '<plaintext>'],
  ],
  xmlsocket: ['\0', '<policy-file-request/>', '<cross-domain-policy>', 'x', '<', '\xff', '\n'],
  'application/json': [
    ...['{', '}', '[', ']', ',', ':', '"', '\\', ' ', '\n', '1', '-', '.', 'e', 'true', 'nul', '\xff', '\0', '"a"'],
    ...['"channel":', '"/meta/connect"', '"/a/*"', '"clientId":"a"', '{"channel":"/a","data":{}}', '"advice":{"x":[]}'],
  ],
}

/** Layers whose units hold every octet of the content. */
const TILING = ['server-sent-events', 'multipart', 'forever-frame', 'xmlsocket', 'octets']

function contentOf(protocol: string) {
  const piece = fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...(PIECES[protocol] ?? [])) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) },
  )
  return fc.array(piece, { maxLength: 40 }).map((pieces) => octetsOf(pieces.join('')))
}

const both = (octets: Uint8Array): readonly Passage[] => DIRECTIONS.map((direction) => ({ direction, octets }))

function printed({ units, pending }: Dissected): readonly string[] {
  return DIRECTIONS.flatMap((direction) =>
    [...units[direction], ...pending[direction]]
      .toSorted((one, other) => (one.layer < other.layer ? -1 : one.layer > other.layer ? 1 : 0))
      .map((unit) => `${unit.id} ${printUnit(unit, { everyOctet: true, computed: true })}`),
  )
}

/** Parts lie inside their parent, and no two parts of one parent share an octet. */
function expectNesting(part: Part): void {
  const ranges = (part.parts ?? []).flatMap((inner) => inner.ranges)
  let at = part.ranges[0]?.start ?? 0
  for (const { start, end } of ranges) {
    if (start < at || end < start)
      throw new Error(`Expected a part of ${part.name} from ${at} on, found [${start},${end}).`)
    at = end
  }
  if (at > (part.ranges.at(-1)?.end ?? 0)) throw new Error(`Expected parts of ${part.name} to end before ${at}.`)
  for (const inner of part.parts ?? []) expectNesting(inner)
}

describe.each(Object.keys(PIECES))('%s: any octets', (protocol) => {
  test('are in one unit each, with names of their own, and parts that nest', () => {
    fc.assert(
      fc.property(contentOf(protocol), fc.boolean(), (octets, isOpen) => {
        const { units, pending } = dissect(both(octets), { protocol, isOpen })
        for (const direction of DIRECTIONS) {
          const all = [...units[direction], ...pending[direction]]
          expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
          for (const unit of all) expectNesting(unit)
          const [outer] = all.filter(({ layer }) => TILING.includes(layer))
          if (outer === undefined) continue
          let at = 0
          for (const { start, end } of all
            .filter(({ layer }) => layer === outer.layer)
            .flatMap(({ ranges }) => ranges)) {
            expect(start).toBe(at)
            at = end
          }
          expect(at).toBe(octets.length)
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('give the same units octet by octet', () => {
    fc.assert(
      fc.property(contentOf(protocol), fc.boolean(), (octets, isOpen) => {
        const options = { protocol, isOpen }
        expect(printed(dissect(octetByOctet(both(octets)), options))).toEqual(printed(dissect(both(octets), options)))
      }),
      { numRuns: 2000 },
    )
  })
})

describe('time is linear, though octets come one by one', () => {
  const MANY = 1 << 18

  test.each([
    ['a line of an event stream that never ends', 'server-sent-events', 'data: ', 'x'],
    ['an event that never ends', 'server-sent-events', '', 'data\r'],
    ['a part that never ends', 'multipart/mixed;boundary=b', '--b\r\n\r\n', '\n--'],
    ['header fields that never end', 'multipart/mixed;boundary=b', '--b\r\n', 'a\n'],
    ['padding behind a boundary', 'multipart/mixed;boundary=b', '--b', ' '],
    ['a page of tags that never end', 'text/html', '', '<'],
    ['a comment that never ends', 'text/html', '<!--', '->'],
    ['a script that escapes itself', 'text/html', '<script><!--', '<script'],
    ['a message without its zero octet', 'xmlsocket', '', '<'],
    ['brackets without end', 'application/json', '[{"channel":"/a","data":', '['],
    ['a string that never ends', 'application/json', '[{"channel":"', '\\'],
    ['objects without a channel', 'application/json', '[', '{},'],
  ])('%s', (_, protocol, beginning, again) => {
    const text = beginning + again.repeat(MANY / again.length)
    const passages = both(octetsOf(text))
    const { units } = dissect(octetByOctet(passages), { protocol })
    expect(units['server-to-client'].length).toBeLessThan(10)
  })

  test('a thousand events in a thousand reads', () => {
    const passages = Array.from(
      { length: 1000 },
      (_, count): Passage => ({ direction: 'server-to-client', octets: octetsOf(`id: ${count}\ndata: x\n\n`) }),
    )
    const { units } = dissect(passages, { protocol: 'server-sent-events' })
    expect(units['server-to-client'].at(-1)?.computed).toContainEqual(
      expect.objectContaining({ name: 'last-event-id', value: '999' }),
    )
  })
})
