/** Small traces with real octets, for the tests of the wire view. */
import { octetsOf } from '#wire/octets.ts'
import type { Direction } from '#wire/pdu.ts'
import type { RunInfo, TraceRecord } from '#wire/trace.ts'
import { UnitLog } from '#wire/unit-log.ts'

export const RUN: RunInfo = { id: 'run-1', lab: 'message-end', switches: {}, startedAt: 0, server: 'Node.js' }

export const REQUEST = 'GET /message HTTP/1.1\r\nHost: localhost:4322\r\n\r\n'
export const CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n'

export function open(connection: number, at: number): TraceRecord {
  return { kind: 'open', connection, at }
}

export function passed(connection: number, at: number, direction: Direction, text: string): TraceRecord {
  return { kind: 'octets', connection, at, direction, octets: octetsOf(text) }
}

export function logOf(...records: readonly TraceRecord[]): UnitLog {
  const log = new UnitLog(RUN)
  for (const record of records) log.append(record)
  return log
}
