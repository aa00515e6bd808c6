/** The records of a trace, as they were observed: what a file of the run is written from. */
import { DIRECTIONS } from './pdu.ts'
import type { Trace, TracedConnection, TraceRecord } from './trace.ts'

/** In the order of their times; what happened at the same time stays in the order open, octets, gap, end, close. */
export function recordsOfTrace(trace: Trace): readonly TraceRecord[] {
  return trace.connections.flatMap(recordsOfConnection).sort((one, other) => one.at - other.at)
}

function recordsOfConnection(traced: TracedConnection): TraceRecord[] {
  const {
    id: connection,
    openedAt,
    protocol,
    client,
    server,
    tls,
    seenAt,
    streams,
    passages,
    gaps,
    endedAt,
    endedByPath,
    closedAt,
  } = traced
  const records: TraceRecord[] = [
    {
      kind: 'open',
      connection,
      at: openedAt,
      ...(protocol !== undefined && { protocol }),
      ...(client !== undefined && { client }),
      ...(server !== undefined && { server }),
      ...(tls !== undefined && { tls }),
      ...(seenAt !== undefined && { seenAt }),
    },
  ]
  for (const direction of DIRECTIONS) {
    for (const { at, start, end, pieces, heldMs } of passages[direction]) {
      const octets = streams[direction].slice({ start, end })
      records.push({
        kind: 'octets',
        connection,
        at,
        direction,
        octets,
        ...(pieces !== undefined && { pieces }),
        ...(heldMs !== undefined && { heldMs }),
      })
    }
    const gap = gaps[direction]
    if (gap !== undefined) records.push({ kind: 'gap', connection, direction, ...gap })
    const ended = endedAt[direction]
    if (ended !== undefined) {
      const by = endedByPath[direction] ? ({ by: 'path' } as const) : {}
      records.push({ kind: 'end', connection, at: ended, direction, ...by })
    }
  }
  if (closedAt !== undefined) {
    const by = traced.closedByPath ? ({ by: 'path' } as const) : {}
    records.push({ kind: 'close', connection, at: closedAt, how: traced.closedHow ?? 'closed', ...by })
  }
  return records
}
