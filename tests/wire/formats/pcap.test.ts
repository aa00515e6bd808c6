/** pcap files: every variant, in pieces, cut short, damaged. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { UnreadableFile } from '#wire/formats/capture.ts'
import { isPcap, PcapReader, readPcap } from '#wire/formats/pcap.ts'
import { pcapFile, Talk } from './packet-files.ts'

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const { packets } = new Talk({ at: 1_800_000_000_000.25 }).handshake().client(GET, 0).fin('client', GET.length)

describe('a file', () => {
  for (const littleEndian of [true, false]) {
    for (const nano of [true, false]) {
      test(`${littleEndian ? 'little' : 'big'}-endian, times in ${nano ? 'nano' : 'micro'}seconds`, () => {
        const file = pcapFile(packets, { littleEndian, nano })
        const { format, run, records, problems } = readPcap(file)
        expect(isPcap(file)).toBe(true)
        expect(format).toBe('pcap')
        expect(run.startedAt).toBe(1_800_000_000_000)
        expect(records.map(({ kind, at }) => [kind, at])).toEqual([
          ['open', 0.25],
          ['octets', 3.25],
          ['end', 4.25],
        ])
        expect(problems).toEqual([])
      })
    }
  }

  test('in pieces of any length gives the same records', () => {
    const file = pcapFile(packets)
    const whole = readPcap(file)
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (lengths) => {
        const reader = new PcapReader()
        for (let at = 0, turn = 0; at < file.length; turn++) {
          const length = lengths[turn % lengths.length] as number
          reader.push(file.subarray(at, at + length))
          at += length
        }
        expect(reader.end()).toEqual(whole)
      }),
    )
  })

  test('without packets is empty, and no problem', () => {
    expect(readPcap(pcapFile([]))).toMatchObject({ records: [], problems: [] })
  })

  test('cut at every octet gives the packets before the cut, and a sentence', () => {
    const file = pcapFile(packets)
    const whole = readPcap(file).records
    for (let cut = 24; cut < file.length; cut++) {
      const { records, problems } = readPcap(file.subarray(0, cut))
      expect(whole.slice(0, records.length)).toEqual(records)
      const isBetween = records.length === 0 && problems.length === 0
      if (!isBetween && problems.length > 0)
        expect(problems[0]).toMatch(/^The file is cut short within packet \d, which begins at octet \d+ of the file/)
    }
  })

  test('with a length that no packet has is read up to there', () => {
    const file = pcapFile(packets)
    const second = 24 + 16 + (packets[0]?.octets.length ?? 0)
    new DataView(file.buffer).setUint32(second + 8, 0xffffffff, true)
    const { records, problems } = readPcap(file)
    expect(records.map(({ kind }) => kind)).toEqual(['open'])
    expect(problems).toEqual([
      `At octet ${second} of the file, packet 2 claims 4,294,967,295 octets, which no packet has. The file cannot be read from there; what comes before has been.`,
    ])
  })

  test('that is none, or ends within its header, cannot be read', () => {
    expect(() => readPcap(new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n'))).toThrow(UnreadableFile)
    expect(() => readPcap(pcapFile([]).subarray(0, 20))).toThrow(/this file ends after 20/)
    expect(() => readPcap(new Uint8Array(0))).toThrow(UnreadableFile)
    expect(isPcap(new Uint8Array(2))).toBe(false)
  })
})

test('any octets in the place of some never throw', () => {
  const file = pcapFile(packets, { linkType: 101 })
  fc.assert(
    fc.property(
      fc.integer({ min: 24, max: file.length - 1 }),
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      (at, other) => {
        const changed = file.slice()
        changed.set(other.subarray(0, file.length - at), at)
        const { records } = readPcap(changed)
        expect(records.map((record) => record.at)).toEqual(records.map((record) => record.at).toSorted((a, b) => a - b))
      },
    ),
    { numRuns: 500 },
  )
})
