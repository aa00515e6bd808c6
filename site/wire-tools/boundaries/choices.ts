/** What can be ruled: which direction of which connection, and which of its exchanges. */
import { counted } from '#site/wire-view/numbers.ts'
import { withoutSession } from '#site/wire-view/summary.ts'
import type { UnitIndex } from '#site/wire-view/unit-index.ts'
import type { Selection } from '#site/wire-view/wire-model.ts'
import { numberAndHop } from '#wire/hop.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import { targetOf } from '#wire/script-octets.ts'
import type { TracedConnection } from '#wire/trace.ts'

export interface Choice {
  readonly key: string
  readonly text: string
}

export interface StreamChoice extends Choice {
  readonly connection: TracedConnection
  readonly direction: Direction
}

export interface ExchangeChoice extends Choice {
  /** Counted from 0 on its connection; undefined stands for all of them. */
  readonly exchange: number | undefined
}

/** More exchanges than these are not offered one by one: the list would be longer than anyone reads. */
export const MAX_EXCHANGES_OFFERED = 100

/** Every direction that has octets. */
export function streamChoices({ log }: UnitIndex): readonly StreamChoice[] {
  return log.trace.connections.flatMap((connection) =>
    DIRECTIONS.filter((direction) => connection.streams[direction].length > 0).map((direction) => ({
      connection,
      direction,
      key: `${connection.id}/${direction}`,
      text: `connection ${numberAndHop(connection)}, ${direction}: ${counted(connection.streams[direction].length, 'octet')}`,
    })),
  )
}

/** What the reader chose; else where the selection lies; else the first connection's octets from the server. */
export function streamShown(
  index: UnitIndex | undefined,
  chosen: StreamChoice | undefined,
  selection: Selection | undefined,
): StreamChoice | undefined {
  const choices = index === undefined ? [] : streamChoices(index)
  const isWanted = ({ connection, direction }: StreamChoice) =>
    chosen === undefined
      ? connection.id === selection?.connection && direction === selection.direction
      : connection === chosen.connection && direction === chosen.direction
  return choices.find(isWanted) ?? choices.find(({ direction }) => direction === 'server-to-client') ?? choices[0]
}

/** All exchanges of a connection together, then each by itself. */
export function exchangeChoices(index: UnitIndex, { id }: TracedConnection): readonly ExchangeChoice[] {
  const choices: ExchangeChoice[] = [{ exchange: undefined, key: 'all', text: 'all' }]
  if (index.exchanges(id) < 2) return choices
  const seen = new Set<number>()
  for (const { logged } of index.complete(id, 'client-to-server')) {
    const { exchange } = logged.unit
    const target = targetOf(logged.unit)
    if (exchange === undefined || target === '' || seen.has(exchange)) continue
    seen.add(exchange)
    choices.push({ exchange, key: String(exchange), text: `${exchange + 1}: ${withoutSession(target)}` })
    if (seen.size === MAX_EXCHANGES_OFFERED) break
  }
  return choices
}
