/** Frame types, flags, settings and error codes by name: RFC 9113 sections 6 and 7, RFC 7838, 8336, 8441 and 9218. */

/** Frame types by number, as the RFCs print them. */
export const FRAME_TYPES = {
  0: 'DATA',
  1: 'HEADERS',
  2: 'PRIORITY',
  3: 'RST_STREAM',
  4: 'SETTINGS',
  5: 'PUSH_PROMISE',
  6: 'PING',
  7: 'GOAWAY',
  8: 'WINDOW_UPDATE',
  9: 'CONTINUATION',
  10: 'ALTSVC',
  12: 'ORIGIN',
  16: 'PRIORITY_UPDATE',
} as const satisfies Readonly<Record<number, string>>

export type FrameType = (typeof FRAME_TYPES)[keyof typeof FRAME_TYPES]

/** The name of a frame's type; `extension-frame` for one that is not in the list. */
export function frameTypeOf(type: number): FrameType | 'extension-frame' {
  return FRAME_TYPES[type as keyof typeof FRAME_TYPES] ?? 'extension-frame'
}

/** Flags by their bit, for each type of frame that defines any. */
export const FLAGS: Readonly<Partial<Record<string, Readonly<Record<number, string>>>>> = {
  DATA: { 1: 'END_STREAM', 8: 'PADDED' },
  HEADERS: { 1: 'END_STREAM', 4: 'END_HEADERS', 8: 'PADDED', 32: 'PRIORITY' },
  SETTINGS: { 1: 'ACK' },
  PUSH_PROMISE: { 4: 'END_HEADERS', 8: 'PADDED' },
  PING: { 1: 'ACK' },
  CONTINUATION: { 4: 'END_HEADERS' },
}

const DEFINED_FLAGS: Readonly<Partial<Record<string, number>>> = Object.fromEntries(
  Object.values(FRAME_TYPES).map((type) => [
    type,
    Object.keys(FLAGS[type] ?? {}).reduce((all, bit) => all | Number(bit), 0),
  ]),
)

/** The flags that are set and not defined for this type; an extension may define its own. */
export function undefinedFlags(type: string, flags: number): number {
  return flags & ~(DEFINED_FLAGS[type] ?? 0xff)
}

export const END_STREAM = 0x01
export const ACK = 0x01
export const END_HEADERS = 0x04
export const PADDED = 0x08
export const PRIORITY = 0x20

export const BITS = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80] as const

/** The flags that are set, by name, those without one in hexadecimal: `END_STREAM | END_HEADERS`; `none` for none. */
export function flagNames(type: string, flags: number): string {
  const names = BITS.filter((bit) => flags & bit).map(
    (bit) => FLAGS[type]?.[bit] ?? `0x${bit.toString(16).padStart(2, '0')}`,
  )
  return names.join(' | ') || 'none'
}

/** The lengths of payloads that have only one. */
export const FIXED_LENGTHS: Readonly<Partial<Record<string, number>>> = {
  PRIORITY: 5,
  RST_STREAM: 4,
  PING: 8,
  WINDOW_UPDATE: 4,
}

export const HEADER_TABLE_SIZE = 1
export const ENABLE_PUSH = 2
export const MAX_CONCURRENT_STREAMS = 3
export const INITIAL_WINDOW_SIZE = 4
export const MAX_FRAME_SIZE = 5
export const MAX_HEADER_LIST_SIZE = 6
export const ENABLE_CONNECT_PROTOCOL = 8
export const NO_RFC7540_PRIORITIES = 9

/** Settings by identifier: RFC 9113 section 6.5.2, RFC 8441 section 3, RFC 9218 section 2.1. */
export const SETTINGS: Readonly<Record<number, string>> = {
  [HEADER_TABLE_SIZE]: 'SETTINGS_HEADER_TABLE_SIZE',
  [ENABLE_PUSH]: 'SETTINGS_ENABLE_PUSH',
  [MAX_CONCURRENT_STREAMS]: 'SETTINGS_MAX_CONCURRENT_STREAMS',
  [INITIAL_WINDOW_SIZE]: 'SETTINGS_INITIAL_WINDOW_SIZE',
  [MAX_FRAME_SIZE]: 'SETTINGS_MAX_FRAME_SIZE',
  [MAX_HEADER_LIST_SIZE]: 'SETTINGS_MAX_HEADER_LIST_SIZE',
  [ENABLE_CONNECT_PROTOCOL]: 'SETTINGS_ENABLE_CONNECT_PROTOCOL',
  [NO_RFC7540_PRIORITIES]: 'SETTINGS_NO_RFC7540_PRIORITIES',
}

/** Error codes by number: RFC 9113 section 7. */
export const ERROR_CODES: readonly string[] = [
  'NO_ERROR',
  'PROTOCOL_ERROR',
  'INTERNAL_ERROR',
  'FLOW_CONTROL_ERROR',
  'SETTINGS_TIMEOUT',
  'STREAM_CLOSED',
  'FRAME_SIZE_ERROR',
  'REFUSED_STREAM',
  'CANCEL',
  'COMPRESSION_ERROR',
  'CONNECT_ERROR',
  'ENHANCE_YOUR_CALM',
  'INADEQUATE_SECURITY',
  'HTTP_1_1_REQUIRED',
]

/** A number's name, or the number in hexadecimal where it has none: `0x1f`. */
export function nameOr(names: Readonly<Record<number, string>>, number: number): string {
  return names[number] ?? `0x${number.toString(16)}`
}
