/** SETTINGS, GOAWAY and WINDOW_UPDATE: RFC 9113 sections 6.5, 6.8 and 6.9. */
import { blame } from './frame-facts.ts'
import { FRAME_HEADER_OCTETS, uint16, uint31, uint32 } from './frame-header.ts'
import { ERROR_CODES, HEADER_TABLE_SIZE, INITIAL_WINDOW_SIZE, nameOr } from './registries.ts'
import type { Reading, Session } from './session.ts'

/** RFC 9113 section 6.9.1: "A sender MUST NOT allow a flow-control window to exceed 2^31-1 octets." */
export const MAX_WINDOW = 2 ** 31 - 1

/** The octets of one setting. */
export const SETTING_OCTETS = 6

/** SETTINGS without ACK. */
export function announce(_: Session, { frame: { start, end }, octets, from, other, facts }: Reading): void {
  const payload = start + FRAME_HEADER_OCTETS
  if ((end - payload) % SETTING_OCTETS !== 0) blame(facts, 'length', 'frame-length')
  const changes: (readonly [identifier: number, value: number])[] = []
  for (let at = payload; at + SETTING_OCTETS <= end; at += SETTING_OCTETS) {
    changes.push([uint16(octets.octets, at), uint32(octets.octets, at + 2)])
  }
  const { settings } = from
  const before = settings.latest
  settings.announce(changes)
  facts.settings = { name: 'settings-announced', before, after: settings.latest }
  other.decoder.limit = settings.permitted[HEADER_TABLE_SIZE] as number
}

/** SETTINGS with ACK: from here on, what the other end has announced binds the sender. */
export function acknowledge(
  session: Session,
  { frame: { start, end }, from, other: { settings }, facts }: Reading,
): void {
  if (end - start > FRAME_HEADER_OCTETS) blame(facts, 'length', 'settings-ack-payload')
  facts.value = 'ACK'
  session.catchUp(from, () => settings.isWaiting)
  from.hasAcknowledged = true
  if (!settings.isWaiting) {
    if (settings.isSeen) blame(facts, 'flags', 'settings-ack-unasked')
    // What it acknowledges was not seen, so its limits are not known.
    else from.decoder.limit = Number.POSITIVE_INFINITY
    return
  }
  const before = settings.acknowledged
  settings.acknowledge()
  facts.settings = { name: 'settings-in-force', before, after: settings.acknowledged }
  const { decoder } = from
  decoder.acknowledge(settings.acknowledged[HEADER_TABLE_SIZE] as number)
  decoder.limit = settings.permitted[HEADER_TABLE_SIZE] as number
}

export function goAway(_: Session, { frame: { start, end }, octets, from, facts }: Reading): void {
  const payload = start + FRAME_HEADER_OCTETS
  if (end - payload < 8) {
    blame(facts, 'length', 'frame-length')
    return
  }
  const lastStreamId = uint31(octets.octets, payload)
  facts.value = nameOr(ERROR_CODES, uint32(octets.octets, payload + 4))
  // RFC 9113 section 6.8: "Endpoints MUST NOT increase the value they send in the last stream identifier".
  if (lastStreamId > from.lastStreamId) blame(facts, 'last-stream-id', 'last-stream-id-increased')
  from.lastStreamId = lastStreamId
}

/** WINDOW_UPDATE: the other end may send more. */
export function updateWindow(session: Session, { frame, octets, from, other, stream, facts }: Reading): void {
  const payload = frame.start + FRAME_HEADER_OCTETS
  if (frame.end - payload !== 4) return
  const increment = uint31(octets.octets, payload)
  facts.value = increment
  if (increment === 0) blame(facts, 'window-size-increment', 'window-increment-zero')
  const initial = from.settings.acknowledged[INITIAL_WINDOW_SIZE] as number
  const half = stream?.half(other.direction)
  const window = () => (frame.stream === 0 ? other.window : initial + (half?.credit ?? 0))
  session.catchUp(from, () => window() + increment <= MAX_WINDOW)
  if (window() + increment > MAX_WINDOW && other.settings.isSeen) {
    blame(facts, 'window-size-increment', 'window-overflow')
  }
  if (frame.stream === 0) {
    facts.connectionWindow = other.window
    other.window += increment
  } else if (half !== undefined) {
    facts.streamWindow = window()
    half.credit += increment
  }
}
