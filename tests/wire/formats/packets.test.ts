/** From packets to connections: link layers, IP, and TCP put in order. */
import { describe, expect, test } from 'vitest'
import type { Capture } from '#wire/formats/capture.ts'
import { MAX_CONNECTIONS } from '#wire/formats/capture.ts'
import { type Endpoint, tcpPacket } from '#wire/formats/packets/tcp-packet.ts'
import { ACK, PSH, SYN } from '#wire/formats/packets/tcp-segment.ts'
import { readPcap } from '#wire/formats/pcap.ts'
import { latin1, octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { TraceRecord } from '#wire/trace.ts'
import { CLIENT, type FilePacket, joined, pcapFile, SERVER, Talk } from './packet-files.ts'

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello'

function read(packets: readonly FilePacket[], linkType = 101): Capture {
  return readPcap(pcapFile(packets, { linkType }))
}

function text({ records }: Capture, direction: Direction, connection = 1): string {
  return records
    .flatMap((record) =>
      record.kind === 'octets' && record.connection === connection && record.direction === direction
        ? latin1(record.octets)
        : [],
    )
    .join('')
}

/** Records in a line each: `1 octets c2s "GET" @3`. */
function lines({ records }: Capture): readonly string[] {
  return records.map(lineOf)
}

function lineOf(record: TraceRecord): string {
  const start = `${record.connection} ${record.kind}`
  switch (record.kind) {
    case 'open':
      return `${start} ${record.client} ${record.server}${record.protocol ? ` ${record.protocol}` : ''} @${record.at}`
    case 'octets':
      return `${start} ${SHORT[record.direction]} ${JSON.stringify(latin1(record.octets))} @${record.at}`
    case 'gap':
      return `${start} ${SHORT[record.direction]} ${record.octets} ${record.limit} @${record.at}`
    case 'end':
      return `${start} ${SHORT[record.direction]} @${record.at}`
    case 'close':
      return `${start} ${record.how} @${record.at}`
  }
}

const SHORT: Readonly<Record<Direction, string>> = { 'client-to-server': 'c2s', 'server-to-client': 's2c' }

describe('a connection', () => {
  test('from its handshake to its last acknowledgment', () => {
    const { packets } = new Talk()
      .handshake()
      .client(GET, 0)
      .server(OK, 0)
      .fin('client', GET.length)
      .fin('server', OK.length, GET.length + 1)
      .acknowledge('client', GET.length + 1, OK.length + 1)
    const capture = read(packets)
    expect(lines(capture)).toEqual([
      '1 open 192.0.2.1:52044 192.0.2.80:4322 @0',
      `1 octets c2s ${JSON.stringify(GET)} @3`,
      `1 octets s2c ${JSON.stringify(OK)} @4`,
      '1 end c2s @5',
      '1 end s2c @6',
      '1 close closed @7',
    ])
    expect(capture.problems).toEqual([])
  })

  test('that is reset', () => {
    const { packets } = new Talk().handshake().client(GET, 0).reset('server', 0)
    expect(lines(read(packets)).slice(2)).toEqual(['1 close reset @4'])
  })

  test('that is refused has no octets', () => {
    const { packets } = new Talk().client('', -1, { flags: SYN }).reset('server', 0)
    expect(lines(read(packets))).toEqual(['1 open 192.0.2.1:52044 192.0.2.80:4322 @0', '1 close reset @1'])
  })

  test('after another between the same ports', () => {
    const first = new Talk().handshake().client(GET, 0).reset('client', GET.length)
    const second = new Talk({ clientFirst: 90_000, at: 1_800_000_000_100 }).handshake().client('GET /2 HTTP/1.1\r\n', 0)
    const capture = read([...first.packets, ...second.packets])
    expect(text(capture, 'client-to-server', 1)).toBe(GET)
    expect(text(capture, 'client-to-server', 2)).toBe('GET /2 HTTP/1.1\r\n')
  })

  test('whose SYN is sent twice is one connection', () => {
    const { packets } = new Talk().handshake().client(GET, 0)
    const capture = read([packets[0] as FilePacket, ...packets])
    expect(text(capture, 'client-to-server', 1)).toBe(GET)
    expect(capture.records.filter(({ kind }) => kind === 'open')).toHaveLength(1)
  })

  test('beside others, each with its own octets', () => {
    const talks = [1, 2, 3].map((number) => {
      const client = { ...CLIENT, port: 50_000 + number }
      return new Talk({ client }).handshake().client(`GET /${number} HTTP/1.1\r\n`, 0).packets
    })
    const mixed = talks[0]?.flatMap((_, place) => talks.map((packets) => packets[place] as FilePacket)) ?? []
    const capture = read(mixed)
    for (const number of [1, 2, 3]) {
      expect(text(capture, 'client-to-server', number)).toBe(`GET /${number} HTTP/1.1\r\n`)
    }
  })
})

test('more connections than are kept are counted', () => {
  const packets: FilePacket[] = []
  for (let number = 0; number < MAX_CONNECTIONS + 3; number++) {
    const client = { address: [10, 0, number >> 12, 1], port: 1024 + (number & 0xfff) }
    packets.push(...new Talk({ client }).client('', -1, { flags: SYN }).packets)
  }
  const { records, problems } = read(packets)
  expect(records).toHaveLength(MAX_CONNECTIONS)
  expect(problems).toEqual([expect.stringMatching(/^3 packets of connections beyond the first 65,536 are left out/)])
})

describe('segments', () => {
  test('that come twice count once', () => {
    const { packets } = new Talk().handshake().client('GET ', 0).client('GET ', 0).client('/ HTTP/1.1', 4)
    expect(text(read(packets), 'client-to-server')).toBe('GET / HTTP/1.1')
  })

  test('that overlap: of octets that come twice, the first win', () => {
    const { packets } = new Talk().handshake().client('GET /a', 0).client('?b HTTP/1.1', 5)
    expect(text(read(packets), 'client-to-server')).toBe('GET /ab HTTP/1.1')
  })

  test('that overlap while they wait: the first win too', () => {
    const { packets } = new Talk().handshake().client('cd', 2).client('gh', 6).client('.CDEFGHI', 1).client('ab', 0)
    expect(text(read(packets), 'client-to-server')).toBe('a.cdEFghI')
  })

  test('in another order have passed when the hole before them was filled', () => {
    const { packets } = new Talk().handshake().client(' / HTTP/1.1', 3).client('GET', 0)
    expect(lines(read(packets)).slice(1)).toEqual(['1 octets c2s "GET" @4', '1 octets c2s " / HTTP/1.1" @4'])
  })

  test('whose sequence numbers wrap around', () => {
    const { packets } = new Talk({ clientFirst: 2 ** 32 - 8 })
      .handshake()
      .client('GET /ab', 0)
      .client(' HTTP/1.1\r\n', 7)
      .client('\r\n', 18)
      .fin('client', 20)
    const capture = read(packets)
    expect(text(capture, 'client-to-server')).toBe('GET /ab HTTP/1.1\r\n\r\n')
    expect(capture.records.at(-1)).toMatchObject({ kind: 'end' })
  })

  test('that no window could hold are left out, with a sentence', () => {
    const { packets } = new Talk()
      .handshake()
      .client('GET ', 0)
      .client('far away', 2 ** 30 + 100)
      .client('/', 4)
    const capture = read(packets)
    expect(text(capture, 'client-to-server')).toBe('GET /')
    expect(capture.problems).toEqual([
      expect.stringMatching(/^1 packet with a sequence number that no window .* octet \d+/),
    ])
  })

  test('of a keep-alive probe change nothing', () => {
    const { packets } = new Talk()
      .handshake()
      .client(GET, 0)
      .client('', GET.length - 1)
      .client('\0', GET.length - 1)
    const capture = read(packets)
    expect(text(capture, 'client-to-server')).toBe(GET)
    expect(capture.problems).toEqual([])
  })
})

describe('what is missing', () => {
  test('is a gap: nothing behind a hole is shown, and it is counted', () => {
    const { packets } = new Talk()
      .handshake()
      .client('GET', 0)
      .client('later', 10)
      .fin('client', 15)
      .fin('server', 0, 16)
      .acknowledge('client', 16, 1)
    const capture = read(packets)
    expect(lines(capture).slice(1)).toEqual([
      '1 octets c2s "GET" @3',
      '1 end s2c @6',
      '1 gap c2s 12 missing-in-capture @7',
      '1 end c2s @7',
      '1 close closed @7',
    ])
    expect(capture.problems).toEqual([
      'Connection 1: 12 octets from the client are missing in the capture, or come behind such as are missing. They are not shown.',
    ])
  })

  test('is a gap too when only the acknowledgment of the peer tells', () => {
    const { packets } = new Talk().handshake().client('GET', 0).acknowledge('server', 0, 50)
    expect(lines(read(packets)).slice(2)).toEqual(['1 gap c2s 47 missing-in-capture @4'])
  })

  test('because packets were not captured whole', () => {
    const { packets } = new Talk().handshake().client(GET, 0).client(GET, GET.length)
    const cut = packets.map((packet) => ({
      ...packet,
      octets: packet.octets.subarray(0, 50),
      originalLength: packet.octets.length,
    }))
    const capture = read(cut)
    expect(text(capture, 'client-to-server')).toBe(GET.slice(0, 10))
    expect(capture.records.at(-1)).toMatchObject({ kind: 'gap', octets: 2 * GET.length - 10 })
    expect(capture.problems).toEqual([
      expect.stringMatching(/^Connection 1: 44 octets from the client are missing/),
      expect.stringMatching(/^2 packets were captured only in part \(at octet \d+ and \d+ of the file\)/),
    ])
  })

  test('for longer than segments can wait, and the rest is counted', () => {
    const talk = new Talk().handshake().client('GET', 0)
    for (let number = 0; number < 5000; number++) talk.client('x', 10 + 2 * number)
    const capture = read(talk.packets)
    const gaps = capture.records.filter((record) => record.kind === 'gap')
    expect(gaps.reduce((sum, { octets }) => sum + octets, 0)).toBe(10 + 2 * 4999 + 1 - 3)
    expect(gaps.length).toBe(2)
  })
})

describe('without a handshake', () => {
  const beginning = [expect.stringMatching(/^Connection 1 had begun before the capture did/)]

  test('who sends a request is the client, whatever the ports', () => {
    const { packets } = new Talk({ client: { ...CLIENT, port: 4000 }, server: { ...SERVER, port: 50_000 } })
      .client(GET, 500)
      .server(OK, 700)
    const capture = read(packets)
    expect(lines(capture)[0]).toBe('1 open 192.0.2.1:4000 192.0.2.80:50000 @0')
    expect(text(capture, 'server-to-client')).toBe(OK)
    expect(capture.problems).toEqual(beginning)
  })

  test('who sends a response is the server', () => {
    const { packets } = new Talk({ client: { ...CLIENT, port: 4000 } }).server(OK, 700)
    expect(lines(read(packets))[0]).toBe('1 open 192.0.2.1:4000 192.0.2.80:4322 @0')
  })

  test('the port of a service tells, or else the lower port', () => {
    const toService = new Talk({ server: { ...SERVER, port: 443 }, client: { ...CLIENT, port: 1024 } }).server(
      '\x17\x03\x03',
      9,
    )
    expect(lines(read(toService.packets))[0]).toBe('1 open 192.0.2.1:1024 192.0.2.80:443 octets @0')
    const toLower = new Talk().server('\x81\x01x', 9)
    expect(lines(read(toLower.packets))[0]).toBe('1 open 192.0.2.1:52044 192.0.2.80:4322 octets @0')
  })

  test('what came before the first octets is no hole', () => {
    const { packets } = new Talk()
      .client('', 499)
      .client(GET, 500)
      .fin('client', 500 + GET.length)
    expect(lines(read(packets)).slice(1)).toEqual([`1 octets c2s ${JSON.stringify(GET)} @1`, '1 end c2s @2'])
  })
})

describe('what a connection speaks', () => {
  const protocols: readonly (readonly [string, string, string, string | undefined])[] = [
    ['HTTP/1.1', GET, OK, undefined],
    ["a method of somebody's own", 'BREW /pot HTTP/1.1\r\n', '', undefined],
    ['HTTP typed by hand, and broken', 'GET\x01/ HTP\r\n', OK, undefined],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '', undefined],
    ['XMLSocket', '<policy-file-request/>\0', '', 'xmlsocket'],
    ['something else', 'EHLO example.com\r\n', '220 ready\r\n', 'octets'],
    ['binary', '\x00\x01\x02\x03', '', 'octets'],
    ['only a server', '', '220 ready\r\n', 'octets'],
    ['nothing', '', '', undefined],
  ]
  test.each(protocols)('%s', (_, client, server, protocol) => {
    const talk = new Talk().handshake()
    if (client !== '') talk.client(client, 0)
    if (server !== '') talk.server(server, 0)
    const [open] = read(talk.packets).records
    expect(open?.kind === 'open' && open.protocol).toBe(protocol)
  })

  test('TLS without keys stays as it passed, with a sentence', () => {
    const capture = read(new Talk().handshake().client('\x16\x03\x01\0\x05\x01hello', 0).packets)
    expect(lines(capture)[0]).toMatch(/ octets @0$/)
    expect(capture.problems).toEqual([expect.stringMatching(/^Connection 1 is TLS, and the file holds no keys/)])
  })
})

describe('link layers', () => {
  const ipv4 = new Talk().handshake().client(GET, 0).packets
  const behind = (octets: readonly number[]) =>
    ipv4.map(({ at, octets: ip }) => ({ at, octets: joined([Uint8Array.from(octets), ip]) }))
  const mac = Array.from({ length: 12 }, () => 0)
  const frames: readonly (readonly [string, number, readonly FilePacket[]])[] = [
    ['RAW', 101, ipv4],
    ['IPV4', 228, ipv4],
    ['ETHERNET', 1, behind([...mac, 8, 0])],
    ['ETHERNET with a VLAN tag', 1, behind([...mac, 0x81, 0, 0, 5, 8, 0])],
    ['ETHERNET with two VLAN tags', 1, behind([...mac, 0x88, 0xa8, 0, 5, 0x81, 0, 0, 6, 8, 0])],
    ['NULL, little-endian', 0, behind([2, 0, 0, 0])],
    ['NULL, big-endian', 0, behind([0, 0, 0, 2])],
    ['LOOP', 108, behind([0, 0, 0, 2])],
    ['LINUX_SLL', 113, behind([0, 0, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0])],
    ['LINUX_SLL2', 276, behind([8, 0, 0, 0, 0, 0, 0, 1, 3, 4, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0])],
  ]
  test.each(frames)('%s', (_, linkType, packets) => {
    const capture = read(packets, linkType)
    expect(text(capture, 'client-to-server')).toBe(GET)
    expect(capture.problems).toEqual([])
  })

  test('the padding of a short Ethernet frame is no octet of the connection', () => {
    const padded = behind([...mac, 8, 0]).map(({ at, octets }) => ({
      at,
      octets: joined([octets, new Uint8Array(20)]),
    }))
    expect(text(read(padded, 1), 'client-to-server')).toBe(GET)
  })

  test('one that is not read is told of', () => {
    expect(read(ipv4, 127).problems).toEqual([
      expect.stringMatching(
        /^4 packets of link type 127 cannot be read \(at octet 24, \d+, \d+ and 1 more of the file\)/,
      ),
    ])
  })
})

describe('IP', () => {
  const [packet] = new Talk().client(GET, 0).packets as [FilePacket]
  const changed = (change: (octets: Uint8Array) => void): FilePacket => {
    const octets = packet.octets.slice()
    change(octets)
    return { at: packet.at, octets }
  }

  test('a fragment is left out, with a sentence', () => {
    const capture = read([changed((octets) => octets.set([0x20, 0], 6))])
    expect(capture.records).toEqual([])
    expect(capture.problems).toEqual([expect.stringMatching(/^1 packet is only a fragment/)])
  })

  test('other protocols are counted', () => {
    const udp = changed((octets) => octets.set([17], 9))
    expect(read([udp, udp]).problems).toEqual(['2 packets are not TCP, and left out.'])
  })

  test('what cannot be read is counted', () => {
    const headerTooLong = changed((octets) => octets.set([0x4f], 0))
    const totalTooShort = changed((octets) => octets.set([0, 10], 2))
    const tcpTooLong = changed((octets) => octets.set([0xf0], 32)).octets.subarray(0, 45)
    const packets = [headerTooLong, totalTooShort, { at: 0, octets: tcpTooLong }, { at: 0, octets: new Uint8Array(0) }]
    expect(read(packets.map((each) => ({ ...each, at: packet.at }))).problems).toHaveLength(1)
  })

  test('a total length of zero: the network card cuts, and the packet is all there is', () => {
    expect(text(read([changed((octets) => octets.set([0, 0], 2))]), 'client-to-server')).toBe(GET)
  })

  test('version 6, behind extension headers', () => {
    const segment = packet.octets.subarray(20)
    const hopByHop = [43, 0, 1, 4, 0, 0, 0, 0]
    const routing = [44, 0, 0, 0, 0, 0, 0, 0]
    const wholeFragment = [60, 0, 0, 0, 0, 0, 0, 1]
    const destination = [6, 1, 1, 12, ...new Array(12).fill(0)]
    const payload = joined([Uint8Array.from([...hopByHop, ...routing, ...wholeFragment, ...destination]), segment])
    const from = [0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1]
    const to = [...new Array(15).fill(0), 1]
    const header = [0x60, 0, 0, 0, payload.length >> 8, payload.length & 0xff, 0, 64, ...from, ...to]
    const capture = read([{ at: packet.at, octets: joined([Uint8Array.from(header), payload]) }], 229)
    expect(lines(capture)[0]).toBe('1 open [2001:db8::1:0:0:1]:52044 [::1]:4322 @0')
    expect(text(capture, 'client-to-server')).toBe(GET)
  })
})

test('a hundred thousand segments that fill holes from behind take linear time', () => {
  const segment = (offset: number, ends: { readonly client: Endpoint }) => ({
    at: 1_800_000_000_000,
    octets: tcpPacket({
      source: ends.client,
      destination: SERVER,
      sequence: offset,
      acknowledgment: 0,
      flags: ACK | PSH,
      payload: octetsOf('x'),
    }),
  })
  const packets: FilePacket[] = []
  for (let block = 0; block < 25; block++) {
    for (let offset = 3999; offset >= 0; offset--) packets.push(segment(block * 4000 + offset, { client: CLIENT }))
  }
  const [first] = new Talk({ clientFirst: 0 }).handshake().packets as [FilePacket]
  const capture = read([{ ...first, at: 1_800_000_000_000 }, ...packets])
  expect(text(capture, 'client-to-server')).toHaveLength(100_000)
})
