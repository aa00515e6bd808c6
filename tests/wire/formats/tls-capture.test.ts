/** A pcapng file with TLS secrets inside: how a direction ends that TLS did not end, or that could not be read to its end. */
import { describe, expect, test } from 'vitest'
import { PcapngReader } from '#wire/formats/pcapng/reader.ts'
import { latin1 } from '#wire/octets.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import { Trace } from '#wire/trace.ts'
import { Blocks, joined, Talk } from './packet-files.ts'
import { type Conversation, conversationIn, recordStarts } from './tls/conversation.ts'

const RAW = 101
const SEGMENT_OCTETS = 1000

/** The conversation as packets of a file, its key log in front of them. */
function fileOf(conversation: Conversation, keyLog = conversation.keyLog): Uint8Array {
  const talk = new Talk().handshake()
  const passages = DIRECTIONS.flatMap((direction) =>
    conversation.passages[direction].map((passage) => ({ direction, ...passage })),
  ).toSorted((one, other) => one.at - other.at)
  for (const { direction, start, end } of passages) {
    for (let at = start; at < end; at += SEGMENT_OCTETS) {
      const segment = latin1(
        conversation.streams[direction].slice({ start: at, end: Math.min(end, at + SEGMENT_OCTETS) }),
      )
      if (direction === 'client-to-server') talk.client(segment, at)
      else talk.server(segment, at)
    }
  }
  talk.fin('client', conversation.streams['client-to-server'].length)
  talk.fin('server', conversation.streams['server-to-client'].length)
  const blocks = new Blocks()
  return joined([
    blocks.section(),
    blocks.secrets(keyLog),
    blocks.interface(RAW),
    ...talk.packets.map(({ at, octets }) => blocks.packet(0, BigInt(at) * 1000n, octets)),
  ])
}

function opened(file: Uint8Array) {
  const reader = new PcapngReader()
  reader.push(file)
  const capture = reader.end()
  const trace = new Trace(capture.run)
  for (const record of capture.records) trace.append(record)
  const [connection] = trace.connections
  if (connection === undefined) throw new Error('Failed to open the file: it has no connection.')
  return { capture, connection, text: (direction: Direction) => latin1(connection.streams[direction].octets) }
}

describe('a pcapng file with TLS secrets inside', () => {
  test('a direction without close_notify ends when TCP says so', () => {
    const whole = conversationIn('key-update.txt')
    const closeNotify = recordStarts(whole.streams['server-to-client'].octets).at(-2)
    const cut = whole.with('server-to-client', (octets) => octets.subarray(0, closeNotify))
    expect(cut.decrypted().problems).toEqual([])
    const { connection, text } = opened(fileOf(cut))
    expect(text('server-to-client')).toBe('one from the server\ntwo from the server\nthree from the server\n')
    expect(connection.endedAt['server-to-client']).toBeGreaterThan(
      connection.passages['server-to-client'].at(-1)?.at ?? 0,
    )
  })

  test('without the secrets of one direction, that direction is a gap', () => {
    const conversation = conversationIn('key-update.txt')
    const { capture, connection, text } = opened(
      fileOf(conversation, conversation.keyLog.replace(/^SERVER_TRAFFIC_SECRET_0.*$/m, '')),
    )
    expect(text('client-to-server')).toContain('one from the client')
    expect(connection.gaps['server-to-client']).toMatchObject({ limit: 'not-decrypted' })
    expect(capture.problems).toEqual([
      expect.stringMatching(/^Connection 1: The key log has no SERVER_TRAFFIC_SECRET_0/),
    ])
  })
})
