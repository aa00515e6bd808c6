/** The words: every name is explained, and units and parts can be said. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { http1 } from '#wire/dissectors/http1/index.ts'
import { http1InWords } from '#wire/dissectors/http1/words.ts'
import { partSentence } from '#wire/meaning.ts'
import { sentenceOf, speakOctets } from '#wire/narration.ts'
import { inWords } from '#wire/number-words.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import { specTitle } from '#wire/spec-ref.ts'
import { explanationOf } from '#wire/vocabulary.ts'
import { dissect } from './dissection.ts'
import { examplesOf } from './octet-page.ts'

const examples = globSync(`${import.meta.dirname}/**/*.md`).flatMap((file) => examplesOf(readFileSync(file, 'utf8')))

function unitsOf(text: string, direction: 'client-to-server' | 'server-to-client', isOpen = false): readonly Pdu[] {
  const { units, pending } = dissect([{ direction, octets: octetsOf(text) }], { isOpen })
  return [...units[direction], ...pending[direction]]
}

function everyPart(part: Part): readonly Part[] {
  return [part, ...(part.parts ?? []).flatMap(everyPart)]
}

function partNamed(unit: Pdu | undefined, name: string, place = 0): { part: Part; parent: Part } {
  const found = (unit === undefined ? [] : everyPart(unit)).flatMap((parent) =>
    (parent.parts ?? []).filter((part) => part.name === name).map((part) => ({ part, parent })),
  )[place]
  if (found === undefined) throw new Error(`Failed to find the part "${name}".`)
  return found
}

test('every name that the pages yield has a title, a sentence and a section, the same as its part', () => {
  for (const { passages, isOpen, protocol } of examples) {
    const { units, pending } = dissect(passages, { isOpen, protocol })
    for (const unit of [...Object.values(units).flat(), ...Object.values(pending).flat()]) {
      for (const part of everyPart(unit)) {
        const explanation = explanationOf(unit.layer, part.name)
        expect(explanation, `${unit.layer} ${part.name}`).toBeDefined()
        expect(explanation?.sentence).toMatch(/^[A-Z].*\.$/)
        if (part.spec) expect(explanation?.spec).toBe(part.spec)
        expect(partSentence(part, unit, unit.layer)).toContain(explanation?.sentence)
      }
      expect(sentenceOf(unit)).toMatch(/from the (client|server)/)
    }
  }
})

test('the delimiters known before the words are those of the words', () => {
  const delimiters = Object.entries(http1InWords.vocabulary).flatMap(([name, row]) => (row.delimiter ? [name] : []))
  expect([...(http1.delimiters ?? [])].toSorted()).toEqual(delimiters.toSorted())
})

test('a name that no dissector yields has no explanation', () => {
  expect(explanationOf('http1', 'constructor')).toBeUndefined()
  expect(explanationOf('toString', 'request')).toBeUndefined()
})

describe('a unit in one sentence', () => {
  test.each([
    ['GET /hello HTTP/1.0\r\n\r\n', 'client-to-server', ['Request GET /hello from the client']],
    [
      'HTTP/1.1 404 Nope\r\nContent-Length: 2\r\n\r\nhi',
      'server-to-client',
      ['Response 404 Nope from the server', 'Content of 2 octets from the server'],
    ],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\nabcdefghijklmnopqrstuvwxyz.\r\n0\r\n\r\n',
      'server-to-client',
      [
        'Response 200 OK from the server',
        'Chunk of 27 octets from the server',
        'Last chunk from the server',
        'End of the chunked content from the server',
      ],
    ],
    [
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n',
      'server-to-client',
      [
        'Response 200 OK from the server',
        'Missing last chunk from the server. Fault: expected the rest of the message before the connection ends',
      ],
    ],
    [
      'GET / HTTP/1.1\r\nHost : a\r\n\r\n',
      'client-to-server',
      ['Request GET / from the client. Fault: expected no whitespace between field-name and colon'],
    ],
  ] as const)('%j', (text, direction, sentences) => {
    expect(unitsOf(text, direction).map(sentenceOf)).toEqual(sentences)
  })

  test('that has begun says how far it has come', () => {
    expect(unitsOf('GET /in', 'client-to-server', true).map(sentenceOf)).toEqual([
      'Request GET /in from the client, 7 octets so far',
    ])
  })
})

describe('a part in a sentence', () => {
  const [request] = unitsOf('GET /a?b HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-Own: 1\r\n\r\n', 'client-to-server')
  const [response, chunk] = unitsOf(
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1b\r\nabcdefghijklmnopqrstuvwxyz.\r\n',
    'server-to-client',
    true,
  )

  test.each([
    [request, 'method', 0, 'GET asks for the resource as it is now'],
    [request, 'request-target', 0, 'In origin-form: a path and, behind the question mark, a query'],
    [request, 'field-name', 0, 'Host says which site is meant'],
    [request, 'field-value', 1, 'close: the connection ends after this exchange.'],
    [response, 'status-code', 0, '200 is "OK": successful'],
    [response, 'field-line', 0, 'chunked: the content comes in chunks'],
    [chunk, 'chunk-size', 0, 'Here it is 1b, in decimal 27: so many octets follow the line.'],
  ] as const)('%#: %s', (unit, name, place, words) => {
    const { part, parent } = partNamed(unit, name, place)
    expect(partSentence(part, parent)).toContain(words)
  })

  test('a field that nobody explains is explained as a field', () => {
    const { part, parent } = partNamed(request, 'field-name', 2)
    expect(partSentence(part, parent)).toBe('Which field this is; upper and lower case mean the same.')
  })
})

describe('octets as they are said', () => {
  test.each([
    ['chunk-size', '11', 17, 'chunk-size, hex 11, seventeen octets'],
    ['chunk-size', '1', 1, 'chunk-size, hex 1, one octet'],
    ['chunk-data', 'hello', undefined, 'chunk-data, five octets'],
    ['CRLF', '\r\n', undefined, 'CRLF, carriage return, line feed'],
    ['SP', ' ', undefined, 'SP, space'],
    ['OWS', '  ', undefined, 'OWS, two spaces'],
    ['field-name', 'Host', 'Host', 'field-name, Host'],
    ['field-value', 'a\0\x9b', 'a', 'field-value, a, null, hex 9b'],
    ['field-value', '', '', 'field-value, nothing'],
    ['field-value', 'x'.repeat(81), '', `field-value, ${'x'.repeat(80)}, and one octet more`],
  ])('%s %j', (name, text, value, words) => {
    const part: Part = { name, ranges: [{ start: 0, end: text.length }], ...(value !== undefined && { value }) }
    expect(speakOctets(part, octetsOf(text))).toBe(words)
  })
})

test.each([
  [0, 'zero'],
  [17, 'seventeen'],
  [20, 'twenty'],
  [27, 'twenty-seven'],
  [100, 'one hundred'],
  [201, 'two hundred and one'],
  [4096, 'four thousand and ninety-six'],
  [65_536, 'sixty-five thousand five hundred and thirty-six'],
  [1_000_000, '1000000'],
])('%d in words', (number, words) => {
  expect(inWords(number)).toBe(words)
})

test('sections are cited as a person would', () => {
  expect(specTitle('rfc9112#section-7.1')).toBe('RFC 9112, section 7.1')
})
