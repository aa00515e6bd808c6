/** WebSocket and content codings in words: units in a sentence, and what the values of parts mean. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { partSentence } from '#wire/meaning.ts'
import { sentenceOf, speakOctets } from '#wire/narration.ts'
import { octetsOf } from '#wire/octets.ts'
import type { Direction, Part, Pdu } from '#wire/pdu.ts'
import { dissect } from '../dissection.ts'

function unitsOf(hex: string, direction: Direction = 'server-to-client', isOpen = true): readonly Pdu[] {
  const octets = new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'))
  const { units, pending } = dissect([{ direction, octets }], { protocol: 'websocket', isOpen })
  return [...units[direction], ...pending[direction]]
}

function partNamed(part: Part, name: string): Part | undefined {
  return part.name === name ? part : part.parts?.map((inner) => partNamed(inner, name)).find((found) => found)
}

describe('a unit in one sentence', () => {
  test.each([
    [
      '81 05 48 65 6c 6c 6f',
      'server-to-client',
      ['Frame: text, final, 5 octets from the server', 'Message: text, 5 octets from the server'],
    ],
    [
      '81 85 37 fa 21 3d 7f 9f 4d 51 58',
      'client-to-server',
      ['Frame: text, final, 5 octets, masked from the client', 'Message: text, 5 octets from the client'],
    ],
    [
      '02 01 61 89 00 80 02 62 63',
      'server-to-client',
      [
        'Frame: binary, fragment 1, 1 octet from the server',
        'Frame: Ping, 0 octets from the server',
        'Frame: continuation, fragment 2, final, 2 octets from the server',
        'Message: binary, 3 octets in 2 frames from the server',
      ],
    ],
    ['88 02 03 e8', 'server-to-client', ['Frame: Close, code 1000, 2 octets from the server']],
    [
      '83 01 61',
      'server-to-client',
      ['Frame: opcode 3, 1 octet from the server. Fault: expected opcode 0, 1, 2, 8, 9 or 10: the others are reserved'],
    ],
    ['81 05 48', 'server-to-client', ['Frame: text, 5 octets from the server, 3 octets so far']],
    ['81', 'server-to-client', ['Frame from the server, 1 octet so far']],
  ] as const)('%s from %s', (hex, direction, sentences) => {
    expect(unitsOf(hex, direction).map(sentenceOf)).toEqual(sentences)
  })

  test('that is cut short, and one that is missing', () => {
    expect(unitsOf('81 05 48', 'server-to-client', false).map(sentenceOf)).toEqual([
      'Frame: text, 5 octets from the server, cut short after 3 octets. Fault: expected the rest of the frame before the connection ends',
    ])
  })

  test('of compressed content', () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n'
    const coded = gzipSync('Hello, hello, hello!')
    const octets = Buffer.concat([
      octetsOf(`${head}${coded.length.toString(16)}\r\n`),
      coded,
      octetsOf('\r\n0\r\n\r\n'),
    ])
    const { units } = dissect([{ direction: 'server-to-client', octets }])
    expect(units['server-to-client'].filter(({ layer }) => layer === 'gzip').map(sentenceOf)).toEqual([
      'gzip header, 10 octets from the server',
      'Compressed block: 12 octets, 20 when decoded from the server',
      'gzip trailer, 8 octets from the server',
    ])
  })
})

describe('what a value means', () => {
  const [close] = unitsOf('88 05 0f a0 62 79 65') as [Pdu]
  const [long] = unitsOf(`82 7e 01 00 ${'00'.repeat(256)}`) as [Pdu]
  const [masked] = unitsOf('01 81 00 00 00 00 61', 'client-to-server') as [Pdu]

  test.each([
    [close, 'opcode', 'Here it is 8, Close'],
    [close, 'close-code', '4000 is a code that applications agree on among themselves.'],
    [close, 'fin', 'Here it is 1: the message ends with this frame.'],
    [long, 'payload-length', 'Here it is 256, in 16 bits, behind the number 126.'],
    [masked, 'fin', 'Here it is 0: more of the message follows.'],
    [masked, 'mask', 'Here it is 1: a masking key follows the length.'],
    [masked, 'masking-key', 'Here it is all zeros, which changes nothing.'],
  ] as const)('%#: %s', (unit, name, words) => {
    const part = partNamed(unit, name) as Part
    expect(partSentence(part, unit, 'websocket')).toContain(words)
  })
})

test('octets are said as what they mean: bits, numbers, and the text behind the mask', () => {
  const direction = 'client-to-server'
  const octets = Uint8Array.of(0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58)
  const [frame] = dissect([{ direction, octets }], { protocol: 'websocket' }).units[direction]
  const spoken = (name: string) => {
    const part = partNamed(frame as Pdu, name) as Part
    const [{ start, end }] = part.ranges as [{ start: number; end: number }]
    return speakOctets(part, octets.subarray(start, end), 'websocket')
  }
  expect(['fin', 'opcode', 'mask', 'payload-length', 'masking-key', 'payload-data'].map(spoken)).toEqual([
    'fin, bit 1',
    'opcode, 1, text',
    'mask, bit 1',
    'payload-length, five octets',
    'masking-key, hex 37 fa 21 3d',
    'payload-data, Hello',
  ])
})
