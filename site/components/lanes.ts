/** Lanes of a run: where each connection, exchange and unit lies on the time axis, in milliseconds from its first opening. */

import { exchangesOf } from '#wire/exchanges.ts'
import type { RunFacts } from '#wire/facts.ts'
import { octetCount } from '#wire/octets.ts'
import { DIRECTIONS, type Direction } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import type { LoggedUnit, UnitLog } from '#wire/unit-log.ts'
import { counted, milliseconds } from './measure.ts'

export interface Span {
  readonly from: number
  readonly to: number
}

/** One unit on its lane. */
export interface Mark extends Span {
  readonly direction: Direction
  readonly name: string
  readonly octets: number
}

/** One connection. */
export interface Lane {
  /** Counted from 1, in the order of opening. */
  readonly number: number
  readonly opened: number
  /** When it closed, or undefined when it was open at the end of the run. */
  readonly closed: number | undefined
  /** Neither end closed it: the emulated path lost it. */
  readonly isLost: boolean
  readonly marks: readonly Mark[]
  /** From the first octet of each request to the last of its response. */
  readonly exchanges: readonly Span[]
  /** Where nothing is asked or answered and the connection is kept. */
  readonly idle: readonly Span[]
  /** Where the emulated path held octets. */
  readonly held: readonly Span[]
}

export interface Lanes {
  readonly lanes: readonly Lane[]
  /** Where the time axis ends. */
  readonly end: number
  /** Where the time axis has its marks: round numbers from 0 on. */
  readonly ticks: readonly number[]
}

const MOST_TICKS = 6
const ROOM_AFTER_THE_LAST = 1.03
/** Idle times below this share of the axis are too short to be seen. */
const SHORTEST_IDLE = 0.02

/** The lanes of all connections that carried octets. `length` stretches the axis, so that two runs can share one. */
export function lanesOf(log: UnitLog, length = lengthOf(log)): Lanes {
  const used = usedConnections(log)
  const start = startOf(used)
  const since = (time: number) => Math.min(length, Math.max(0, time - start))
  const onAxis = ({ from, to }: Span): Span => ({ from: since(from), to: since(to) })
  const exchanges = exchangesOf(log)

  return {
    end: length,
    ticks: ticksOf(length),
    lanes: used.map((connection, index) => {
      const spans = exchanges
        .filter((exchange) => exchange.connection === connection)
        .map(({ startedAt, lastAt }) => onAxis({ from: startedAt, to: lastAt }))
      const opened = since(connection.openedAt)
      const closed =
        connection.closedAt !== undefined && connection.closedAt - start <= length
          ? since(connection.closedAt)
          : undefined
      return {
        number: index + 1,
        opened,
        closed,
        isLost: connection.closedByPath,
        marks: log.units
          .filter((logged) => logged.connection === connection && octetCount(logged.unit.ranges) > 0)
          .map((logged) => ({ ...markOf(logged), ...onAxis({ from: logged.startedAt, to: logged.at }) })),
        exchanges: spans,
        idle: idleBetween(spans, opened, closed ?? length).filter(
          ({ from, to }) => to - from >= SHORTEST_IDLE * length,
        ),
        held: heldOf(connection).map(onAxis),
      }
    }),
  }
}

/** How long a run's lanes are: from the first opening to a little after the last octet. */
export function lengthOf(log: UnitLog): number {
  const used = usedConnections(log)
  const last = Math.max(
    0,
    ...used.flatMap(({ passages }) => DIRECTIONS.map((direction) => passages[direction].at(-1)?.at ?? 0)),
  )
  return (last - startOf(used)) * ROOM_AFTER_THE_LAST
}

function usedConnections(log: UnitLog): readonly TracedConnection[] {
  return log.trace.connections.filter((connection) =>
    DIRECTIONS.some((direction) => connection.streams[direction].length > 0),
  )
}

function startOf(connections: readonly TracedConnection[]): number {
  return Math.min(...connections.map(({ openedAt }) => openedAt))
}

/** Round numbers from 0 to `end`: steps of 1, 2 or 5 times a power of ten. */
export function ticksOf(end: number): readonly number[] {
  if (!(end > 0)) return [0]
  const rough = end / MOST_TICKS
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10 * power
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step)
}

/** What the figure shows, in words: the alternative to looking at it. */
export function lanesText({ lanes }: Lanes, facts: RunFacts): string {
  const sum = `${counted(facts.exchanges, 'exchange')} on ${counted(facts.connections, 'connection')} in ${milliseconds(facts.durationMs)}.`
  const told = lanes.slice(0, 6).map((lane) => {
    const carried =
      lane.exchanges.length === 0 ? 'carries no exchange' : `carries ${counted(lane.exchanges.length, 'exchange')}`
    const end =
      lane.closed === undefined
        ? 'is open at the end'
        : `${lane.isLost ? 'is cut by the emulated path' : 'closes'} at ${milliseconds(lane.closed)}`
    return `Connection ${lane.number} opens at ${milliseconds(lane.opened)}, ${carried} and ${end}.`
  })
  const untold = lanes.length - told.length
  return [sum, ...told, ...(untold > 0 ? [`${counted(untold, 'more connection')} likewise.`] : [])].join(' ')
}

function markOf({ unit }: LoggedUnit): Omit<Mark, keyof Span> {
  return { direction: unit.direction, name: unit.name, octets: octetCount(unit.ranges) }
}

function idleBetween(busy: readonly Span[], opened: number, closed: number): readonly Span[] {
  const idle: Span[] = []
  let since = opened
  for (const { from, to } of busy.toSorted((one, other) => one.from - other.from)) {
    if (from > since) idle.push({ from: since, to: from })
    since = Math.max(since, to)
  }
  if (closed > since) idle.push({ from: since, to: closed })
  return idle
}

/** The tap sees octets of the client before the path holds them, and octets of the server after it has. */
function heldOf(connection: TracedConnection): readonly Span[] {
  return DIRECTIONS.flatMap((direction) =>
    connection.passages[direction]
      .filter((passage) => (passage.heldMs ?? 0) > 0)
      .map(({ at, heldMs = 0 }) =>
        direction === 'client-to-server' ? { from: at, to: at + heldMs } : { from: at - heldMs, to: at },
      ),
  )
}
