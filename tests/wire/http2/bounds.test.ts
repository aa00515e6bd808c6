/** Time and size stay in bounds, whatever a peer of HTTP/2 does. */
import { describe, expect, test, vi } from 'vitest'
import { ConnectionDissector } from '#wire/connection-dissector.ts'
import { MAX_FIELD_BLOCK_OCTETS } from '#wire/dissectors/http2/field-block.ts'
import { MAX_HUFFMAN_STRINGS, MAX_TABLE_ROWS } from '#wire/dissectors/http2/field-computed.ts'
import { MAX_FIELD_LINE_OCTETS } from '#wire/dissectors/http2/hpack/field-block-decoder.ts'
import { CONNECTION_PREFACE } from '#wire/dissectors/http2/reader.ts'
import { OctetStream } from '#wire/octets.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import { dissect } from '../dissection.ts'

// Slow machines get time; a quadratic search would still not end within it.
vi.setConfig({ testTimeout: 60_000 })

const [DATA, HEADERS, RST_STREAM, SETTINGS, PING, CONTINUATION] = [0, 1, 3, 4, 6, 9]
const [END_STREAM, END_HEADERS] = [1, 4]
const GET = Buffer.from('828684 0109 6c6f63616c686f7374'.replaceAll(' ', ''), 'hex')
const CANCEL = Buffer.from([0, 0, 0, 8])

function frame(type: number, flags: number, stream: number, payload: Uint8Array = new Uint8Array(0)): Uint8Array {
  const octets = Buffer.alloc(9 + payload.length)
  octets.writeUIntBE(payload.length, 0, 3)
  octets.set([type, flags], 3)
  octets.writeUInt32BE(stream, 5)
  octets.set(payload, 9)
  return octets
}

/** Units of what a client sends, behind preface and SETTINGS. */
function sent(...frames: readonly Uint8Array[]): readonly Pdu[] {
  const octets = Buffer.concat([CONNECTION_PREFACE, frame(SETTINGS, 0, 0), ...frames])
  return dissect([{ direction: 'client-to-server', octets }], { protocol: 'http2' }).units['client-to-server'].slice(2)
}

function block(unit: Pdu | undefined): Part | undefined {
  return unit?.parts?.find(({ name }) => name === 'field-block-fragment')
}

function tableOf(unit: Pdu | undefined, name: string) {
  const table = unit?.computed?.find((computed) => computed.name === name)
  return table?.kind === 'table' ? table.rows : undefined
}

describe('a frame', () => {
  test.each([
    ['of SETTINGS_MAX_FRAME_SIZE is right', 16_384, undefined],
    ['of one octet more is a fault, and read', 16_385, 'frame-too-large'],
  ])('%s', (_, length, code) => {
    const units = sent(
      frame(HEADERS, END_HEADERS, 1, GET),
      frame(DATA, 0, 1, new Uint8Array(length)),
      frame(PING, 0, 0, new Uint8Array(8)),
    )
    expect(units.map(({ name, complete }) => [name, complete])).toEqual([
      ['HEADERS', true],
      ['DATA', true],
      ['PING', true],
    ])
    expect(units[1]?.parts?.[0]?.fault?.code).toBe(code)
  })

  test('of 16 MiB that never comes is waited for without work', () => {
    const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
    const connection = new ConnectionDissector(streams, 'http2')
    const header = Buffer.concat([
      CONNECTION_PREFACE,
      frame(SETTINGS, 0, 0),
      Buffer.from('ffffff06 00 00000000'.replaceAll(' ', ''), 'hex'),
    ])
    streams['client-to-server'].append(header)
    connection.advance('client-to-server')
    for (let read = 0; read < 100_000; read++) {
      streams['client-to-server'].append(Uint8Array.of(0))
      expect(connection.advance('client-to-server')).toEqual([])
    }
    expect(connection.pending('client-to-server').map(({ name }) => name)).toEqual(['PING'])
  })
})

describe('a field block', () => {
  const piece = (length: number) => frame(CONTINUATION, 0, 1, new Uint8Array(length).fill(0x82))

  test('longer than MAX_FIELD_BLOCK_OCTETS is not read to its end, nor is any after it', () => {
    const pieces = Math.ceil(MAX_FIELD_BLOCK_OCTETS / 16_000)
    const units = sent(
      frame(HEADERS, 0, 1),
      ...Array.from({ length: pieces }, () => piece(16_000)),
      frame(CONTINUATION, END_HEADERS, 1),
      frame(HEADERS, END_STREAM | END_HEADERS, 3, GET),
    )
    const last = units[pieces]
    expect(block(last)?.fault?.code).toBe('field-block-too-large')
    expect(block(last)?.parts).toBeUndefined()
    expect(block(units.at(-1))?.parts).toBeUndefined()
    expect(units.at(-1)?.computed?.map(({ name }) => name)).toContain('not-decoded')
  })

  test('of a hundred thousand frames is read in linear time, parts and all', () => {
    const units = sent(frame(HEADERS, 0, 1, GET), ...Array.from({ length: 100_000 }, () => piece(1)))
    expect(units).toHaveLength(100_001)
    expect(units.reduce((sum, unit) => sum + (block(unit)?.parts?.length ?? 0), 0)).toBe(100_004)
  })

  test('lists field lines up to MAX_FIELD_LINE_OCTETS, and keeps the table for those behind', () => {
    // An entry of 4,000 octets, and an octet for each time that it is named: 4,000 octets of each.
    const long = new Uint8Array(4000).fill(0x61)
    const bomb = Buffer.concat([
      GET,
      Buffer.from('400162', 'hex'),
      Buffer.from([0x7f, 0xa1, 0x1e]),
      long,
      new Uint8Array(5000).fill(0xbe),
      Buffer.from('4001 63 01 64'.replaceAll(' ', ''), 'hex'),
    ])
    const [first, second] = sent(
      frame(HEADERS, END_HEADERS, 1, bomb),
      frame(HEADERS, END_HEADERS, 3, Buffer.concat([GET, Uint8Array.of(0xbe)])),
    )
    expect(block(first)?.fault?.code).toBe('field-lines-too-large')
    expect(block(first)?.parts?.length).toBeLessThan(MAX_FIELD_LINE_OCTETS / 4000 + 5)
    expect(
      block(second)
        ?.parts?.at(-1)
        ?.parts?.map(({ value }) => value),
    ).toEqual([62, 'c', 'd'])
  })

  test('whose values are one name a thousand times over stays readable', () => {
    const long = new Uint8Array(4000).fill(0x61)
    const entry = Buffer.concat([GET, Buffer.from('400162', 'hex'), Buffer.from([0x7f, 0xa1, 0x1e]), long])
    const again = frame(CONTINUATION, 0, 1, new Uint8Array(60).fill(0xbe))
    const units = sent(frame(HEADERS, 0, 1, entry), ...Array.from({ length: 4000 }, () => again))
    expect(units).toHaveLength(4001)
  })

  test('shows so many entries of a table, and so many codes, and says how many more there are', () => {
    const line = Buffer.from('40 81 1f 81 1f'.replaceAll(' ', ''), 'hex')
    const resize = Buffer.from('3fe1ff03', 'hex')
    const [unit] = sent(frame(HEADERS, END_HEADERS, 1, Buffer.concat([resize, GET, ...Array(1000).fill(line)])))
    const rows = tableOf(unit, 'dynamic-table-after')
    expect(rows).toHaveLength(MAX_TABLE_ROWS + 1)
    expect(rows?.at(-1)).toEqual(['...', `${1000 - MAX_TABLE_ROWS} more`, '', ''])
    expect(tableOf(unit, 'huffman-codes')).toHaveLength(MAX_HUFFMAN_STRINGS)
  })
})

test('a hundred thousand streams, each cancelled at once, are read in linear time', () => {
  const streams = Array.from({ length: 100_000 }, (_, place) => {
    const opened = frame(HEADERS, END_HEADERS | END_STREAM, 1 + 2 * place, GET)
    return Buffer.concat([opened, frame(RST_STREAM, 0, 1 + 2 * place, CANCEL)])
  })
  const units = sent(Buffer.concat(streams))
  expect(units).toHaveLength(200_000)
  expect(units.at(-1)?.exchange).toBe(99_999)
})

test('a complete unit never changes, however many octets come after it', () => {
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  const connection = new ConnectionDissector(streams, 'http2')
  const indexed = Buffer.concat([GET, Buffer.from('400161 0162'.replaceAll(' ', ''), 'hex')])
  const again = Buffer.concat([GET, Uint8Array.of(0xbe)])
  streams['client-to-server'].append(
    Buffer.concat([
      CONNECTION_PREFACE,
      frame(SETTINGS, 0, 0),
      frame(HEADERS, END_HEADERS, 1, indexed),
      frame(HEADERS, 0, 3, again),
    ]),
  )
  const units = connection.advance('client-to-server')
  const told = () => JSON.stringify(units.map(({ id, value, parts, computed }) => [id, value, parts, computed]))
  const before = told()
  const evicting = Buffer.concat([
    Uint8Array.of(0x20),
    GET,
    Buffer.from('3fe10f 400163 0164'.replaceAll(' ', ''), 'hex'),
  ])
  streams['client-to-server'].append(
    Buffer.concat([
      frame(CONTINUATION, END_HEADERS, 3),
      frame(HEADERS, END_HEADERS, 5, evicting),
      frame(DATA, END_STREAM, 1, new Uint8Array(1 << 14)),
    ]),
  )
  expect(connection.advance('client-to-server')).toHaveLength(3)
  expect(told()).toBe(before)
})

test('forty thousand streams open at once cost as much as what comes in them', () => {
  const count = 40_000
  // POST / with content-encoding gzip: content that a layer above reads, and that never ends.
  const post = Buffer.concat([Buffer.from('838684 5a04'.replaceAll(' ', ''), 'hex'), Buffer.from('gzip')])
  const streams = { 'client-to-server': new OctetStream(), 'server-to-client': new OctetStream() }
  const connection = new ConnectionDissector(streams, 'http2')
  const read = (octets: Uint8Array) => {
    streams['client-to-server'].append(octets)
    return connection.advance('client-to-server')
  }
  read(Buffer.concat([CONNECTION_PREFACE, frame(SETTINGS, 0, 0)]))
  for (let place = 0; place < count; place++) read(frame(HEADERS, END_HEADERS, 2 * place + 1, post))
  for (let place = 0; place < count; place++) read(frame(DATA, 0, 2 * place + 1, Uint8Array.of(0x1f)))
  expect(connection.pending('client-to-server')).toHaveLength(count)
})
