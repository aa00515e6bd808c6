/**
 * One TCP connection of a capture (RFC 9293): who is its client, what its ends sent, how it ended.
 *
 * Rule 1: who sends SYN is the client. Without it, the first octets tell, or else the ports.
 * Rule 2: a FIN is an end, and a RST closes. When both ends are acknowledged, the connection is closed.
 * Rule 3: time does not go back: what a capture holds in another order than that of its times, passed when it was in order.
 */
import { DIRECTIONS, type Direction, opposite } from '../../pdu.ts'
import type { TraceRecord } from '../../trace.ts'
import { MAX_FIRST_OCTETS, senderOf } from '../first-octets.ts'
import type { PacketNotes } from './packet.ts'
import { TcpDirection } from './tcp-direction.ts'
import type { TcpSegment } from './tcp-segment.ts'

/** Ports below are given to services (RFC 6335 section 6). */
const FIRST_USER_PORT = 1024

/** The limit that gap records name: what a capture does not hold. */
export const MISSING_IN_CAPTURE = 'missing-in-capture'

/** Who is at the ends of a connection, and whether its first segment was captured. */
export interface Opening {
  readonly client: string
  readonly server: string
  readonly isBeginningSeen: boolean
  readonly notes: PacketNotes
}

export interface ConnectionObserver {
  /** Returns the number of the connection. */
  opened(opening: Opening, at: number): number
  record(record: TraceRecord): void
}

interface Label {
  readonly notes: PacketNotes
  /** The rest of the same read or write is in the next segment. */
  readonly continues: boolean
}

/** A read or write of which more is to come. */
interface Begun {
  readonly parts: Uint8Array[]
  readonly at: number
  readonly notes: PacketNotes
}

const NO_NOTES: PacketNotes = {}

export class TcpConnection {
  readonly #observer: ConnectionObserver
  readonly #directions: Readonly<Record<Direction, TcpDirection<Label>>> = {
    'client-to-server': this.#direction('client-to-server'),
    'server-to-client': this.#direction('server-to-client'),
  }
  readonly #first = { 'client-to-server': new Uint8Array(0), 'server-to-client': new Uint8Array(0) }
  readonly #begun: Partial<Record<Direction, Begun>> = {}
  #id = 0
  /** Whose segments go from client to server; undefined before there is one that tells. */
  #client: string | undefined
  #openedAt: number | undefined
  #lastAt = Number.NEGATIVE_INFINITY
  /** What our own file says of the segment that is being read. */
  #notes = NO_NOTES
  #closed = false

  constructor(observer: ConnectionObserver) {
    this.#observer = observer
  }

  /** The first octets of a direction, at most `MAX_FIRST_OCTETS`. */
  firstOctets(direction: Direction): Uint8Array {
    return this.#first[direction]
  }

  /** Whether a segment with SYN is of another connection between the same ports, and not the same SYN once more. */
  isOver(segment: TcpSegment): boolean {
    if (this.#closed || this.#client === undefined) return true
    const { base } = this.#directions[this.#directionOf(segment)]
    return base !== undefined && base !== next(segment.sequence)
  }

  /** Takes in a segment captured at `time`, in milliseconds since the run started. Returns false when it cannot be its own. */
  receive(segment: TcpSegment, time: number, notes?: PacketNotes): boolean {
    const at = Math.max(time, this.#lastAt)
    this.#lastAt = at
    this.#openedAt ??= at
    if (this.#closed) return true
    const { isSyn, isFin, isRst, payload, payloadLength } = segment
    if (this.#client === undefined) {
      // An empty segment says nothing that must be known; its sequence number may be that of a probe, which is one less.
      if (!isSyn && !isFin && !isRst && payloadLength === 0) return true
      this.#open(segment, notes ?? NO_NOTES)
    }
    this.#notes = notes ?? NO_NOTES
    const direction = this.#directionOf(segment)
    const own = this.#directions[direction]
    const sequence = isSyn ? next(segment.sequence) : segment.sequence
    if (isSyn) own.startAt(sequence)
    if (segment.acknowledgment !== undefined) this.#directions[opposite(direction)].acknowledge(segment.acknowledgment)
    if (isRst) {
      this.#close('reset')
      return true
    }
    if (this.#notes.gap !== undefined) this.#toldGap(direction, sequence, this.#notes.gap)
    const isOwn =
      (payloadLength === 0 && own.base === undefined) ||
      own.receive(sequence, payload, payloadLength, at, {
        notes: this.#notes,
        continues: notes !== undefined && !segment.isPush,
      })
    if (isFin && isOwn) own.finish(sequence + payloadLength, at)
    if (this.#areEndsAcknowledged()) this.#close('closed')
    return isOwn
  }

  /** No more segments follow: tells what is missing, and whether both ends were closed all the same. */
  finish(): void {
    if (this.#closed || this.#client === undefined) return
    this.#settle()
    if (this.#areEndsAcknowledged()) this.#close('closed')
    this.#closed = true
  }

  #settle(): void {
    this.#notes = NO_NOTES
    for (const direction of DIRECTIONS) {
      this.#directions[direction].close(this.#lastAt)
      this.#flush(direction)
    }
  }

  #areEndsAcknowledged(): boolean {
    return DIRECTIONS.every((direction) => this.#directions[direction].isEndAcknowledged)
  }

  #open(segment: TcpSegment, notes: PacketNotes): void {
    const fromClient = isFromClient(segment)
    const client = fromClient ? segment.source : segment.destination
    const server = fromClient ? segment.destination : segment.source
    this.#client = client
    const at = this.#openedAt ?? this.#lastAt
    this.#id = this.#observer.opened({ client, server, isBeginningSeen: segment.isSyn, notes }, at)
  }

  #directionOf({ source }: TcpSegment): Direction {
    return source === this.#client ? 'client-to-server' : 'server-to-client'
  }

  #direction(direction: Direction): TcpDirection<Label> {
    return new TcpDirection<Label>({
      octets: (octets, at, label) => this.#pass(direction, octets, at, label),
      gap: (octets, at) => this.#gap(direction, octets, at, MISSING_IN_CAPTURE),
      end: (at) => {
        this.#flush(direction)
        if (this.#notes.isUnseen === true) return
        const by = this.#notes.byPath === 'end' ? ({ by: 'path' } as const) : {}
        this.#observer.record({ kind: 'end', connection: this.#id, at, direction, ...by })
      },
    })
  }

  #pass(direction: Direction, octets: Uint8Array, at: number, { notes, continues }: Label): void {
    const begun = this.#begun[direction]
    if (begun !== undefined) begun.parts.push(octets)
    else if (continues) this.#begun[direction] = { parts: [octets], at, notes }
    else this.#record(direction, octets, at, notes)
    if (!continues) this.#flush(direction)
  }

  /** Ends a read or write that came in several segments. */
  #flush(direction: Direction): void {
    const begun = this.#begun[direction]
    if (begun === undefined) return
    delete this.#begun[direction]
    this.#record(direction, concatenated(begun.parts), begun.at, begun.notes)
  }

  #record(direction: Direction, octets: Uint8Array, at: number, { pieces, heldMs }: PacketNotes): void {
    const first = this.#first[direction]
    if (first.length < MAX_FIRST_OCTETS) {
      this.#first[direction] = concatenated([first, octets.subarray(0, MAX_FIRST_OCTETS - first.length)])
    }
    const isWhole = pieces?.reduce((sum, length) => sum + length, 0) === octets.length
    this.#observer.record({
      kind: 'octets',
      connection: this.#id,
      at,
      direction,
      octets,
      ...(pieces && isWhole && { pieces }),
      ...(heldMs !== undefined && { heldMs }),
    })
  }

  /** A gap that the tap itself left: what it says of it is more than the hole in the sequence numbers. */
  #toldGap(direction: Direction, sequence: number, { octets, limit }: NonNullable<PacketNotes['gap']>): void {
    this.#directions[direction].lose(sequence)
    this.#gap(direction, octets, this.#lastAt, limit)
  }

  #gap(direction: Direction, octets: number, at: number, limit: string): void {
    this.#flush(direction)
    this.#observer.record({ kind: 'gap', connection: this.#id, at, direction, octets, limit })
  }

  #close(how: 'closed' | 'reset'): void {
    const by = this.#notes.byPath === 'close' ? ({ by: 'path' } as const) : {}
    if (how === 'reset') this.#settle()
    this.#closed = true
    this.#observer.record({ kind: 'close', connection: this.#id, at: this.#lastAt, how, ...by })
  }
}

function isFromClient({ isSyn, acknowledgment, payload, sourcePort, destinationPort }: TcpSegment): boolean {
  if (isSyn) return acknowledgment === undefined
  const sender = senderOf(payload)
  if (sender !== undefined) return sender === 'client'
  const isServicePort = destinationPort < FIRST_USER_PORT
  if (isServicePort !== sourcePort < FIRST_USER_PORT) return isServicePort
  // Clients get their ports from the upper end of the range (RFC 6335 section 6).
  return sourcePort >= destinationPort
}

/** Sequence numbers are modulo 2^32 (RFC 9293 section 3.4). */
function next(sequence: number): number {
  return (sequence + 1) >>> 0
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
