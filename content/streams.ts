/** What checks ask about the streams of HTTP/2 (RFC 9113 section 5): one is a request with its response. */
import { exchangesOf } from '#wire/exchanges.ts'
import { octetCount } from '#wire/octets.ts'
import type { Part } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'

export interface Stream {
  readonly connection: TracedConnection
  readonly method: string
  readonly path: string
  /** The HEADERS frame that opened it. */
  readonly opened: LoggedUnit
  /** Frames of each side, in order. */
  readonly up: readonly LoggedUnit[]
  readonly down: readonly LoggedUnit[]
  /** When the last frame of the server with END_STREAM, or a RST_STREAM of either side, passed; undefined while it is open. */
  readonly endedAt: number | undefined
}

/** Streams whose request has been read, in the order in which they were opened. */
export function streamsOf(log: UnitLog): readonly Stream[] {
  return exchangesOf(log).flatMap(({ connection, request, response }) => {
    if (connection.protocol !== 'http2') return []
    const [up, down] = [request, response].map((units) => units.filter(({ unit }) => unit.layer === 'http2'))
    const opened = up?.find(({ unit }) => unit.name === 'HEADERS')
    if (up === undefined || down === undefined || opened === undefined) return []
    const last = down.find(endsStream) ?? [...up, ...down].find(({ unit }) => unit.name === 'RST_STREAM')
    return [
      {
        connection,
        method: fieldIn(opened, ':method'),
        path: fieldIn(opened, ':path'),
        opened,
        up,
        down,
        endedAt: last?.at,
      },
    ]
  })
}

/** DATA frames that carry octets. */
export function dataOf(frames: readonly LoggedUnit[]): readonly LoggedUnit[] {
  return frames.filter(({ unit }) => unit.name === 'DATA' && Number(partValue(unit, 'length')) > 0)
}

/** How many octets a frame has, its header included. */
export function frameOctets({ unit }: LoggedUnit): number {
  return octetCount(unit.ranges)
}

function endsStream({ unit }: LoggedUnit): boolean {
  return String(partValue(unit, 'flags')).includes('END_STREAM')
}

function partValue({ parts = [] }: Part, name: string): Part['value'] {
  return parts.find((part) => part.name === name)?.value
}

/** The value of a field in the decoded field block of a HEADERS frame; empty without it. */
function fieldIn({ unit }: LoggedUnit, name: string): string {
  const block = unit.parts?.find((part) => part.name === 'field-block-fragment')
  const line = block?.parts?.find((part) => partValue(part, 'field-name') === name)
  return line === undefined ? '' : String(partValue(line, 'field-value') ?? '')
}
