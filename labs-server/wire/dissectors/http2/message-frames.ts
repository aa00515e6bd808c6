/** Frames that make up messages: DATA, HEADERS, PUSH_PROMISE, CONTINUATION and RST_STREAM, RFC 9113 section 6. */
import { opposite } from '../../pdu.ts'
import type { Endpoint, OpenBlock } from './endpoint.ts'
import { breakAt, openBlock, readFragment, readWholeBlock } from './field-block.ts'
import { FieldSection, type SectionKind } from './field-section.ts'
import { blame, type FrameFacts } from './frame-facts.ts'
import { FRAME_HEADER_OCTETS, type PayloadExtent, payloadExtent, uint31, uint32 } from './frame-header.ts'
import {
  ENABLE_CONNECT_PROTOCOL,
  ENABLE_PUSH,
  END_HEADERS,
  END_STREAM,
  ERROR_CODES,
  INITIAL_WINDOW_SIZE,
  MAX_CONCURRENT_STREAMS,
  nameOr,
} from './registries.ts'
import type { Reading, Session } from './session.ts'
import { openerOf, type Stream } from './stream.ts'

export function data(session: Session, reading: Reading): void {
  const { frame, from, stream, facts } = reading
  const { start, end } = extentOf(reading)
  facts.value = end - start
  useWindows(session, reading)
  if (stream === undefined) {
    if (session.streams.wasOpened(frame.stream)) blame(facts, 'stream-identifier', 'stream-closed')
    return
  }
  const half = stream.half(from.direction)
  if (half.ended || half.reset) {
    blame(facts, 'stream-identifier', 'stream-closed')
    return
  }
  if (half.phase === 'head') blame(facts, 'type', 'data-before-headers')
  reading.half = half
  session.messages.data(half, facts.value, facts)
}

// RFC 9113 section 6.9.1: "A sender MUST NOT send a flow-controlled frame with a length that exceeds the space available in
// either of the flow-control windows advertised by the receiver." Padding counts, too.
function useWindows(session: Session, { frame, from, other, stream, facts }: Reading): void {
  const length = frame.end - frame.start - FRAME_HEADER_OCTETS
  const { settings } = other
  const half = stream?.half(from.direction)
  const credit = () => half?.credit ?? 0
  const hasRoom = () =>
    length === 0 || length <= Math.min(from.window, (settings.permitted[INITIAL_WINDOW_SIZE] as number) + credit())
  session.catchUp(from, hasRoom)
  if (settings.isSeen && !hasRoom()) blame(facts, 'length', 'flow-control-exceeded')
  facts.connectionWindow = from.window
  from.window -= length
  if (half === undefined) return
  facts.streamWindow = (settings.acknowledged[INITIAL_WINDOW_SIZE] as number) + half.credit
  half.credit -= length
}

export function headers(session: Session, reading: Reading): void {
  const { frame, from, stream } = reading
  const message = stream && messageOf(session, reading, stream)
  const endsStream = (frame.flags & END_STREAM) !== 0
  if (message !== undefined && endsStream) message.of.half(from.direction).ended = true
  if (stream === undefined) blameUnopened(session, reading)
  startBlock(session, reading, { stream: frame.stream, message, endsStream })
}

/** The message that HEADERS start or go on with; undefined when they are out of place. */
function messageOf(session: Session, reading: Reading, stream: Stream): OpenBlock['message'] {
  const { frame, from, other, facts } = reading
  const half = stream.half(from.direction)
  if (half.ended || half.reset) {
    blame(facts, 'stream-identifier', 'stream-closed')
    return undefined
  }
  if (facts.stateBefore === 'idle') judgeCount(session, from, other, facts)
  const head: SectionKind = from.direction === 'client-to-server' ? 'request' : 'response'
  const kind = half.phase === 'head' ? head : 'trailers'
  if (kind === 'trailers') {
    half.phase = 'trailers'
    // RFC 9113 section 8.1: "a HEADERS frame that starts a trailer section without END_STREAM is malformed".
    if (!(frame.flags & END_STREAM)) blame(facts, 'flags', 'trailers-without-end-stream')
  }
  return { of: stream, section: new FieldSection(kind) }
}

function judgeCount(session: Session, from: Endpoint, { settings }: Endpoint, facts: FrameFacts): void {
  const limit = settings.permitted[MAX_CONCURRENT_STREAMS] as number
  session.catchUp(from, () => session.streams.openOfClient <= limit)
  if (settings.isSeen && session.streams.openOfClient > limit) blame(facts, 'stream-identifier', 'too-many-streams')
}

function blameUnopened({ streams }: Session, { frame: { stream }, from, facts }: Reading): void {
  if (stream === 0) return
  if (streams.wasOpened(stream)) {
    blame(facts, 'stream-identifier', 'stream-closed')
    return
  }
  if (from.direction === 'client-to-server') {
    const isOdd = openerOf(stream) === 'client-to-server'
    blame(facts, 'stream-identifier', isOdd ? 'stream-id-not-increasing' : 'stream-id-parity')
  }
}

export function pushPromise(session: Session, reading: Reading): void {
  const { frame, octets, from, other, stream, facts } = reading
  const extent = extentOf(reading)
  if (from.direction === 'client-to-server') blame(facts, 'type', 'push-from-client')
  else if (other.settings.isSeen && other.settings.permitted[ENABLE_PUSH] === 0) blame(facts, 'type', 'push-disabled')
  if (stream?.half(from.direction).ended) blame(facts, 'stream-identifier', 'stream-closed')
  let promised: Stream | undefined
  if (extent.fault !== 'frame-length') {
    const id = uint31(octets.octets, extent.start - 4)
    if (id === 0 || openerOf(id) === 'client-to-server') blame(facts, 'promised-stream-id', 'stream-id-parity')
    else if (id <= session.streams.highest('server-to-client')) {
      blame(facts, 'promised-stream-id', 'stream-id-not-increasing')
    } else if (from.direction === 'server-to-client') promised = session.streams.open(id)
  }
  const message = promised && { of: promised, section: new FieldSection('request') }
  startBlock(session, reading, { stream: frame.stream, message, endsStream: false })
}

export function continuation(session: Session, reading: Reading): void {
  const { frame, octets, from, facts } = reading
  const { block } = from
  const fragment = { stream: octets, start: frame.start + FRAME_HEADER_OCTETS, end: frame.end }
  if (block === undefined || block.stream !== frame.stream) {
    // What it belongs to is not known, but it may have changed the table.
    blame(facts, 'type', 'continuation-unexpected')
    breakAt(from, fragment, fragment.start)
    return
  }
  const isLast = (frame.flags & END_HEADERS) !== 0
  readFragment(from, block, fragment, isLast, facts)
  if (isLast) finishBlock(session, reading, block)
}

export function reset(session: Session, { frame, octets, from, other, stream, facts }: Reading): void {
  if (frame.end - frame.start !== FRAME_HEADER_OCTETS + 4) return
  facts.value = nameOr(ERROR_CODES, uint32(octets.octets, frame.start + FRAME_HEADER_OCTETS))
  if (stream === undefined) return
  const half = stream.half(from.direction)
  half.reset = true
  session.messages.cut(half)
  if (session.isRead(other)) session.messages.cut(stream.half(opposite(from.direction)))
}

function startBlock(session: Session, reading: Reading, opened: Pick<OpenBlock, 'stream' | 'message' | 'endsStream'>) {
  const { frame, octets, from, facts } = reading
  const { start, end } = extentOf(reading)
  const fragment = { stream: octets, start, end }
  // The block that should have gone on is lost; what it cut in two may have changed the table.
  if (from.block !== undefined && from.block.at < from.block.octets.length) breakAt(from, fragment, start)
  const block = openBlock(opened.stream, opened.message, opened.endsStream)
  from.block = block
  const isWhole = (frame.flags & END_HEADERS) !== 0
  if (isWhole) readWholeBlock(from, fragment, block.message?.section, facts)
  else readFragment(from, block, fragment, false, facts)
  const subject = block.message?.section.subject
  if (subject !== undefined) facts.value = subject
  if (isWhole) finishBlock(session, reading, block)
}

function finishBlock(session: Session, reading: Reading, { message, endsStream }: OpenBlock): void {
  const { from, facts } = reading
  from.block = undefined
  if (message === undefined) return
  const { of, section } = message
  if (section.kind === 'trailers') {
    if (endsStream) session.messages.end(of, from.direction, facts)
    return
  }
  if (section.get(':protocol') !== undefined) judgeProtocol(session, reading)
  // A promised request speaks for the client.
  const direction = section.kind === 'request' ? 'client-to-server' : 'server-to-client'
  session.messages.head(of, direction, section, facts)
}

// RFC 8441 section 3: "Upon receipt of SETTINGS_ENABLE_CONNECT_PROTOCOL with a value of 1, a client MAY use the Extended
// CONNECT".
function judgeProtocol(session: Session, { from, other: { settings }, facts }: Reading): void {
  const isEnabled = () => settings.permitted[ENABLE_CONNECT_PROTOCOL] === 1
  session.catchUp(from, isEnabled)
  if (settings.isSeen && !isEnabled()) blame(facts, 'field-block-fragment', 'connect-protocol-not-enabled')
}

/** Where the frame's own content lies; blames padding that leaves no room for it. */
function extentOf({ frame, octets, facts }: Reading): PayloadExtent {
  const extent = payloadExtent(octets.octets, frame)
  if (extent.fault !== undefined) blame(facts, extent.fault === 'frame-length' ? 'length' : 'pad-length', extent.fault)
  return extent
}
