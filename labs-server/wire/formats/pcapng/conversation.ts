/**
 * One connection as packets: the TCP that must have been around the octets a tap saw (RFC 9293 section 3.5 and 3.6).
 *
 * Rule 1: sequence numbers start at 0, so that octet n of a direction has the number n + 1.
 * Rule 2: one read or write is one segment, or several of which the last has PSH; the other end acknowledges it at once.
 * Rule 3: what was not observed is written only where TCP asks for it, and says so.
 */
import { latin1 } from '../../octets.ts'
import { DIRECTIONS, type Direction, opposite } from '../../pdu.ts'
import { HANDSHAKE_OPTIONS, type SegmentToWrite, tcpPacket } from '../packets/tcp-packet.ts'
import { ACK, FIN, PSH, RST, SYN } from '../packets/tcp-segment.ts'
import type { Endpoints } from './endpoints.ts'
import { gapNote, UNSEEN_NOTE } from './notes.ts'

/** Octets in one segment, at most: more fit, but a row that holds two of them is still less than a snaplen of 65,535. */
export const MAX_SEGMENT_OCTETS = 32_000

/** RFC 9113 section 3.4: what a client of HTTP/2 says first. */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'

/** A hole in sequence numbers cannot be larger than a window (RFC 7323 section 2.3). */
const MAX_HOLE = 2 ** 30 - 1

export interface PacketToWrite {
  readonly direction: Direction
  readonly octets: Uint8Array
  readonly comments: readonly string[]
}

const RESET_NOTE = 'The connection was broken off. Which end did it was not observed.'

export class Conversation {
  readonly #endpoints: Endpoints
  /** The next sequence number of each direction. */
  readonly #next = { 'client-to-server': 0, 'server-to-client': 0 }
  readonly #ended = { 'client-to-server': false, 'server-to-client': false }
  /** The direction whose FIN, the second, waits for the connection to be closed. */
  #unacknowledged: Direction | undefined

  constructor(endpoints: Endpoints) {
    this.#endpoints = endpoints
  }

  *open(comments: readonly string[]): Iterable<PacketToWrite> {
    yield this.#packet('client-to-server', { flags: SYN, acknowledgment: 0, options: HANDSHAKE_OPTIONS }, comments)
    this.#next['client-to-server'] = 1
    yield this.#packet('server-to-client', { flags: SYN | ACK, options: HANDSHAKE_OPTIONS })
    this.#next['server-to-client'] = 1
    yield this.#acknowledgment('client-to-server')
  }

  /** `commentsOf` is asked for the comments of each segment: octets `[start, end)` of this read or write. */
  *octets(
    direction: Direction,
    octets: Uint8Array,
    commentsOf: (start: number, end: number) => readonly string[],
  ): Iterable<PacketToWrite> {
    let end = 0
    for (let start = 0; start < octets.length; start = end) {
      end = Math.min(octets.length, start + this.#segmentLength(direction, octets))
      const payload = octets.subarray(start, end)
      const flags = end === octets.length ? ACK | PSH : ACK
      yield this.#packet(direction, { flags, payload }, commentsOf(start, end))
      this.#advance(direction, payload.length)
    }
    if (octets.length > 0) yield this.#acknowledgment(opposite(direction))
  }

  /** Octets that were not kept: sequence numbers go on behind them. */
  *gap(direction: Direction, gap: { readonly octets: number; readonly limit: string }): Iterable<PacketToWrite> {
    this.#advance(direction, Math.min(gap.octets, MAX_HOLE))
    yield this.#packet(direction, { flags: ACK }, [gapNote(gap)])
  }

  *end(direction: Direction, comments: readonly string[] = []): Iterable<PacketToWrite> {
    if (this.#ended[direction]) return
    yield this.#packet(direction, { flags: FIN | ACK }, comments)
    this.#advance(direction, 1)
    this.#ended[direction] = true
    if (this.#ended[opposite(direction)]) this.#unacknowledged = direction
    else yield this.#acknowledgment(opposite(direction))
  }

  /** `comments` stand at the packet which closes it. */
  *close(how: 'closed' | 'reset', comments: readonly string[] = []): Iterable<PacketToWrite> {
    if (how === 'reset') {
      const direction = this.#ended['client-to-server'] ? 'server-to-client' : 'client-to-server'
      yield this.#packet(direction, { flags: RST | ACK }, comments.length > 0 ? comments : [RESET_NOTE])
      return
    }
    for (const direction of DIRECTIONS) yield* this.end(direction, [UNSEEN_NOTE])
    if (this.#unacknowledged !== undefined) yield this.#acknowledgment(opposite(this.#unacknowledged), comments)
  }

  /** Wireshark puts frames of HTTP/2 together from the segment on that follows the preface: so that has one of its own. */
  #segmentLength(direction: Direction, octets: Uint8Array): number {
    const isFirst = direction === 'client-to-server' && this.#next[direction] === 1
    return isFirst && latin1(octets.subarray(0, PREFACE.length)) === PREFACE ? PREFACE.length : MAX_SEGMENT_OCTETS
  }

  #acknowledgment(direction: Direction, comments: readonly string[] = []): PacketToWrite {
    return this.#packet(direction, { flags: ACK }, comments)
  }

  #advance(direction: Direction, octets: number): void {
    this.#next[direction] = (this.#next[direction] + octets) % 2 ** 32
  }

  #packet(
    direction: Direction,
    segment: Pick<SegmentToWrite, 'flags' | 'options' | 'payload'> & { readonly acknowledgment?: number },
    comments: readonly string[] = [],
  ): PacketToWrite {
    const { client, server } = this.#endpoints
    const [source, destination] = direction === 'client-to-server' ? [client, server] : [server, client]
    const sequence = this.#next[direction]
    const octets = tcpPacket({
      source,
      destination,
      sequence,
      acknowledgment: this.#next[opposite(direction)],
      ...segment,
    })
    return { direction, octets, comments }
  }
}
