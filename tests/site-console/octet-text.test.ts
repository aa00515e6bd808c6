/** What a reader types into the console, as octets; and octets as a reader would type them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Notation, parseOctets, typedPieces, typedText } from '#site/console/octet-text.ts'

const TEXT: Notation = { hex: false, crlf: true }
const LF: Notation = { hex: false, crlf: false }
const HEX: Notation = { hex: true, crlf: true }

const pieces = (text: string, notation = TEXT) =>
  parseOctets(text, notation).pieces.map((piece) => Buffer.from(piece).toString('latin1'))

describe('text', () => {
  test('has its line breaks sent as CRLF', () => {
    expect(pieces('GET / HTTP/1.1\nHost: a\n\n')).toEqual(['GET / HTTP/1.1\r\nHost: a\r\n\r\n'])
  })

  test('or as LF, where the reader wants that', () => {
    expect(pieces('a\nb\n', LF)).toEqual(['a\nb\n'])
  })

  test('has none after its last line, unless one is typed', () => {
    expect(pieces('a\nb')).toEqual(['a\r\nb'])
  })

  test('has none after a line that ends in a backslash', () => {
    expect(pieces('a\\\nb\n')).toEqual(['ab\r\n'])
    expect(pieces('a\\\\\nb')).toEqual(['a\\\r\nb'])
  })

  test('is UTF-8', () => {
    expect(pieces('é')).toEqual(['\xc3\xa9'])
  })

  test('stands for other octets by escapes', () => {
    expect(pieces('\\r\\n\\t\\0\\\\\\x81\\xFf')).toEqual(['\r\n\t\0\\\x81\xff'])
  })

  test.each(['\\q', '\\x8', '\\xzz', 'a \\é'])('with an escape that is none (%s) says in which line', (line) => {
    const { pieces, problems } = parseOctets(`first\n${line}\nthird`, TEXT)
    expect(pieces).toEqual([])
    expect(problems).toEqual([expect.stringMatching(/^Line 2: .*stands for no octet/)])
  })

  test('is cut into pieces by a line of three hyphens', () => {
    expect(pieces('one\n---\ntwo\\\n---\nthree')).toEqual(['one\r\n', 'two', 'three'])
  })

  test('has no empty pieces', () => {
    expect(pieces('---\n\\\n---\none\n---\n')).toEqual(['one\r\n'])
    expect(pieces('')).toEqual([])
  })
})

describe('hexadecimal', () => {
  test('is pairs of digits, with or without spaces, and comments', () => {
    expect(pieces('81 85 # FIN, text\n37FA 213d\n\n---\n00', HEX)).toEqual(['\x81\x85\x37\xfa\x21\x3d', '\0'])
  })

  test.each(['8', '81 8', 'hello', '0x81'])('that is none (%s) says in which line', (line) => {
    expect(parseOctets(`00\n${line}`, HEX).problems).toEqual([expect.stringMatching(/^Line 2: .*pairs of hexadecimal/)])
  })
})

describe('octets as typed', () => {
  test('show what text hides', () => {
    const octets = Buffer.from('a\r\nb\nc\rd\te\0\\\x7f\u00e9\u200b\u202e', 'utf8')
    expect(typedText(octets, true)).toBe('a\nb\\n\\\nc\\rd\\te\\0\\\\\\x7fé\\xe2\\x80\\x8b\\xe2\\x80\\xae')
  })

  test('show octets that are no UTF-8 one by one', () => {
    expect(typedText(Uint8Array.of(0x81, 0xc3, 0x28, 0xf0, 0x9f, 0x98), true)).toBe('\\x81\\xc3(\\xf0\\x9f\\x98')
  })

  test('keep a line that looks like the marker', () => {
    expect(typedPieces([Buffer.from('a\r\n---\r\nb')], TEXT)).toBe('a\n\\x2d--\nb')
  })

  test.each([
    ['text, CRLF', TEXT],
    ['text, LF', LF],
    ['hexadecimal', HEX],
  ])('are read back as they were: %s', (_, notation) => {
    const odd = fc.constantFrom(
      ...['\r', '\n', '\\', '-', '---', 'x41', ' ', 'é', '\u0085'].map((text) => Buffer.from(text)),
    )
    const piece = fc
      .array(fc.oneof(odd, fc.uint8Array({ minLength: 1, maxLength: 4 })), { minLength: 1, maxLength: 12 })
      .map((parts) => new Uint8Array(Buffer.concat(parts)))
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 4 }), (given) => {
        expect(parseOctets(typedPieces(given, notation), notation).pieces).toEqual(given)
      }),
      { numRuns: 2000 },
    )
  })
})
