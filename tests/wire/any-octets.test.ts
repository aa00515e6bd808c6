/** What holds for any octets whatever: nothing throws, nothing is lost, and how reads fell changes nothing. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { octetsOf } from '#wire/octets.ts'
import { DIRECTIONS, type Direction, type Part, type Pdu } from '#wire/pdu.ts'
import { type Dissected, dissect, octetByOctet } from './dissection.ts'
import type { Passage } from './octet-page.ts'
import { printUnit } from './print-units.ts'

const REQUESTS = [
  'GET /hello.txt HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n',
  'HEAD / HTTP/1.0\r\n\r\n',
  'POST /up HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello',
  'POST /up HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a="b"\r\nhello\r\n0\r\nX: y\r\n\r\n',
  'GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
  'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n',
  '\r\nGET / HTTP/1.1\r\nHost: a\r\nX: folded\r\n value\r\n\r\n',
]

const RESPONSES = [
  'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello',
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\nabcdefghijklmnopqrstuvwxyz\n\r\n0\r\n\r\n',
  'HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.0 200 OK\r\n\r\nuntil the end',
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
]

/** Octets that mean something in HTTP/1.1, and so are worth putting where they do not belong. */
const TELLING = [
  '\r',
  '\n',
  '\r\n',
  ' ',
  '\t',
  ':',
  ';',
  '=',
  ',',
  '"',
  '\\',
  '0',
  'f',
  '\0',
  '\x80',
  'chunked',
  'HTTP/1.1',
]

const telling = fc.oneof(
  fc.constantFrom(...TELLING),
  fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
)

/** A few messages, with up to three pieces of them replaced, removed or put in. */
function messages(valid: readonly string[]) {
  return fc
    .tuple(
      fc.array(fc.constantFrom(...valid), { maxLength: 4 }).map((texts) => texts.join('')),
      fc.array(fc.tuple(fc.nat(), fc.nat({ max: 3 }), telling), { maxLength: 3 }),
    )
    .map(([text, changes]) => {
      let changed = text
      for (const [place, removed, put] of changes) {
        const at = changed.length === 0 ? 0 : place % changed.length
        changed = changed.slice(0, at) + put + changed.slice(at + removed)
      }
      return octetsOf(changed)
    })
}

const anyOctets = fc.oneof(
  fc.uint8Array({ maxLength: 64 }),
  fc.array(telling, { maxLength: 32 }).map((texts) => octetsOf(texts.join(''))),
)

const connections = fc.record({
  'client-to-server': fc.oneof({ weight: 4, arbitrary: messages(REQUESTS) }, anyOctets),
  'server-to-client': fc.oneof({ weight: 4, arbitrary: messages(RESPONSES) }, anyOctets),
})

type Connection = Readonly<Record<Direction, Uint8Array>>

function whole(connection: Connection): readonly Passage[] {
  return DIRECTIONS.map((direction) => ({ direction, octets: connection[direction] }))
}

function printed({ units, pending }: Dissected): readonly string[] {
  return DIRECTIONS.flatMap((direction) =>
    [...units[direction], ...pending[direction]].map((unit) => printUnit(unit, { everyOctet: true })),
  )
}

/** Every octet of a direction is in exactly one unit, in order; messages, a layer above, are made of them once more. */
function expectTiling(units: readonly Pdu[], length: number): void {
  let at = 0
  const own = units.filter(({ layer }) => layer !== 'websocket-message')
  for (const { start, end } of own.flatMap((unit) => unit.ranges)) {
    if (start !== at || end < start) throw new Error(`Expected a unit from ${at} on, found [${start},${end}).`)
    at = end
  }
  expect(at).toBe(length)
}

/** Parts lie inside their parent, and share no octet; those of a frame may be bits of the octet in which they begin. */
function expectNesting(part: Part, hasBits: boolean): void {
  const parts = part.parts ?? []
  const ranges = parts
    .flatMap((inner) => inner.ranges)
    .toSorted((one, other) => one.start - other.start || one.end - other.end)
  let at = part.ranges[0]?.start ?? 0
  let before = -1
  for (const { start, end } of ranges) {
    const isBits = hasBits && start === before
    if ((start < at && !isBits) || end < start)
      throw new Error(`Expected a part from ${at} on, found [${start},${end}).`)
    at = end
    before = start
  }
  if (at > (part.ranges.at(-1)?.end ?? 0)) throw new Error(`Expected parts of ${part.name} to end before ${at}.`)
  for (const inner of parts) expectNesting(inner, hasBits)
}

describe('any octets', { timeout: 60_000 }, () => {
  test('are in exactly one unit each, and parts nest', () => {
    fc.assert(
      fc.property(connections, (connection) => {
        const { units, pending } = dissect(whole(connection))
        for (const direction of DIRECTIONS) {
          expectTiling(units[direction], connection[direction].length)
          for (const unit of units[direction]) expectNesting(unit, unit.layer === 'websocket')
          expect(new Set(units[direction].map(({ id }) => id)).size).toBe(units[direction].length)
          expect(pending[direction]).toEqual([])
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('are complete or pending while the connection is open', () => {
    fc.assert(
      fc.property(connections, (connection) => {
        const { units, pending } = dissect(whole(connection), { isOpen: true })
        for (const direction of DIRECTIONS) {
          const [begun] = pending[direction]
          expectTiling([...units[direction], ...(begun ? [begun] : [])], connection[direction].length)
          if (begun) expectNesting(begun, begun.layer === 'websocket')
        }
      }),
      { numRuns: 1000 },
    )
  })

  test('give the same units octet by octet', () => {
    fc.assert(
      fc.property(connections, fc.boolean(), (connection, isOpen) => {
        const passages = whole(connection)
        expect(printed(dissect(octetByOctet(passages), { isOpen }))).toEqual(printed(dissect(passages, { isOpen })))
      }),
      { numRuns: 1000 },
    )
  })

  test('give the same units in any reads that keep cause before effect', () => {
    // One exchange after another: what the client said lies before each answer, and both are cut anywhere.
    const exchange = fc.tuple(fc.constantFrom(...REQUESTS), fc.constantFrom(...RESPONSES))
    fc.assert(
      fc.property(
        fc.array(exchange, { maxLength: 4 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 40 })),
        (exchanges, sizes) => {
          const passages = exchanges.flatMap(([request, response]): readonly Passage[] => [
            { direction: 'client-to-server', octets: octetsOf(request) },
            { direction: 'server-to-client', octets: octetsOf(response) },
          ])
          const inReads = passages.flatMap(({ direction, octets }) => {
            const reads: Passage[] = []
            for (let at = 0; at < octets.length; ) {
              const size = sizes.next().value as number
              reads.push({ direction, octets: octets.subarray(at, at + size) })
              at += size
            }
            return reads
          })
          expect(printed(dissect(inReads))).toEqual(printed(dissect(passages)))
        },
      ),
      { numRuns: 500 },
    )
  })
})
