/** HPACK alone, held to RFC 7541: all of appendix C, and what the standard calls a decoding error. */
import { describe, expect, test } from 'vitest'
import { DynamicTable, sizeOf } from '#wire/dissectors/http2/hpack/dynamic-table.ts'
import { FieldBlockDecoder, readInstructions } from '#wire/dissectors/http2/hpack/field-block-decoder.ts'
import { huffmanBits, huffmanText } from '#wire/dissectors/http2/hpack/huffman.ts'
import { readInteger } from '#wire/dissectors/http2/hpack/integer.ts'
import { STATIC_TABLE } from '#wire/dissectors/http2/hpack/static-table.ts'
import { octetsOf } from '#wire/octets.ts'

function hex(digits: string): Uint8Array {
  return Uint8Array.from(digits.replaceAll(/\s/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

/** What a block says, as `name: value`, or how it changes the table. */
function read(digits: string, table: DynamicTable) {
  const octets = hex(digits)
  const { instructions, at, fault } = readInstructions(octets, 0, table)
  expect({ at, fault }).toEqual({ at: octets.length, fault: undefined })
  return instructions.map((each) =>
    each.kind === 'dynamic-table-size-update' ? `${each.kind} ${each.maxSize}` : `${each.name}: ${each.value}`,
  )
}

/** The table as the RFC prints it: newest first, each entry with its size, then the size of all. */
function printed(table: DynamicTable) {
  return [...table.entries.map((entry) => `(s = ${sizeOf(entry)}) ${entry.name}: ${entry.value}`), table.size]
}

describe('C.1: integers', () => {
  test.each([
    ['C.1.1: 10 in a 5-bit prefix', '0a', 5, 10],
    ['C.1.2: 1337 in a 5-bit prefix', '1f9a0a', 5, 1337],
    ['C.1.3: 42 at an octet boundary', '2a', 8, 42],
    ['bits before the prefix are not its own', 'ea', 5, 10],
    ['2^32 - 1 is the largest', '1fe0ffffff0f', 5, 2 ** 32 - 1],
  ])('%s', (_, octets, prefix, value) => {
    expect(readInteger(hex(octets), 0, prefix)).toEqual({ value, end: octets.length / 2 })
  })

  test.each([
    ['larger than 32 bits', '1fe1ffffff0f'],
    ['longer than six octets, though it is small', '1f808080808000'],
    ['that never ends', '1fffffffffffffffffffff'],
  ])('%s is an error', (_, octets) => {
    expect(readInteger(hex(octets), 0, 5)).toBe('integer-too-large')
  })

  test('whose end is missing waits for it', () => {
    expect(readInteger(hex('1f9a'), 0, 5)).toBeUndefined()
    expect(readInteger(hex(''), 0, 5)).toBeUndefined()
  })
})

describe('C.2: field representations', () => {
  test('C.2.1: a literal with indexing', () => {
    const table = new DynamicTable()
    const block = '400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572'
    expect(read(block, table)).toEqual(['custom-key: custom-header'])
    expect(printed(table)).toEqual(['(s = 55) custom-key: custom-header', 55])
  })

  test.each([
    ['C.2.2: a literal without indexing', '040c 2f73 616d 706c 652f 7061 7468', ':path: /sample/path'],
    ['C.2.3: a literal that is never indexed', '1008 7061 7373 776f 7264 0673 6563 7265 74', 'password: secret'],
    ['C.2.4: an indexed field', '82', ':method: GET'],
  ])('%s', (_, block, line) => {
    const table = new DynamicTable()
    expect(read(block, table)).toEqual([line])
    expect(printed(table)).toEqual([0])
  })
})

const FIRST_REQUEST = [':method: GET', ':scheme: http', ':path: /', ':authority: www.example.com']

describe.each([
  [
    'C.3: requests without Huffman coding',
    '8286 8441 0f77 7777 2e65 7861 6d70 6c65 2e63 6f6d',
    '8286 84be 5808 6e6f 2d63 6163 6865',
    '8287 85bf 400a 6375 7374 6f6d 2d6b 6579 0c63 7573 746f 6d2d 7661 6c75 65',
  ],
  [
    'C.4: requests with Huffman coding',
    '8286 8441 8cf1 e3c2 e5f2 3a6b a0ab 90f4 ff',
    '8286 84be 5886 a8eb 1064 9cbf',
    '8287 85bf 4088 25a8 49e9 5ba9 7d7f 8925 a849 e95b b8e8 b4bf',
  ],
])('%s', (_, first, second, third) => {
  test('give the same fields and tables', () => {
    const table = new DynamicTable()
    const authority = '(s = 57) :authority: www.example.com'
    expect(read(first, table)).toEqual(FIRST_REQUEST)
    expect(printed(table)).toEqual([authority, 57])

    expect(read(second, table)).toEqual([...FIRST_REQUEST, 'cache-control: no-cache'])
    expect(printed(table)).toEqual(['(s = 53) cache-control: no-cache', authority, 110])

    expect(read(third, table)).toEqual([
      ':method: GET',
      ':scheme: https',
      ':path: /index.html',
      ':authority: www.example.com',
      'custom-key: custom-value',
    ])
    expect(printed(table)).toEqual([
      '(s = 54) custom-key: custom-value',
      '(s = 53) cache-control: no-cache',
      authority,
      164,
    ])
  })
})

describe.each([
  [
    'C.5: responses without Huffman coding',
    `4803 3330 3258 0770 7269 7661 7465 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3120 474d 546e
     1768 7474 7073 3a2f 2f77 7777 2e65 7861 6d70 6c65 2e63 6f6d`,
    '4803 3330 37c1 c0bf',
    `88c1 611d 4d6f 6e2c 2032 3120 4f63 7420 3230 3133 2032 303a 3133 3a32 3220 474d 54c0 5a04 677a 6970 7738 666f 6f3d
     4153 444a 4b48 514b 425a 584f 5157 454f 5049 5541 5851 5745 4f49 553b 206d 6178 2d61 6765 3d33 3630 303b 2076 6572
     7369 6f6e 3d31`,
  ],
  [
    'C.6: responses with Huffman coding',
    `4882 6402 5885 aec3 771a 4b61 96d0 7abe 9410 54d4 44a8 2005 9504 0b81 66e0 82a6 2d1b ff6e 919d 29ad 1718 63c7 8f0b
     97c8 e9ae 82ae 43d3`,
    '4883 640e ffc1 c0bf',
    `88c1 6196 d07a be94 1054 d444 a820 0595 040b 8166 e084 a62d 1bff c05a 839b d9ab 77ad 94e7 821d d7f2 e6c7 b335 dfdf
     cd5b 3960 d5af 2708 7f36 72c1 ab27 0fb5 291f 9587 3160 65c0 03ed 4ee5 b106 3d50 07`,
  ],
])('%s', (_, first, second, third) => {
  test('give the same fields and tables, with evictions from 256 octets', () => {
    const table = new DynamicTable()
    table.resize(256)
    const [date21, date22] = ['date: Mon, 21 Oct 2013 20:13:21 GMT', 'date: Mon, 21 Oct 2013 20:13:22 GMT']
    const location = 'location: https://www.example.com'
    const cookie = 'set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1'

    expect(read(first, table)).toEqual([':status: 302', 'cache-control: private', date21, location])
    expect(printed(table)).toEqual([
      `(s = 63) ${location}`,
      `(s = 65) ${date21}`,
      '(s = 52) cache-control: private',
      '(s = 42) :status: 302',
      222,
    ])

    expect(read(second, table)).toEqual([':status: 307', 'cache-control: private', date21, location])
    expect(printed(table)).toEqual([
      '(s = 42) :status: 307',
      `(s = 63) ${location}`,
      `(s = 65) ${date21}`,
      '(s = 52) cache-control: private',
      222,
    ])

    expect(read(third, table)).toEqual([
      ':status: 200',
      'cache-control: private',
      date22,
      location,
      'content-encoding: gzip',
      cookie,
    ])
    expect(printed(table)).toEqual([`(s = 98) ${cookie}`, '(s = 52) content-encoding: gzip', `(s = 65) ${date22}`, 215])
  })
})

describe('the static table', () => {
  test('has the 61 entries of appendix A', () => {
    expect(STATIC_TABLE.length - 1).toBe(61)
    expect([1, 2, 7, 14, 16, 61].map((index) => STATIC_TABLE[index])).toEqual([
      { name: ':authority', value: '' },
      { name: ':method', value: 'GET' },
      { name: ':scheme', value: 'https' },
      { name: ':status', value: '500' },
      { name: 'accept-encoding', value: 'gzip, deflate' },
      { name: 'www-authenticate', value: '' },
    ])
  })
})

describe('the Huffman code', () => {
  // Rows of appendix B, from its shortest codes to its longest.
  test.each([
    ['0', '00000'],
    ['a', '00011'],
    [' ', '010100'],
    [':', '1011100'],
    ['&', '11111000'],
    ['?', '1111111100'],
    ['\0', '1111111111000'],
    ['\\', '1111111111111110000'],
    ['\x80', '11111111111111100110'],
    ['\xf9', '1111111111111111111111111110'],
    ['\xff', '11111111111111111111101110'],
    ['\n', '111111111111111111111111111100'],
  ])('has for %j the bits of appendix B', (character, bits) => {
    expect(huffmanBits(character.charCodeAt(0))).toBe(bits)
  })

  test('is complete, and no code starts another', () => {
    const lengths = Array.from({ length: 256 }, (_, octet) => huffmanBits(octet).length)
    // Kraft's sum is 1 with the end-of-string symbol, which has 30 bits.
    expect(lengths.reduce((sum, length) => sum + 2 ** -length, 2 ** -30)).toBe(1)
  })

  test('reads every octet back', () => {
    for (let octet = 0; octet < 256; octet++) {
      const bits = huffmanBits(octet)
      const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '1')
      const octets = Uint8Array.from(padded.match(/.{8}/g) ?? [], (eight) => Number.parseInt(eight, 2))
      expect(huffmanText(octets, 0, octets.length)).toEqual({ text: String.fromCharCode(octet) })
    }
  })

  test.each([
    ['the end-of-string symbol', 'ffffffff', 'huffman-eos'],
    ['padding of a whole octet', '1fff', 'huffman-padding-too-long'],
    ['padding that is not all ones', '18', 'huffman-padding-not-ones'],
  ])('%s is an error', (_, octets, fault) => {
    expect(huffmanText(hex(octets), 0, octets.length / 2)).toBe(fault)
  })
})

describe('a decoder', () => {
  test.each([
    ['index 0', '80', 'index-zero'],
    ['an index beyond both tables', 'be', 'index-out-of-range'],
    ['a name at an index beyond both tables', '7f0001 61', 'index-out-of-range'],
    ['an index that does not end', 'ffffffffffff7f', 'integer-too-large'],
  ])('stops at %s', (_, block, fault) => {
    const decoder = new FieldBlockDecoder()
    decoder.begin()
    const octets = hex(`82${block}`)
    expect(decoder.read(octets, 0)).toMatchObject({ at: 1, fault, instructions: [{ name: ':method' }] })
    expect(decoder.isBroken).toBe(true)
  })

  test('goes on behind a size update that is too large, or comes after a field line', () => {
    const decoder = new FieldBlockDecoder()
    decoder.begin()
    const { instructions, faults } = decoder.read(hex('3fe21f 82 20'), 0)
    expect(instructions.map(({ kind }) => kind)).toEqual([
      'dynamic-table-size-update',
      'indexed',
      'dynamic-table-size-update',
    ])
    expect([...(faults ?? [])]).toEqual([
      [0, 'table-size-too-large'],
      [4, 'table-size-update-late'],
    ])
  })

  test('misses the size update that must follow when the table is larger than it may be', () => {
    const decoder = new FieldBlockDecoder()
    decoder.begin()
    decoder.read(hex('400161 0162'), 0)
    decoder.acknowledge(33)
    decoder.begin()
    expect([...(decoder.read(hex('82'), 0).faults ?? [])]).toEqual([[0, 'table-size-update-missing']])
  })

  test('does not miss it when the table is small enough', () => {
    const decoder = new FieldBlockDecoder()
    decoder.acknowledge(0)
    decoder.begin()
    expect(decoder.read(hex('82'), 0).faults).toBeUndefined()
  })

  test('reads an instruction once it is whole, and no octet before', () => {
    const octets = hex('400a 6375 7374 6f6d 2d6b 6579 0d63 7573 746f 6d2d 6865 6164 6572')
    for (let end = 0; end < octets.length; end++) {
      const decoder = new FieldBlockDecoder()
      expect(decoder.read(octets.subarray(0, end), 0)).toMatchObject({ at: 0, instructions: [], fault: undefined })
    }
  })
})

describe('the dynamic table', () => {
  test('is emptied by an entry that is larger than it (section 4.4)', () => {
    const table = new DynamicTable()
    table.insert({ name: 'a', value: 'b' })
    table.insert({ name: 'c', value: 'x'.repeat(4096) })
    expect(printed(table)).toEqual([0])
    expect(table.entry(62)).toBeUndefined()
  })

  test('can name an entry that its own insertion evicts (section 4.4)', () => {
    const table = new DynamicTable()
    table.resize(40)
    expect(read('4001610162 7e0163', table)).toEqual(['a: b', 'a: c'])
    expect(printed(table)).toEqual(['(s = 34) a: c', 34])
  })

  test('is at any time a window on what was inserted', () => {
    const table = new DynamicTable()
    table.resize(100)
    const windows = 'abcdef'.split('').map((name) => {
      table.insert({ name, value: '' })
      return table.window
    })
    expect(windows.map((window) => printed(table.at(window)))).toEqual([
      ['(s = 33) a: ', 33],
      ['(s = 33) b: ', '(s = 33) a: ', 66],
      ['(s = 33) c: ', '(s = 33) b: ', '(s = 33) a: ', 99],
      ['(s = 33) d: ', '(s = 33) c: ', '(s = 33) b: ', 99],
      ['(s = 33) e: ', '(s = 33) d: ', '(s = 33) c: ', 99],
      ['(s = 33) f: ', '(s = 33) e: ', '(s = 33) d: ', 99],
    ])
  })

  test('of the past can be gone through once more without changing the one of today', () => {
    const table = new DynamicTable()
    const before = table.window
    const block = '400161 0162 be'
    const said = read(block, table)
    const today = printed(table)
    expect(read(block, table.at(before))).toEqual(said)
    expect(printed(table)).toEqual(today)
  })
})

test('a name that comes octet by octet is decoded once', () => {
  // Quadratic, this would decode 100,000 times 100,000 octets.
  const name = octetsOf('\x1f'.repeat(100_000))
  const block = Uint8Array.of(0x40, 0xff, 0xa1, 0x8c, 0x06, ...name, 0x7f, 0xa1, 0x8c, 0x06)
  const decoder = new FieldBlockDecoder()
  decoder.begin()
  for (let end = 0; end < block.length; end++) decoder.read(block.subarray(0, end), 0)
  expect(decoder.isBroken).toBe(false)
})
