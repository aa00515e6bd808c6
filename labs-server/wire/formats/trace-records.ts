/** The records of which a trace was made: for pages, which keep the trace and not the records. */
import { DIRECTIONS } from '../pdu.ts'
import type { Trace, TracedConnection, TraceRecord } from '../trace.ts'

/** In order of time; of what passed at the same time, the client's before the server's. */
export function recordsOfTrace({ connections }: Trace): readonly TraceRecord[] {
  return connections.flatMap(recordsOf).toSorted((one, other) => one.at - other.at)
}

function recordsOf(traced: TracedConnection): readonly TraceRecord[] {
  const { id: connection, openedAt, protocol, client, server, closedAt, closedHow } = traced
  const records: TraceRecord[] = [
    {
      kind: 'open',
      connection,
      at: openedAt,
      ...(protocol !== undefined && { protocol }),
      ...(client !== undefined && { client }),
      ...(server !== undefined && { server }),
    },
  ]
  for (const direction of DIRECTIONS) {
    const stream = traced.streams[direction]
    for (const { at, start, end, pieces, heldMs } of traced.passages[direction]) {
      records.push({
        kind: 'octets',
        connection,
        at,
        direction,
        octets: stream.slice({ start, end }),
        ...(pieces && { pieces }),
        ...(heldMs !== undefined && { heldMs }),
      })
    }
    const gap = traced.gaps[direction]
    if (gap !== undefined) records.push({ kind: 'gap', connection, direction, ...gap })
    const endedAt = traced.endedAt[direction]
    if (endedAt !== undefined) records.push({ kind: 'end', connection, at: endedAt, direction })
  }
  if (closedAt !== undefined) records.push({ kind: 'close', connection, at: closedAt, how: closedHow ?? 'closed' })
  return records
}
