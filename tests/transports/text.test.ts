/** Messages as text, and text as lines: any octets, cut anywhere. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromText, toText } from '#labs-server/transports/message-text.ts'
import { LineReader, toLine } from '#labs-server/transports/numbered-line.ts'
import { everyOctet } from './mailbox-server.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const message = fc.oneof(
  fc.uint8Array({ maxLength: 100 }),
  fc.string({ unit: 'binary', maxLength: 50 }).map((text) => octets(text)),
)

describe('a message as text', () => {
  test('is a JSON string where it is text', () => {
    expect(toText(octets('say "hi"\n'))).toBe('"say \\"hi\\"\\n"')
  })

  test('is base64 where it is not', () => {
    expect(toText(Uint8Array.of(0xff, 0x00))).toBe('/wA=')
  })

  test.each([0, 1, 125, 126, 65_535, 65_536, 1_000_000])('is read again, of %i octets with every value', (size) => {
    expect(fromText(toText(everyOctet(size))).toBase64()).toBe(everyOctet(size).toBase64())
  })

  test('is one line of UTF-8 and is read again, whatever the octets', () => {
    fc.assert(
      fc.property(message, (any) => {
        const text = toText(any)
        expect(text).not.toMatch(/[\r\n]/)
        expect(fromText(new TextDecoder().decode(octets(text)))).toEqual(new Uint8Array(any))
      }),
    )
  })

  test('keeps a byte order mark', () => {
    expect(fromText(toText(Uint8Array.of(0xef, 0xbb, 0xbf)))).toEqual(Uint8Array.of(0xef, 0xbb, 0xbf))
  })

  test.each(['hello', '"hello', '{"a":1}', '"a" "b"'])('is not %s', (text) => {
    expect(() => fromText(text)).toThrow(SyntaxError)
  })
})

describe('lines', () => {
  test('are read wherever their octets are cut, with heartbeats and padding between', () => {
    const piece = fc.oneof(message, fc.constantFrom('\n', '   \n', '  '))
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 8 }),
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        (pieces, cuts) => {
          const wanted = pieces.filter((each) => typeof each !== 'string').map((each, index) => [index + 1, [...each]])
          let number = 0
          const stream = octets(
            pieces.map((each) => (typeof each === 'string' ? each : toLine(++number, each))).join(''),
          )
          expect(readInPieces(stream, cuts)).toEqual(wanted)
        },
      ),
    )
  })

  test('are not given before their end has come', () => {
    expect(readInPieces(octets('1 "one"\n2 "two"'), [15])).toEqual([[1, [...octets('one')]]])
  })
})

/** What a line reader makes of octets that come cut as `sizes` say. */
function readInPieces(stream: Uint8Array, sizes: Iterable<number>): unknown[] {
  const read: unknown[] = []
  const lines = new LineReader((content, number) => read.push([number, [...content]]))
  const decoder = new TextDecoder()
  let at = 0
  for (const size of sizes) {
    if (at >= stream.length) break
    lines.read(decoder.decode(stream.subarray(at, at + size), { stream: true }))
    at += size
  }
  return read
}
