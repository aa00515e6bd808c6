/** The parts of a frame: its header, RFC 9113 section 4.1, and its payload by type, section 6. */
import { latin1, type OctetStream } from '../../octets.ts'
import type { Direction, Part } from '../../pdu.ts'
import { MAX_WINDOW, SETTING_OCTETS } from './connection-frames.ts'
import type { FaultCode } from './faults.ts'
import { fieldParts } from './field-parts.ts'
import type { FrameFacts } from './frame-facts.ts'
import { FRAME_HEADER_OCTETS, type FrameHeader, payloadExtent, uint16, uint31, uint32 } from './frame-header.ts'
import type { Http2Name } from './names.ts'
import { PartList } from './part-list.ts'
import {
  ENABLE_CONNECT_PROTOCOL,
  ENABLE_PUSH,
  ERROR_CODES,
  FIXED_LENGTHS,
  flagNames,
  INITIAL_WINDOW_SIZE,
  MAX_FRAME_SIZE,
  NO_RFC7540_PRIORITIES,
  nameOr,
  PADDED,
  SETTINGS,
  undefinedFlags,
} from './registries.ts'
import { INITIAL_SETTINGS } from './settings.ts'

/** A frame whose parts are asked for. */
interface View {
  readonly frame: FrameHeader
  readonly octets: Uint8Array
  readonly list: PartList
  readonly facts: FrameFacts
  readonly direction: Direction
  /** The first octet of the payload. */
  readonly at: number
}

/** The parts of `frame` as far as its octets before `end` tell. */
export function frameParts(
  stream: OctetStream,
  frame: FrameHeader,
  end: number,
  facts: FrameFacts,
  direction: Direction,
): readonly Part[] {
  const list = new PartList(stream, end, facts.blames)
  const octets = stream.slice({ start: 0, end })
  const view = { frame, octets, list, facts, direction, at: frame.start + FRAME_HEADER_OCTETS }
  addHeader(view)
  if (view.at < frame.end) addPayload(view)
  return list.parts
}

function addHeader({ frame, octets, list }: View): void {
  const { start, name, flags, stream } = frame
  const type = octets[start + 3] as number
  list.add('length', start, start + 3, { value: frame.end - start - FRAME_HEADER_OCTETS })
  list.add('type', start + 3, start + 4, { value: name === 'extension-frame' ? `0x${type.toString(16)}` : name })
  // RFC 9113 section 4.1: "Unused flags MUST be ignored on receipt and MUST be left unset (0x00) when sending."
  const fault = undefinedFlags(name, flags) === 0 ? undefined : 'flags-undefined'
  list.add('flags', start + 4, start + 5, { value: flagNames(name, flags), fault })
  const isReservedSet = (octets[start + 5] as number) >= 0x80
  list.add('stream-identifier', start + 5, start + 9, {
    value: stream,
    fault: isReservedSet ? 'reserved-bit-set' : undefined,
  })
}

/** The payloads by type of frame. */
const PAYLOADS: Readonly<Record<FrameHeader['name'], (view: View) => void>> = {
  DATA: addPadded,
  HEADERS: addPadded,
  PRIORITY: (view) => addPriority(view, view.at),
  RST_STREAM: ({ list, octets, at, frame: { end } }) =>
    list.add('error-code', at, end, { value: errorCodeAt(octets, at) }),
  SETTINGS: addSettings,
  PUSH_PROMISE: addPadded,
  PING: ({ list, octets, at, frame: { end } }) =>
    list.add('opaque-data', at, end, { value: hex(octets.subarray(at, end)) }),
  GOAWAY: addGoAway,
  WINDOW_UPDATE: ({ list, octets, at, frame: { end } }) =>
    list.add('window-size-increment', at, end, { value: read(uint31, octets, at, 4) }),
  CONTINUATION: addPadded,
  ALTSVC: addAlternative,
  ORIGIN: addOrigins,
  PRIORITY_UPDATE: addPriorityUpdate,
  'extension-frame': addUntold,
}

function addPayload(view: View): void {
  const { name, start, end } = view.frame
  const needed = FIXED_LENGTHS[name] ?? end - start - FRAME_HEADER_OCTETS
  // Of the wrong length, nobody can say which octets would be what.
  if (needed === end - view.at) PAYLOADS[name](view)
  else addUntold(view)
}

function addUntold({ list, at, frame: { end } }: View): void {
  list.add('payload', at, end)
}

function addPadded(view: View): void {
  const { frame, octets, list, facts, at } = view
  const { start, end, padding, fault } = payloadExtent(octets, frame)
  if (fault === 'frame-length') {
    addUntold(view)
    return
  }
  const isPadded = (frame.flags & PADDED) !== 0 && frame.name !== 'CONTINUATION'
  if (isPadded) list.add('pad-length', at, at + 1, { value: octets[at] })
  const fixed = isPadded ? at + 1 : at
  if (frame.name === 'PUSH_PROMISE') {
    list.add('promised-stream-id', fixed, start, { value: read(uint31, octets, fixed, 4) })
  } else if (start > fixed) addPriority(view, fixed)
  if (frame.name === 'DATA') {
    if (end > start) list.add('data', start, end)
  } else if (end > start) list.add('field-block-fragment', start, end, { parts: fieldParts(facts.fields) })
  if (padding === 0) return
  const isZero = octets.subarray(end, end + padding).every((octet) => octet === 0)
  list.add('padding', end, end + padding, { fault: isZero ? undefined : 'padding-not-zero' })
}

function addPriority({ frame, octets, list }: View, at: number): void {
  const dependency = read(uint31, octets, at, 4)
  // The exclusive bit and the identifier share an octet.
  list.add('exclusive', at, at + 1, { value: (octets[at] as number) >= 0x80 })
  list.add('stream-dependency', at, at + 4, {
    value: dependency,
    // RFC 7540 section 5.3.1: "A stream cannot depend on itself."
    fault: dependency === frame.stream ? 'stream-depends-on-itself' : undefined,
  })
  const weight = octets[at + 4]
  list.add('weight', at + 4, at + 5, { value: weight === undefined ? undefined : weight + 1 })
}

function addSettings({ frame, octets, list, facts, direction, at }: View): void {
  let place = at
  for (; place + SETTING_OCTETS <= Math.min(frame.end, octets.length); place += SETTING_OCTETS) {
    const identifier = uint16(octets, place)
    const value = uint32(octets, place + 2)
    const inner = new PartList(list.stream, octets.length)
    inner.add('setting-identifier', place, place + 2, { value: nameOr(SETTINGS, identifier) })
    const isWithdrawn =
      identifier === ENABLE_CONNECT_PROTOCOL && value === 0 && facts.settings?.before[ENABLE_CONNECT_PROTOCOL] === 1
    inner.add('setting-value', place + 2, place + SETTING_OCTETS, {
      value,
      // RFC 8441 section 3: "A sender MUST NOT send a SETTINGS_ENABLE_CONNECT_PROTOCOL parameter with the value of 0 after
      // previously sending a value of 1."
      fault: isWithdrawn ? 'setting-connect-protocol-withdrawn' : settingFault(identifier, value, direction),
    })
    list.add('setting', place, place + SETTING_OCTETS, { parts: inner.parts })
  }
  if (place < frame.end) list.add('payload', place, frame.end)
}

/** RFC 9113 section 6.5.2, RFC 8441 section 3, RFC 9218 section 2.1. */
function settingFault(identifier: number, value: number, direction: Direction): FaultCode | undefined {
  switch (identifier) {
    case ENABLE_PUSH:
      if (value > 1) return 'setting-not-boolean'
      // "A server MUST NOT explicitly set this value to 1."
      return value === 1 && direction === 'server-to-client' ? 'setting-push-from-server' : undefined
    case INITIAL_WINDOW_SIZE:
      return value > MAX_WINDOW ? 'setting-window-too-large' : undefined
    case MAX_FRAME_SIZE:
      return value < (INITIAL_SETTINGS[MAX_FRAME_SIZE] as number) || value > 2 ** 24 - 1
        ? 'setting-frame-size'
        : undefined
    case ENABLE_CONNECT_PROTOCOL:
    case NO_RFC7540_PRIORITIES:
      return value > 1 ? 'setting-not-boolean' : undefined
    default:
      return undefined
  }
}

function addGoAway(view: View): void {
  const { frame, octets, list, at } = view
  if (frame.end - at < 8) {
    addUntold(view)
    return
  }
  list.add('last-stream-id', at, at + 4, { value: read(uint31, octets, at, 4) })
  list.add('error-code', at + 4, at + 8, { value: errorCodeAt(octets, at + 4) })
  if (frame.end > at + 8) addText(view, 'debug-data', at + 8)
}

// RFC 7838 section 4: Origin-Len (16), Origin? (*), Alt-Svc-Field-Value (*)
function addAlternative(view: View): void {
  const { frame, octets, list, at } = view
  const length = read(uint16, octets, at, 2)
  if (length === undefined || at + 2 + length > frame.end) {
    addUntold(view)
    return
  }
  list.add('origin-length', at, at + 2, { value: length })
  if (length > 0) addText(view, 'origin', at + 2, at + 2 + length)
  addText(view, 'alt-svc-field-value', at + 2 + length)
}

// RFC 8336 section 2.1: Origin-Entry = Origin-Len (16), ASCII-Origin? (*)
function addOrigins(view: View): void {
  const { frame, octets, list } = view
  let { at } = view
  for (;;) {
    const length = read(uint16, octets, at, 2)
    if (length === undefined || at + 2 + length > frame.end) break
    const next = at + 2 + length
    const entry = new PartList(list.stream, octets.length)
    entry.add('origin-length', at, at + 2, { value: length })
    addText({ ...view, list: entry }, 'ascii-origin', at + 2, next)
    list.add('origin-entry', at, next, { parts: entry.parts })
    at = next
  }
  if (at < frame.end) addUntold({ ...view, at })
}

function addPriorityUpdate(view: View): void {
  const { frame, octets, list, at } = view
  if (frame.end - at < 4) {
    addUntold(view)
    return
  }
  list.add('prioritized-stream-id', at, at + 4, { value: read(uint31, octets, at, 4) })
  addText(view, 'priority-field-value', at + 4)
}

/** Text up to `end`, or to the end of the frame. */
function addText({ frame, octets, list }: View, name: Http2Name, start: number, end = frame.end): void {
  list.add(name, start, end, { value: latin1(octets.subarray(start, end)) })
}

/** A number, where all its octets have come. */
function read(
  reader: (octets: Uint8Array, at: number) => number,
  octets: Uint8Array,
  at: number,
  size: number,
): number | undefined {
  return at + size <= octets.length ? reader(octets, at) : undefined
}

function errorCodeAt(octets: Uint8Array, at: number): string | undefined {
  const code = read(uint32, octets, at, 4)
  return code === undefined ? undefined : nameOr(ERROR_CODES, code)
}

function hex(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')
}
