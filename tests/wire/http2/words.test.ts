/** What is said of frames, their parts and their values. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { partSentence } from '#wire/meaning.ts'
import { sentenceOf, speakOctets } from '#wire/narration.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import { dissect } from '../dissection.ts'
import { examplesOf } from '../octet-page.ts'

/** The units of an example of a page beside this test, but for those that start every connection. */
function unitsOf(page: string, behaviour: string): readonly Pdu[] {
  const examples = examplesOf(readFileSync(join(import.meta.dirname, page), 'utf8'))
  const example = examples.find((each) => each.behaviour === behaviour)
  if (example === undefined) throw new Error(`Failed to find the example "${behaviour}".`)
  const { units } = dissect(example.passages, example)
  return [...units['client-to-server'].slice(2), ...units['server-to-client'].slice(1)]
}

test.each([
  [
    'A request and its response',
    [
      'HEADERS on stream 1: POST / from the client',
      'DATA with END_STREAM on stream 1: 5 octets from the client',
      'HEADERS on stream 1: 200 OK from the server',
      'DATA on stream 1: 3 octets from the server',
      'DATA with END_STREAM on stream 1: 2 octets from the server',
    ],
  ],
  [
    'CONTINUATION carries what did not fit',
    [
      'HEADERS with END_STREAM on stream 1, to be continued: GET from the client',
      'CONTINUATION on stream 1, to be continued: 1 field line from the client',
      'CONTINUATION on stream 1: 1 field line from the client',
    ],
  ],
  [
    'GOAWAY says what will still be done',
    ['GOAWAY: NO_ERROR, last stream 0 from the server', 'GOAWAY: ENHANCE_YOUR_CALM, last stream 0 from the server'],
  ],
  [
    'Extensions: ALTSVC, ORIGIN, PRIORITY_UPDATE, and one that is not known',
    [
      'PRIORITY_UPDATE: stream 1, u=1, i from the client',
      'Frame of type 0xbe with 0x02, 0x40 from the client',
      'ALTSVC from the server',
      'ORIGIN from the server',
    ],
  ],
])('%s, in sentences', (behaviour, sentences) => {
  expect(unitsOf('frames.md', behaviour).map(sentenceOf)).toEqual(sentences)
})

describe('a part in a sentence', () => {
  const requests = unitsOf('hpack.md', 'Appendix C.4: requests with Huffman coding')
  const lines = requests[1]?.parts?.at(-1)?.parts ?? []
  const inside = (line: Part | undefined, name: string) => line?.parts?.find((part) => part.name === name) as Part

  test.each([
    ['flags', requests[1]?.parts?.[2], undefined, 'END_STREAM: the sender will send nothing more on this stream.'],
    ['an index of the static table', inside(lines[0], 'indexed'), lines[0], 'Here the index is 2, of the static table'],
    [
      'an index of the dynamic table',
      inside(lines[3], 'indexed'),
      lines[3],
      'Here the index is 62, of the dynamic table',
    ],
    ['a pseudo-header field', inside(lines[0], 'field-name'), lines[0], ':method is what the client wants done'],
    ['its value', inside(lines[0], 'field-value'), lines[0], 'GET asks for the resource as it is now'],
    ['a field that HTTP/1.1 has, too', lines[4], undefined, 'Cache-Control says who may store the response'],
    ['the Huffman bit', inside(lines[4], 'huffman'), lines[4], 'Here it is 1: the octets are codes.'],
  ])('%s', (_, part, parent, words) => {
    expect(partSentence(part as Part, parent, 'http2')).toContain(words)
  })

  test('octets that are codes are said as what they mean', () => {
    expect(speakOctets(inside(lines[4], 'field-value'), octetsOf('\xa8\xeb\x10\x64\x9c\xbf'), 'http2')).toBe(
      'field-value, no-cache',
    )
  })
})
