/**
 * What frames do to a connection, RFC 9113 sections 5 and 6, and which of them break its rules.
 *
 * What an endpoint may do depends on what the other end has told it: settings, windows, which streams there are. But two
 * files tell no times, and of a connection perhaps one direction was seen. So:
 *
 * Rule 1: before a frame is judged by what the other end must have said first, the other end's octets are read as far as
 * they are needed and there: an acknowledgement comes after its SETTINGS, DATA after its WINDOW_UPDATE, a response after
 * its request. Honest peers then look the same in whatever order their octets are fed.
 * Rule 2: while no SETTINGS of the other end has been seen, nothing is judged by what it might have said.
 * Rule 3: settings bind from their acknowledgement on, which stands among the octets that they bind.
 * Rule 4: that a stream is closed is held only against who closed it: the other end may not have heard of it.
 * Rule 5: after a connection error the connection goes on to be read, as far as its frames can be told apart.
 */
import type { OctetStream } from '../../octets.ts'
import { type Direction, opposite } from '../../pdu.ts'
import { acknowledge, announce, goAway, updateWindow } from './connection-frames.ts'
import { Endpoint } from './endpoint.ts'
import { blame, FrameFacts } from './frame-facts.ts'
import { FRAME_HEADER_OCTETS, type FrameHeader } from './frame-header.ts'
import { continuation, data, headers, pushPromise, reset } from './message-frames.ts'
import { Messages } from './messages.ts'
import { ACK, END_STREAM, FIXED_LENGTHS, MAX_FRAME_SIZE } from './registries.ts'
import { exchangeOf, type Half, openerOf, type Stream, Streams } from './stream.ts'

/** What the session asks of the connection that feeds it. */
export interface Feed {
  readonly streams: Readonly<Record<Direction, OctetStream>>
  /** Reads on in `direction` until `isMet`, or until its octets are used up. */
  catchUp(direction: Direction, isMet: () => boolean): void
  /** Whether all octets of `direction` that are there have been read. */
  isRead(direction: Direction): boolean
}

/** A frame that is being taken in. */
export interface Reading {
  readonly frame: FrameHeader
  readonly octets: OctetStream
  readonly from: Endpoint
  readonly other: Endpoint
  /** The stream it is on, where there is one that is not forgotten. */
  readonly stream: Stream | undefined
  readonly facts: FrameFacts
  /** What the sender has sent on the stream, for DATA that belong to a message. */
  half?: Half
}

/** Frames that are about the whole connection, and those that never are; the others may be either. */
const ON_CONNECTION = new Set<string>(['SETTINGS', 'PING', 'GOAWAY', 'ORIGIN', 'PRIORITY_UPDATE'])
const ON_STREAM = new Set<string>(['DATA', 'HEADERS', 'PRIORITY', 'RST_STREAM', 'PUSH_PROMISE', 'CONTINUATION'])

/** Frames that may not come on an idle stream: all that are defined, but for those that open it or rank it. */
const NOT_ON_IDLE = new Set<string>(['DATA', 'HEADERS', 'RST_STREAM', 'PUSH_PROMISE', 'CONTINUATION', 'WINDOW_UPDATE'])

/** What each type of frame does; the others do nothing to the connection. */
const HANDLERS: Readonly<Partial<Record<string, (session: Session, reading: Reading) => void>>> = {
  DATA: data,
  HEADERS: headers,
  PUSH_PROMISE: pushPromise,
  CONTINUATION: continuation,
  RST_STREAM: reset,
  SETTINGS: (session, reading) =>
    reading.frame.flags & ACK ? acknowledge(session, reading) : announce(session, reading),
  GOAWAY: goAway,
  WINDOW_UPDATE: updateWindow,
}

export class Session {
  readonly messages: Messages
  readonly streams = new Streams()
  readonly #feed: Feed
  readonly #firstExchange: number
  readonly #endpoints: Readonly<Record<Direction, Endpoint>> = {
    'client-to-server': new Endpoint('client-to-server'),
    'server-to-client': new Endpoint('server-to-client'),
  }

  /** `isUpgraded` when stream 1 is the request that HTTP/1.1 made. */
  constructor(feed: Feed, firstExchange: number, isUpgraded: boolean) {
    this.#feed = feed
    this.#firstExchange = firstExchange
    this.messages = new Messages(firstExchange)
    // RFC 7540 section 3.2: "Stream 1 is implicitly "half-closed" from the client toward the server".
    if (isUpgraded) this.streams.open(1).half('client-to-server').ended = true
  }

  /** A frame has come; of DATA, its first octets, so that its content can be handed on as it comes. */
  begin(frame: FrameHeader, direction: Direction): Reading {
    const from = this.#endpoints[direction]
    const other = this.#endpoints[opposite(direction)]
    const facts = new FrameFacts()
    judgeFrame(frame, from, other, facts)
    const stream = this.#streamOf(frame, from, facts)
    // An idle stream, which PRIORITY may name, is no exchange yet, and may never be.
    const isOpened = stream !== undefined || this.streams.wasOpened(frame.stream)
    if (isOpened) facts.exchange = exchangeOf(frame.stream, this.#firstExchange)
    if (stream !== undefined) facts.stateBefore ??= stream.state
    const reading: Reading = { frame, octets: this.#feed.streams[direction], from, other, stream, facts }
    HANDLERS[frame.name]?.(this, reading)
    return reading
  }

  /** What the header of a frame tells, of which the rest is to come. */
  foresee(frame: FrameHeader, direction: Direction): FrameFacts {
    const facts = new FrameFacts()
    judgeFrame(frame, this.#endpoints[direction], this.#endpoints[opposite(direction)], facts)
    return facts
  }

  /** The last octet of the frame has come. */
  finish({ frame, from, stream, half, facts }: Reading): void {
    if (stream === undefined) return
    if (half !== undefined && frame.flags & END_STREAM) {
      half.ended = true
      this.messages.end(stream, from.direction, facts)
    }
    facts.stateAfter = stream.state
    this.streams.settle(stream)
  }

  /** The direction has ended: nothing that it carries goes on. */
  end(direction: Direction): void {
    for (const stream of this.streams) this.messages.cut(stream.half(direction))
    const cutBlock = this.#endpoints[direction].block?.message
    if (cutBlock !== undefined) this.messages.cut(cutBlock.of.half(direction))
  }

  /** Rule 1. */
  catchUp({ direction }: Endpoint, isMet: () => boolean): void {
    if (!isMet()) this.#feed.catchUp(opposite(direction), isMet)
  }

  /** Whether the endpoint has been seen, and all that is there of it. */
  isRead({ direction, settings }: Endpoint): boolean {
    return settings.isSeen && this.#feed.isRead(direction)
  }

  /** The stream that a frame is on, which HEADERS of a client may open. Blames a frame on an idle one. */
  #streamOf({ name, stream: id }: FrameHeader, from: Endpoint, facts: FrameFacts): Stream | undefined {
    if (id === 0) return undefined
    const found = this.streams.get(id)
    const opener = openerOf(id)
    const isOpened = () => id <= this.streams.highest(opener)
    if (name === 'HEADERS' && opener === 'client-to-server' && opener === from.direction && !isOpened()) {
      facts.stateBefore = found?.state ?? 'idle'
      return this.streams.open(id)
    }
    if (name === 'HEADERS' && opener !== from.direction && from.direction === 'client-to-server') {
      blame(facts, 'stream-identifier', 'stream-id-parity')
    }
    if (found !== undefined) return found
    if (opener !== from.direction) this.catchUp(from, isOpened)
    if (isOpened()) return this.streams.get(id)
    if (!NOT_ON_IDLE.has(name)) return undefined
    // Who would have opened it has not been seen, and so has opened it.
    if (opener !== from.direction && !this.#endpoints[opener].settings.isSeen) return this.streams.imply(id)
    // RFC 9113 section 5.1: "Receiving any frame other than HEADERS or PRIORITY on a stream in this state MUST be treated as
    // a connection error".
    blame(facts, 'stream-identifier', 'stream-idle')
    return undefined
  }
}

function judgeFrame(frame: FrameHeader, from: Endpoint, { settings }: Endpoint, facts: FrameFacts): void {
  const { name, start, end, stream } = frame
  const length = end - start - FRAME_HEADER_OCTETS
  const limit = settings.permitted[MAX_FRAME_SIZE] as number
  if (length > limit && (settings.isSeen || !from.hasAcknowledged)) blame(facts, 'length', 'frame-too-large')
  if (FIXED_LENGTHS[name] !== undefined && FIXED_LENGTHS[name] !== length) blame(facts, 'length', 'frame-length')
  if (stream === 0 && ON_STREAM.has(name)) blame(facts, 'stream-identifier', 'stream-zero')
  if (stream !== 0 && ON_CONNECTION.has(name)) blame(facts, 'stream-identifier', 'stream-not-zero')
  // RFC 9113 section 6.2: "A receiver MUST treat the receipt of any other type of frame or a frame on a different stream as a
  // connection error".
  if (from.block !== undefined && (name !== 'CONTINUATION' || stream !== from.block.stream)) {
    blame(facts, 'type', 'continuation-expected')
  }
}
