/** What happened on the connections of a trace, in an order that packets can have. */
import { DIRECTIONS, type Direction } from '../../pdu.ts'
import type { Gap, Passage, Trace, TracedConnection } from '../../trace.ts'

export type Happening = { readonly connection: TracedConnection; readonly at: number } & (
  | { readonly kind: 'open' }
  | { readonly kind: 'octets'; readonly direction: Direction; readonly passage: Passage }
  | { readonly kind: 'gap'; readonly direction: Direction; readonly gap: Gap }
  | { readonly kind: 'end'; readonly direction: Direction; readonly byPath: boolean }
  | { readonly kind: 'close'; readonly how: 'closed' | 'reset'; readonly byPath: boolean }
)

/**
 * In the order of their times. On one connection time never goes back: it opens first and closes last, and a direction ends
 * behind its octets, whatever the times say.
 */
export function happeningsOf(trace: Trace): readonly Happening[] {
  return trace.connections.flatMap(onConnection).sort((one, other) => one.at - other.at)
}

function onConnection(connection: TracedConnection): readonly Happening[] {
  const { openedAt, closedAt, closedHow, closedByPath } = connection
  const passed = DIRECTIONS.flatMap((direction) => inDirection(connection, direction, openedAt)).sort(
    (one, other) => one.at - other.at,
  )
  const lastAt = passed.at(-1)?.at ?? openedAt
  return [
    { connection, at: openedAt, kind: 'open' },
    ...passed,
    ...(closedAt === undefined || closedHow === undefined
      ? []
      : [{ connection, at: Math.max(closedAt, lastAt), kind: 'close', how: closedHow, byPath: closedByPath } as const]),
  ]
}

function inDirection(connection: TracedConnection, direction: Direction, openedAt: number): readonly Happening[] {
  const gap = connection.gaps[direction]
  const endedAt = connection.endedAt[direction]
  let lastAt = openedAt
  const later = (at: number) => {
    lastAt = Math.max(lastAt, at)
    return lastAt
  }
  const happenings: Happening[] = connection.passages[direction].map((passage) => ({
    connection,
    at: later(passage.at),
    kind: 'octets',
    direction,
    passage,
  }))
  if (gap !== undefined) happenings.push({ connection, at: later(gap.at), kind: 'gap', direction, gap })
  if (endedAt !== undefined) {
    const byPath = connection.endedByPath[direction]
    happenings.push({ connection, at: later(endedAt), kind: 'end', direction, byPath })
  }
  return happenings
}
