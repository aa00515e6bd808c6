/** The display filters by which Wireshark and tshark find a unit in the pcapng that is written from its run. */
import { FRAME_TYPES } from '../dissectors/http2/registries.ts'
import type { Part, Pdu } from '../pdu.ts'
import type { Trace, TracedConnection } from '../trace.ts'
import type { LoggedUnit } from '../unit-log.ts'
import { valueIn } from './part-value.ts'
import { quoted, word } from './shell.ts'

export interface DisplayFilters {
  /**
   * What Wireshark has for units of this kind with these values: `tcp.stream eq 0 && http.response.code == 200`. It shows a
   * message where its last octet is. Undefined for what Wireshark has no fields for.
   */
  readonly byKind?: string
  /** The packets that carry the unit's octets. */
  readonly byOctets: string
}

export function displayFilters(logged: LoggedUnit, trace: Trace): DisplayFilters {
  const stream = `tcp.stream eq ${streamOf(logged.connection, trace)}`
  const kind = kindOf(logged)
  return {
    ...(kind !== undefined && { byKind: [stream, ...kind].join(' && ') }),
    byOctets: `${stream} && ${octetsOf(logged)}`,
  }
}

/** The command that shows what a filter lets through; `file` is the run, saved as pcapng. */
export function tsharkCommand(filter: string, file = 'run.pcapng'): string {
  return `tshark -r ${word(file)} -Y ${quoted(filter)}`
}

/** Wireshark numbers connections as it meets them, and in our files each begins with its handshake, when it was opened. */
function streamOf(connection: TracedConnection, { connections }: Trace): number {
  return connections.toSorted((one, other) => one.openedAt - other.openedAt).indexOf(connection)
}

/** Relative sequence numbers: the SYN has number 0, the first octet has 1. */
const FIRST_OCTET = 1

function octetsOf({ unit }: LoggedUnit): string {
  const way = `frame.packet_flags_direction == ${unit.direction === 'client-to-server' ? 1 : 2}`
  const start = (unit.ranges[0]?.start ?? 0) + FIRST_OCTET
  const end = (unit.ranges.at(-1)?.end ?? 0) + FIRST_OCTET
  return `${way} && tcp.len > 0 && tcp.seq < ${Math.max(end, start + 1)} && tcp.nxtseq > ${start}`
}

function kindOf({ unit }: LoggedUnit): readonly string[] | undefined {
  // RFC 8441: in a stream of HTTP/2, Wireshark 4.0 shows the DATA that WebSocket frames are in, and not them.
  if (unit.layer.startsWith('websocket') && unit.exchange !== undefined) return undefined
  const number = typeof unit.value === 'number' ? unit.value : undefined
  switch (`${unit.layer} ${unit.name}`) {
    case 'http1 request':
      return [
        `http.request.method == ${literal(valueIn(unit, 'method'))}`,
        `http.request.uri == ${literal(valueIn(unit, 'request-target'))}`,
      ]
    case 'http1 response':
      return number === undefined ? undefined : [`http.response.code == ${number}`]
    case 'http1 chunk':
    case 'http1 last-chunk':
      return [`http.chunk_size == ${number ?? 0}`]
    case 'http1 message-body':
      return ['http.file_data']
    case 'websocket frame':
      return [
        `websocket.opcode == ${valueIn(unit, 'opcode')}`,
        `websocket.mask == ${unit.direction === 'client-to-server' ? 1 : 0}`,
        `websocket.payload_length == ${shortLength(Number(valueIn(unit, 'payload-length')))}`,
      ]
    case 'websocket-message message':
      return ['websocket']
    default:
      return unit.layer === 'http2' ? http2Kind(unit) : undefined
  }
}

/** Field names are as Wireshark has them; 4.0 knows all of these. */
function http2Kind(unit: Pdu): readonly string[] | undefined {
  if (unit.name === 'connection-preface') return ['http2.magic']
  const [type] = Object.entries(FRAME_TYPES).find(([, name]) => name === unit.name) ?? []
  if (type === undefined) return undefined
  return [`http2.type == ${type}`, `http2.streamid == ${valueIn(unit, 'stream-identifier') ?? 0}`]
}

/** RFC 6455 section 5.2: for a longer payload the seven bits only say where its length is. */
function shortLength(length: number): number {
  if (length < 126) return length
  return length < 65_536 ? 126 : 127
}

/** A string of the filter language: characters that might end it, or that a terminal would obey, as octets. */
function literal(value: Part['value']): string {
  const characters = String(value ?? '').replaceAll(/[^ !#-[\]-~]/g, (character) =>
    [...new TextEncoder().encode(character)].map((octet) => `\\x${octet.toString(16).padStart(2, '0')}`).join(''),
  )
  return `"${characters}"`
}
