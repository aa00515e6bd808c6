/** TLS that cannot be read, or not to its end: a sentence says why, and what was read before stays. */
import { once } from 'node:events'
import tls from 'node:tls'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HandshakeReader, MAX_BODY_OCTETS } from '#wire/formats/tls/handshake.ts'
import { NOT_DECRYPTED } from '#wire/formats/tls/index.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import { Conversation, conversationIn, dataOf, recordStarts } from './tls/conversation.ts'
import { allOf, answering, ask, recorded, SERVER } from './tls/recorded.ts'

const CLIENT = 'client-to-server'
const SERVER_SIDE = 'server-to-client'

/** What of `direction` was read, and what was not. */
function outcome(conversation: Conversation, direction: Direction, keyLog = conversation.keyLog) {
  const decrypted = conversation.decrypted(keyLog)
  const gap = decrypted.records.find((record) => record.kind === 'gap' && record.direction === direction)
  return {
    text: Buffer.from(dataOf(decrypted, direction)).toString(),
    gap: gap?.kind === 'gap' ? gap.octets : undefined,
    problems: decrypted.problems,
  }
}

const WHOLE = conversationIn('key-update.txt')
const SAID = {
  [CLIENT]: outcome(WHOLE, CLIENT).text,
  [SERVER_SIDE]: outcome(WHOLE, SERVER_SIDE).text,
} as const

describe('secrets', () => {
  test('of other connections only', () => {
    const { records, problems } = WHOLE.decrypted(conversationIn('rfc8448-simple-1-rtt.txt').keyLog)
    expect(records).toEqual([])
    expect(problems).toEqual([
      expect.stringMatching(
        /^The key log has no secrets of this TLS connection, whose client random is [0-9a-f]{64}, so it stays encrypted\.$/,
      ),
    ])
  })

  test('of the handshake alone: its end is seen, its data is not', () => {
    const handshake = WHOLE.keyLog.replace(/^.*TRAFFIC_SECRET_0.*$/gm, '')
    const { protocol, records, problems } = WHOLE.decrypted(handshake)
    expect(protocol).toBe('http/1.1')
    expect(records).toEqual([])
    expect(problems).toEqual([
      'The key log has no CLIENT_TRAFFIC_SECRET_0 for this TLS connection, so what the client sent stays encrypted from there on.',
      'The key log has no SERVER_TRAFFIC_SECRET_0 for this TLS connection, so what the server sent stays encrypted from there on.',
    ])
  })

  test('of one side: the other side stays encrypted, as a gap', () => {
    const oneSided = WHOLE.keyLog.replace(/^SERVER_TRAFFIC_SECRET_0.*$/m, '')
    expect(outcome(WHOLE, CLIENT, oneSided)).toMatchObject({ text: SAID[CLIENT], gap: undefined })
    expect(outcome(WHOLE, SERVER_SIDE, oneSided)).toMatchObject({ text: '', gap: expect.any(Number) })
  })

  const withServerSecret = (secret: string) =>
    WHOLE.keyLog.replace(/^(SERVER_TRAFFIC_SECRET_0 \w+) \w+$/m, `$1 ${secret}`)

  test('that are not those of the connection', () => {
    expect(outcome(WHOLE, SERVER_SIDE, withServerSecret('ab'.repeat(48)))).toMatchObject({
      text: '',
      problems: [expect.stringContaining('does not open with the secrets of the key log')],
    })
  })

  test('as long as another hash needs them', () => {
    expect(outcome(WHOLE, SERVER_SIDE, withServerSecret('ab'.repeat(32)))).toMatchObject({
      text: '',
      problems: [expect.stringContaining('has no SERVER_TRAFFIC_SECRET_0')],
    })
  })
})

describe('octets', () => {
  test('of which one bit was changed: the record is named, and what stands before it was read', () => {
    const { octets } = WHOLE.streams[SERVER_SIDE]
    const starts = recordStarts(octets)
    for (const [place, start] of starts.slice(0, -1).entries()) {
      // Hellos and change_cipher_spec are not protected.
      if (octets[start] !== 23) continue
      const end = starts[place + 1] as number
      const changed = WHOLE.with(SERVER_SIDE, (copy) => {
        copy[end - 1] = (copy[end - 1] as number) ^ 1
        return copy
      })
      const { text, gap, problems } = outcome(changed, SERVER_SIDE)
      expect(SAID[SERVER_SIDE].startsWith(text)).toBe(true)
      expect(gap).toBe(octets.length - start)
      expect(problems).toEqual([
        `The TLS record at octet ${start} of what the server sent does not open with the secrets of the key log: they are of another connection, or its octets were changed. Nothing from there on is read.`,
      ])
      expect(outcome(changed, CLIENT)).toMatchObject({ text: SAID[CLIENT], gap: undefined })
    }
  })

  test.each(DIRECTIONS)('%s cut off anywhere: what is read is the beginning of what was said', (direction) => {
    const { length } = WHOLE.streams[direction]
    const starts = new Set(recordStarts(WHOLE.streams[direction].octets))
    for (let end = 0; end < length; end++) {
      const cut = WHOLE.with(direction, (octets) => octets.subarray(0, end))
      const { text, problems } = outcome(cut, direction)
      expect(SAID[direction].startsWith(text)).toBe(true)
      if (starts.has(end) && end > 0) expect(problems).toEqual([])
      else expect(problems).not.toEqual([])
    }
  })

  test('that end inside a record are counted', () => {
    const { octets } = WHOLE.streams[CLIENT]
    const start = recordStarts(octets).at(-3) as number
    const { gap, problems } = outcome(
      WHOLE.with(CLIENT, (copy) => copy.subarray(0, start + 9)),
      CLIENT,
    )
    expect(gap).toBe(9)
    expect(problems).toEqual(['What the client sent ends inside a TLS record: 9 octets of it are there.'])
  })

  test('missing in the middle, a whole record or a few octets: what follows is not read', () => {
    const { octets } = WHOLE.streams[SERVER_SIDE]
    const [start, next] = recordStarts(octets).slice(-4) as [number, number]
    for (const [from, to] of [
      [start, next],
      [start + 7, start + 9],
    ] as const) {
      const without = WHOLE.with(SERVER_SIDE, (copy) => Buffer.concat([copy.subarray(0, from), copy.subarray(to)]))
      const { text, gap, problems } = outcome(without, SERVER_SIDE)
      expect(SAID[SERVER_SIDE].startsWith(text)).toBe(true)
      expect([gap, problems.length]).toEqual([octets.length - (to - from) - start, 1])
    }
  })

  test('that are no TLS behind TLS', () => {
    const { length } = WHOLE.streams[CLIENT]
    const start = recordStarts(WHOLE.streams[CLIENT].octets).at(-2) as number
    const garbled = WHOLE.with(CLIENT, (octets) => octets.fill(0x20, start))
    expect(outcome(garbled, CLIENT)).toEqual({
      text: SAID[CLIENT],
      gap: length - start,
      problems: [`At octet ${start} of what the client sent no TLS record begins, so nothing from there on is read.`],
    })
  })

  test('before which the capture began', () => {
    const [, second] = recordStarts(WHOLE.streams[CLIENT].octets) as [number, number]
    const late = WHOLE.with(CLIENT, (octets) => octets.subarray(second))
    expect(late.decrypted()).toMatchObject({
      version: 'TLS 1.3',
      records: [],
      problems: [expect.stringContaining('does not begin with a TLS ClientHello')],
    })
  })

  test('of the client only', () => {
    const oneSided = WHOLE.with(SERVER_SIDE, () => new Uint8Array(0))
    expect(oneSided.decrypted()).toMatchObject({
      serverName: 'example.test',
      version: undefined,
      records: [],
      problems: ['The server sent no TLS ServerHello, so there is nothing to decrypt.'],
    })
  })

  test('of nobody', () => {
    expect(new Conversation().decrypted().records).toEqual([])
  })
})

describe('what two sides agree on', () => {
  test('a cipher suite with CBC is named, and stays encrypted', async () => {
    const options = { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA' } as const
    const conversation = await recorded(answering(Buffer.from('!'), options), async (port) => {
      await ask(port, Buffer.from('?'), options)
    })
    expect(conversation.decrypted()).toMatchObject({
      cipherSuite: 'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA',
      records: [],
      problems: [
        'The cipher suite is TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, and only those with AES-GCM or ChaCha20-Poly1305 are decrypted, so it stays encrypted.',
      ],
    })
  })

  test('an old version is named, and stays encrypted', async () => {
    const options = { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const
    const conversation = await recorded(answering(Buffer.from('!'), options), async (port) => {
      await ask(port, Buffer.from('?'), options)
    })
    expect(conversation.decrypted()).toMatchObject({
      version: 'TLS 1.1',
      records: [],
      problems: ['Only TLS 1.3 and TLS 1.2 are decrypted, and this is TLS 1.1.'],
    })
  })

  test('nothing: the alert tells why', async () => {
    const server = answering(Buffer.from('!'), { minVersion: 'TLSv1.3' })
    const conversation = await recorded(server, async (port) => {
      const client = tls.connect({ port, host: '127.0.0.1', maxVersion: 'TLSv1.2' })
      await once(client, 'error')
    })
    expect(conversation.decrypted()).toMatchObject({
      records: [],
      problems: [
        'The server sent no TLS ServerHello, so there is nothing to decrypt.',
        'The server broke the TLS connection off with alert 70, protocol_version.',
      ],
    })
  })

  test('an alert under the keys is read too', async () => {
    const server = answering(Buffer.from('!'), { requestCert: true, minVersion: 'TLSv1.3' })
    const conversation = await recorded(server, async (port) => {
      const client = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false })
      client.write('?')
      await once(client, 'error')
    })
    const { records, problems } = conversation.decrypted()
    // The server gave up before it had a use for the client's further keys, so it logged none.
    expect(problems).toEqual([
      expect.stringContaining('The key log has no CLIENT_TRAFFIC_SECRET_0'),
      'The server broke the TLS connection off with alert 116, certificate_required.',
    ])
    expect(records.at(-1)).toMatchObject({ kind: 'end', direction: SERVER_SIDE })
  })

  test('new keys inside the connection (TLS 1.2): what was said before them is read', async () => {
    const options = { maxVersion: 'TLSv1.2' } as const
    const server = tls.createServer({ ...SERVER, ...options }, async (socket) => {
      socket.write('before')
      await once(socket, 'data')
      socket.renegotiate({ rejectUnauthorized: false }, () => socket.end('behind'))
    })
    const conversation = await recorded(server, async (port) => {
      const client = tls.connect({ port, host: '127.0.0.1', rejectUnauthorized: false, ...options })
      client.write('heard')
      expect(`${await allOf(client)}`).toBe('beforebehind')
    })
    expect(outcome(conversation, CLIENT)).toMatchObject({ text: 'heard', gap: expect.any(Number) })
    expect(outcome(conversation, SERVER_SIDE)).toMatchObject({
      text: 'before',
      gap: expect.any(Number),
      problems: [
        expect.stringContaining('The client goes over to keys that were negotiated inside the TLS connection'),
        expect.stringContaining('The server goes over to keys that were negotiated inside the TLS connection'),
      ],
    })
  })
})

describe('whatever the octets', () => {
  const files = ['key-update.txt', 'early-data-not-accepted.txt', 'rfc8448-hello-retry-request.txt']
  const conversations = files.map(conversationIn)

  test('how they fell into passages changes nothing but times', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...conversations),
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
        (whole, lengths) => {
          let turn = 0
          const cut = whole.cutBy(() => lengths[turn++ % lengths.length] as number).decrypted()
          const expected = whole.decrypted()
          expect({ ...cut, records: [] }).toEqual({ ...expected, records: [] })
          for (const direction of DIRECTIONS) {
            const of = (records: typeof cut.records) =>
              records.filter((record) => record.direction === direction).map(({ at: _, ...record }) => record)
            expect(of(cut.records)).toEqual(of(expected.records))
          }
          expect(cut.records.map(({ at }) => at)).toEqual(cut.records.map(({ at }) => at).toSorted((a, b) => a - b))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('a record passes when its last octet does', () => {
    const starts = recordStarts(WHOLE.streams[CLIENT].octets)
    const octetByOctet = WHOLE.cutBy(() => 1)
    const ends = octetByOctet
      .decrypted()
      .records.filter(({ direction, kind }) => direction === CLIENT && kind === 'octets')
      .map(({ at }) => at)
    // The client's octets pass first, one each millisecond from 1.
    expect(ends.length).toBe(3)
    for (const at of ends) expect(starts).toContain(at)
  })

  test('nothing throws, and every problem is a sentence', () => {
    const change = fc.record({
      direction: fc.constantFrom(...DIRECTIONS),
      at: fc.nat({ max: 1200 }),
      octets: fc.uint8Array({ maxLength: 4 }),
      removed: fc.nat({ max: 4 }),
    })
    fc.assert(
      fc.property(fc.constantFrom(...conversations), fc.array(change, { maxLength: 4 }), (whole, changes) => {
        let conversation = whole
        for (const { direction, at, octets, removed } of changes) {
          conversation = conversation.with(direction, (before) =>
            Buffer.concat([before.subarray(0, at), octets, before.subarray(at + removed)]),
          )
        }
        for (const problem of conversation.decrypted().problems) expect(problem).toMatch(/^[A-Z].*\.$/)
      }),
      { numRuns: 400 },
    )
  })

  test('any octets at all', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (client, server) => {
        const conversation = new Conversation()
        conversation.pass(CLIENT, Buffer.concat([Buffer.of(22, 3, 1), client]))
        conversation.pass(SERVER_SIDE, server)
        expect(conversation.decrypted().records).toEqual([])
      }),
    )
  })

  test('hellos in records of one octet each', () => {
    for (const conversation of conversations) {
      let fine = conversation
      for (const direction of DIRECTIONS) {
        fine = fine.with(direction, (octets) => {
          const starts = recordStarts(octets)
          const records = starts.slice(0, -1).flatMap((start, place) => {
            const record = octets.subarray(start, starts[place + 1])
            if (record[0] !== 22) return [record]
            return [...record.subarray(5)].map((octet) => Uint8Array.of(22, 3, 3, 0, 1, octet))
          })
          return Buffer.concat(records)
        })
      }
      const { records, problems } = fine.decrypted()
      expect([problems, records.length]).toEqual([
        conversation.decrypted().problems,
        conversation.decrypted().records.length,
      ])
    }
  })

  test('a message is not kept beyond MAX_BODY_OCTETS, and what follows it is found', () => {
    const reader = new HandshakeReader()
    const length = 2 ** 24 - 1
    expect(reader.read(Uint8Array.of(1, 0xff, 0xff, 0xff))).toEqual([])
    const piece = new Uint8Array(16_384)
    for (let left = length; left > 0; left -= piece.length) {
      const messages = reader.read(piece.subarray(0, Math.min(left, piece.length)))
      expect(messages).toEqual(left > piece.length ? [] : [{ type: 1, body: new Uint8Array(0) }])
    }
    const [hello] = reader.read(Uint8Array.of(2, 0, 0, 1, 9))
    expect(hello).toEqual({ type: 2, body: Uint8Array.of(9) })
    expect(MAX_BODY_OCTETS).toBeLessThan(length)
  })

  test('a million empty records take no longer than they should', { timeout: 60_000 }, () => {
    const records = new Uint8Array(5_000_000)
    for (let at = 0; at < records.length; at += 5) records.set([22, 3, 3, 0, 0], at)
    const padded = WHOLE.with(SERVER_SIDE, (octets) => Buffer.concat([records, octets]))
    expect(outcome(padded, SERVER_SIDE)).toEqual({ text: SAID[SERVER_SIDE], gap: undefined, problems: [] })
  })

  test(`a gap says which limit it is of`, () => {
    const cut = WHOLE.with(CLIENT, (octets) => octets.subarray(0, -1))
    expect(cut.decrypted().records.find(({ kind }) => kind === 'gap')).toMatchObject({ limit: NOT_DECRYPTED })
  })
})
