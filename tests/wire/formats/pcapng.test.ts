/** pcapng: what is written is read again the same; every block, byte order and resolution; damage and hostility. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Capture, UnreadableFile } from '#wire/formats/capture.ts'
import { isPcapng, PcapngReader, pcapngPieces, readPcapng, writePcapng } from '#wire/formats/pcapng/index.ts'
import { recordsOf } from '#wire/formats/recording.ts'
import { latin1, octetsOf } from '#wire/octets.ts'
import { DIRECTIONS } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { recordsOfTrace } from '#wire/trace-records.ts'
import { Blocks, filled, joined, Talk } from './packet-files.ts'
import { exported, exportedRecording, RECORDINGS, RUN } from './runs.ts'

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const { packets } = new Talk().handshake().client(GET, 0)

/** What was written, read again. */
function again(records: readonly TraceRecord[]): Capture {
  return readPcapng(writePcapng(exported(records)))
}

describe('a run that was written is read again the same', () => {
  test.each(RECORDINGS)('%s', (_, recording) => {
    const run = exportedRecording(recording)
    const capture = readPcapng(writePcapng(run))
    expect(capture).toMatchObject({ format: 'pcapng', run: recording.run, octets: 'observed', problems: [] })
    expect(capture.records).toHaveLength(recordsOf(recording).length)
    // Its own order: what happened on several connections at about the same time was noted in another than that of times.
    const connections = new Set(capture.records.map(({ connection }) => connection))
    for (const connection of connections) {
      const own = (records: readonly TraceRecord[]) => records.filter((record) => record.connection === connection)
      expect(own(capture.records)).toEqual(own(recordsOf(recording)))
    }
  })

  const direction = fc.constantFrom(...DIRECTIONS)
  const octets = fc.uint8Array({ minLength: 1, maxLength: 200 })
  const happening = fc.record({
    connection: fc.integer({ min: 1, max: 4 }),
    /** Nanoseconds. */
    after: fc.integer({ min: 0, max: 5_000_000 }),
    direction,
    octets,
  })

  test('any octets, in any order, at any time, to the nanosecond', () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 30 }), (happenings) => {
        let nanoseconds = 0
        const records: TraceRecord[] = []
        for (const { connection, after, direction: way, octets: some } of happenings) {
          nanoseconds += after
          const at = nanoseconds / 1e6
          if (!records.some((record) => record.connection === connection))
            records.push({ kind: 'open', connection, at })
          records.push({ kind: 'octets', connection, at, direction: way, octets: some })
        }
        const capture = again(records)
        expect(capture.records.filter(({ kind }) => kind === 'octets')).toHaveLength(happenings.length)
        for (const connection of new Set(records.map((record) => record.connection))) {
          for (const way of [undefined, ...DIRECTIONS]) {
            const own = (all: readonly TraceRecord[]) =>
              all.filter(
                (record) =>
                  record.connection === connection &&
                  (way === undefined ? record.kind === 'open' : record.kind === 'octets' && record.direction === way),
              )
            expect(own(capture.records)).toEqual(own(records))
          }
        }
      }),
    )
  })

  test('a write larger than a packet, with its pieces and the time it was held', () => {
    const large = filled(100_000, 0x61)
    const records: TraceRecord[] = [
      {
        kind: 'open',
        connection: 7,
        at: -2.5,
        client: '127.0.0.1:52044',
        server: '127.0.0.1:4322',
        protocol: 'xmlsocket',
      },
      {
        kind: 'octets',
        connection: 7,
        at: 1,
        direction: 'server-to-client',
        octets: large,
        pieces: [60_000, 40_000],
        heldMs: 149.871,
      },
      { kind: 'end', connection: 7, at: 2, direction: 'server-to-client' },
      { kind: 'end', connection: 7, at: 3, direction: 'client-to-server' },
      { kind: 'close', connection: 7, at: 4, how: 'closed' },
    ]
    expect(again(records).records).toEqual(records)
  })

  test('a connection that is broken off, one that is closed without an end, and one that is open', () => {
    const records: TraceRecord[] = [
      { kind: 'open', connection: 1, at: 0 },
      { kind: 'open', connection: 2, at: 1 },
      { kind: 'open', connection: 3, at: 2 },
      { kind: 'octets', connection: 1, at: 3, direction: 'client-to-server', octets: octetsOf(GET) },
      { kind: 'close', connection: 1, at: 4, how: 'reset' },
      { kind: 'close', connection: 2, at: 5, how: 'closed' },
    ]
    expect(again(records).records).toEqual(records)
  })

  test('octets that were not kept stay a gap, with the limit that cut them', () => {
    const gap = { kind: 'gap', connection: 1, direction: 'server-to-client', limit: 'maxOctetsPerRun' } as const
    const records: TraceRecord[] = [
      { kind: 'open', connection: 1, at: 0 },
      { kind: 'octets', connection: 1, at: 1, direction: 'server-to-client', octets: octetsOf('HTTP/1.1 200 OK\r\n') },
      { ...gap, at: 2, octets: 5_000_000_000 },
      { kind: 'end', connection: 1, at: 3, direction: 'server-to-client' },
    ]
    expect(again(records)).toMatchObject({ records, problems: [] })
  })

  test.each(['closed', 'reset'] as const)(
    'what the emulated path ended, and then lost, is not put down to an end: %s',
    (how) => {
      const records: TraceRecord[] = [
        { kind: 'open', connection: 1, at: 0 },
        {
          kind: 'octets',
          connection: 1,
          at: 1,
          direction: 'server-to-client',
          octets: octetsOf('HTTP/1.1 200 OK\r\n'),
        },
        { kind: 'end', connection: 1, at: 2, direction: 'server-to-client', by: 'path' },
        { kind: 'close', connection: 1, at: 3, how, by: 'path' },
      ]
      expect(again(records)).toMatchObject({ records, problems: [] })
    },
  )

  test.each([
    { protocol: 'http2', tls: 'TLS 1.3' },
    { client: '127.0.0.1:50001', server: '127.0.0.1:4323', tls: 'TLS 1.2' },
    { client: '127.0.0.1:50001', protocol: 'http2' },
    { server: 'a.example:443', tls: 'TLS' },
    { client: '127.0.0.1:50001', server: '127.0.0.1:4322', seenAt: 'middlebox' as const },
    { protocol: 'http2', tls: 'TLS 1.3', seenAt: 'server' as const },
  ])('what a connection starts with, and what it is inside of: %o', (facts) => {
    const open = { kind: 'open', connection: 1, at: 0, ...facts } as const
    expect(again([open]).records[0]).toEqual(open)
  })

  test('in pieces, packet after packet', () => {
    const [, recording] = RECORDINGS[0] as (typeof RECORDINGS)[number]
    const run = exportedRecording(recording)
    const reader = new PcapngReader()
    for (const piece of pcapngPieces(run)) reader.push(piece)
    expect(reader.end().records).toEqual(recordsOfTrace(run.log.trace))
  })

  test('octets that were made up stay so, and no file of another program can say that of its own', () => {
    const records = again([]).records
    const rebuilt = writePcapng({ ...exported(records), octets: 'rebuilt' })
    expect(readPcapng(rebuilt).octets).toBe('rebuilt')
    expect(again(records).octets).toBe('observed')
    const foreign = Uint8Array.from(rebuilt)
    foreign.set(octetsOf('XXX'), latin1(rebuilt).indexOf('The Two-Way Web'))
    expect(readPcapng(foreign).octets).toBe('observed')
  })

  test('what a file of our name says is believed only as far as its form is right', () => {
    const blocks = new Blocks()
    const section = (comment: string) =>
      blocks.section([
        [1, octetsOf(comment)],
        [4, octetsOf('The Two-Way Web 99')],
      ])
    const comments = [
      'Connection 7 from a to b.',
      'Written by the server in 2 pieces: 1, 1 octets.',
      'Connection 8',
    ].map((comment) => [1, octetsOf(comment)] as const)
    for (const run of ['run: {', 'run: []', 'run: {"id":"x","lab":"x","server":"x","startedAt":1e999}', 'run']) {
      const file = joined([
        section(run),
        blocks.interface(101),
        ...packets.map(({ octets }) => blocks.packet(0, 5000n, octets, comments)),
      ])
      const { run: read, records } = readPcapng(file)
      expect(read).toMatchObject({ id: 'pcapng', startedAt: 5 })
      expect(records).toEqual([
        { kind: 'open', connection: 7, at: 0, client: 'a', server: 'b' },
        // Its pieces are not as long as it is.
        { kind: 'octets', connection: 7, at: 0, direction: 'client-to-server', octets: octetsOf(GET) },
      ])
    }
  })
})

describe('blocks', () => {
  for (const littleEndian of [true, false]) {
    const blocks = new Blocks(littleEndian)
    const microseconds = (at: number) => BigInt(at) * 1000n
    const packetBlocks = packets.map(({ at, octets }) => blocks.packet(0, microseconds(at), octets))
    const order = littleEndian ? 'little-endian' : 'big-endian'

    test(`${order}: enhanced packets of an interface without options count microseconds`, () => {
      const { records, run, problems } = readPcapng(joined([blocks.section(), blocks.interface(101), ...packetBlocks]))
      expect(records.map(({ kind, at }) => [kind, at])).toEqual([
        ['open', 0],
        ['octets', 3],
      ])
      expect(run).toMatchObject({ startedAt: 1_800_000_000_000, lab: '', server: '' })
      expect(problems).toEqual([])
    })

    test(`${order}: obsolete packets and simple packets`, () => {
      const obsolete = packets.slice(0, 3).map(({ at, octets }) => {
        const timestamp = microseconds(at)
        const times = [blocks.u32(Number(timestamp >> 32n)), blocks.u32(Number(timestamp & 0xffffffffn))]
        const lengths = [blocks.u32(octets.length), blocks.u32(octets.length)]
        return blocks.block(2, joined([blocks.u16(0), blocks.u16(9), ...times, ...lengths, octets]))
      })
      const last = packets[3]?.octets as Uint8Array
      const simple = blocks.block(3, joined([blocks.u32(last.length), last]))
      const { records, problems } = readPcapng(joined([blocks.section(), blocks.interface(101), ...obsolete, simple]))
      expect(records.map(({ kind, at }) => [kind, at])).toEqual([
        ['open', 0],
        ['octets', 2],
      ])
      expect(problems).toEqual([expect.stringMatching(/^1 block: a packet without a time/)])
    })

    test(`${order}: names of servers`, () => {
      const records = joined([
        blocks.field(1, joined([Uint8Array.of(192, 0, 2, 80), octetsOf('example.com\0www.example.com\0')])),
        blocks.field(1, joined([Uint8Array.of(192, 0, 2, 1), octetsOf('client.example\0')])),
        new Uint8Array(4),
      ])
      const { run } = readPcapng(
        joined([blocks.section(), blocks.interface(101), ...packetBlocks, blocks.block(4, records)]),
      )
      expect(run.server).toBe('example.com')
    })
  }

  const blocks = new Blocks()
  const timed = (options: readonly (readonly [number, Uint8Array])[], timestamps: readonly bigint[]) =>
    readPcapng(
      joined([
        blocks.section(),
        blocks.interface(101, options),
        ...timestamps.map((timestamp, place) => blocks.packet(0, timestamp, packets[place + 2]?.octets as Uint8Array)),
      ]),
    )

  test('times in nanoseconds, in powers of two, in units smaller than we keep, with an offset', () => {
    const nanoseconds = timed([[9, Uint8Array.of(9)]], [0n, 1_000_000_123n])
    expect(nanoseconds.records.at(-1)?.at).toBe(1000.000123)
    const halves = timed([[9, Uint8Array.of(0x80 | 1)]], [4n, 5n])
    expect(halves.run.startedAt).toBe(2000)
    expect(halves.records.at(-1)?.at).toBe(500)
    const picoseconds = timed([[9, Uint8Array.of(12)]], [0n, 1_000_000_000n])
    expect(picoseconds.records.at(-1)?.at).toBe(1)
    const offset = joined([blocks.u32(100), blocks.u32(0)])
    expect(timed([[14, offset]], [0n, 1n]).run.startedAt).toBe(100_000)
    const smallest = timed([[9, Uint8Array.of(0xff)]], [0n, 2n ** 63n])
    expect(smallest.records.at(-1)?.at).toBe(0)
  })

  test('a time that no calendar has is that of the packet before', () => {
    const seconds = [[9, Uint8Array.of(0)]] as const
    const { run, records, problems } = timed(seconds, [5n, 2n ** 63n])
    expect([run.startedAt, records.at(-1)?.at]).toEqual([5000, 0])
    expect(problems).toContainEqual(expect.stringMatching(/^1 block: a packet without a time, or with one/))
    expect(timed(seconds, [2n ** 63n, 2n ** 63n]).run.startedAt).toBe(0)
  })

  test('text of NULs with a letter behind is read in linear time', () => {
    const option = new Uint8Array(65_535)
    option[65_534] = 1
    const blocks = new Blocks()
    const file = joined(Array.from({ length: 200 }, () => blocks.section([[4, option]])))
    expect(readPcapng(file).problems).toEqual([])
  })

  test('of types that are not read are passed over, whatever they hold and however long they are', () => {
    const unknown = blocks.block(0x00000bad, filled(64, 0xff))
    const large = blocks.block(0x40000bad, new Uint8Array(2 ** 24 + 4))
    const file = joined([
      blocks.section(),
      unknown,
      blocks.interface(101),
      large,
      ...packets.map(({ octets }) => blocks.packet(0, 0n, octets)),
    ])
    expect(readPcapng(file)).toMatchObject({ problems: [], records: [{ kind: 'open' }, { kind: 'octets' }] })
  })

  test('of several interfaces with link types of their own, in sections of either byte order', () => {
    const ethernet = (octets: Uint8Array) => joined([new Uint8Array(12), Uint8Array.of(8, 0), octets])
    const big = new Blocks(false)
    const [syn, synAck, ack, get] = packets.map(({ octets }) => octets) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const file = joined([
      blocks.section(),
      blocks.interface(101),
      blocks.interface(1),
      blocks.packet(0, 0n, syn),
      blocks.packet(1, 1000n, ethernet(synAck)),
      big.section(),
      big.interface(1),
      big.packet(0, 2000n, ethernet(ack)),
      big.packet(0, 3000n, ethernet(get)),
    ])
    const { records, problems } = readPcapng(file)
    expect(records.map(({ at }) => at)).toEqual([0, 3])
    expect(problems).toEqual([])
  })

  test('too short for what they hold, or of an unknown interface, are left out with a sentence', () => {
    const file = joined([
      blocks.section(),
      blocks.block(1, new Uint8Array(4)),
      blocks.packet(0, 0n, packets[0]?.octets as Uint8Array),
      blocks.block(6, new Uint8Array(8)),
      blocks.block(10, new Uint8Array(4)),
    ])
    expect(readPcapng(file).problems).toEqual([
      expect.stringMatching(/^3 blocks: too short for what is in it, and left out \(at octet 28, /),
      expect.stringMatching(/^1 block: of an interface that the file does not describe/),
    ])
  })

  test('a comment of a packet of another program means nothing to us', () => {
    const comments = [[1, octetsOf('Connection 99 from a:1 to b:2.')]] as const
    const [syn] = packets.map(({ octets }) => blocks.packet(0, 0n, octets, comments)) as [Uint8Array]
    const { records } = readPcapng(joined([blocks.section(), blocks.interface(101), syn]))
    expect(records).toMatchObject([{ connection: 1, client: '192.0.2.1:52044' }])
  })
})

describe('a file that is not whole', () => {
  const file = writePcapng(
    exported([
      { kind: 'open', connection: 1, at: 0 },
      { kind: 'octets', connection: 1, at: 1, direction: 'client-to-server', octets: octetsOf(GET) },
      {
        kind: 'octets',
        connection: 1,
        at: 2,
        direction: 'server-to-client',
        octets: octetsOf('HTTP/1.1 204 No Content\r\n\r\n'),
      },
    ]),
  )
  const whole = readPcapng(file)
  const firstBlock = new DataView(file.buffer).getUint32(4, true)

  test('cut at every octet gives what comes before the cut', () => {
    for (let cut = firstBlock; cut < file.length; cut++) {
      const { records, problems, run } = readPcapng(file.subarray(0, cut))
      expect(run).toEqual(RUN)
      expect(whole.records.slice(0, records.length)).toEqual(records)
      if (problems.length > 0)
        expect(problems).toEqual([
          expect.stringMatching(/^The file is cut short within the block that begins at octet [\d,]+ of the file\./),
        ])
    }
  })

  test('cut within its first block, empty, or something else, cannot be read', () => {
    for (const cut of [0, 3, 4, 11, 12, firstBlock - 1]) {
      expect(() => readPcapng(file.subarray(0, cut))).toThrow(UnreadableFile)
    }
    expect(() => readPcapng(octetsOf('GET / HTTP/1.1\r\n\r\n'))).toThrow(/^This is not a pcapng file/)
    expect(() => readPcapng(octetsOf('\n\r\r\nnot really pcapng'))).toThrow(/no byte-order magic/)
    expect(isPcapng(octetsOf('\n\r\r'))).toBe(false)
  })

  test('with a length that cannot be is read up to there', () => {
    for (const length of [0, 8, 13, 0xffffffff]) {
      const changed = file.slice()
      new DataView(changed.buffer).setUint32(firstBlock + 4, length, true)
      const { problems } = readPcapng(changed)
      expect(problems).toEqual([expect.stringMatching(new RegExp(`octet ${firstBlock} of the file`))])
    }
  })

  test('with another length at the end of a block is read up to there', () => {
    const changed = file.slice()
    changed[file.length - 4] = 0xff
    const { records, problems } = readPcapng(changed)
    expect(records).toEqual(whole.records)
    expect(problems).toEqual([
      expect.stringMatching(/^The file is damaged: the block at octet [\d,]+ of the file ends with another length/),
    ])
  })

  test('any octets in the place of some never throw behind the first block', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: firstBlock, max: file.length - 1 }),
        fc.uint8Array({ minLength: 1, maxLength: 24 }),
        (at, other) => {
          const changed = file.slice()
          changed.set(other.subarray(0, file.length - at), at)
          expect(readPcapng(changed).problems.length).toBeLessThan(200)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('in pieces of any length gives the same', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (lengths) => {
        const reader = new PcapngReader()
        for (let at = 0, turn = 0; at < file.length; turn++) {
          const length = lengths[turn % lengths.length] as number
          reader.push(file.subarray(at, at + length))
          at += length
        }
        expect(reader.end()).toEqual(whole)
      }),
    )
  })
})
