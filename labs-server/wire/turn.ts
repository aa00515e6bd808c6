/** Whose turn it is on a connection: who may speak, and why, from the units so far and from what has ended. */
import { isCarried } from './carried-units.ts'
import { fieldValue } from './field-values.ts'
import type { Direction, Pdu } from './pdu.ts'
import type { TracedConnection } from './trace.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

export type Speaker = 'client' | 'server' | 'both' | 'nobody'

/** What makes it their turn. `exchange` is counted from 0 on the connection. */
export type Turn =
  /** Both sides have ended, or the connection is closed. */
  | { readonly speaker: 'nobody'; readonly why: 'over' }
  /** The other side has ended: RFC 9293 section 3.6. */
  | { readonly speaker: 'client' | 'server'; readonly why: 'half-closed' }
  /** The protocol lets both speak at any time: WebSocket, HTTP/2, a tunnel. */
  | { readonly speaker: 'both'; readonly why: 'two-way' }
  /** No request has begun. */
  | { readonly speaker: 'client'; readonly why: 'nothing-asked' }
  | { readonly speaker: 'client'; readonly why: 'request-begun' | 'answered'; readonly exchange: number }
  | { readonly speaker: 'server'; readonly why: 'asked' | 'response-begun'; readonly exchange: number }

/** Units that tile each direction of one connection, in order. */
type Sides = Readonly<Record<Direction, LoggedUnit[]>>

interface Known {
  seen: number
  readonly sides: Map<TracedConnection, Sides>
}

const known = new WeakMap<UnitLog, Known>()

/** The units of one connection by direction, without those that others carry; sorted out once. */
export function sidesOf(log: UnitLog, connection: TracedConnection): Sides {
  const found = known.get(log) ?? { seen: 0, sides: new Map<TracedConnection, Sides>() }
  known.set(log, found)
  for (; found.seen < log.units.length; found.seen++) {
    const logged = log.units[found.seen] as LoggedUnit
    if (isCarried(logged)) continue
    const sides = found.sides.get(logged.connection) ?? { 'client-to-server': [], 'server-to-client': [] }
    found.sides.set(logged.connection, sides)
    sides[logged.unit.direction].push(logged)
  }
  return found.sides.get(connection) ?? { 'client-to-server': [], 'server-to-client': [] }
}

/** Whose turn it was at a time, in milliseconds since the run started; whose it is now if none is given. */
export function turnAt(log: UnitLog, connection: TracedConnection, at = Number.POSITIVE_INFINITY): Turn {
  const { endedAt, closedAt, streams } = connection
  const isPast = (time: number | undefined) => time !== undefined && time <= at
  const [client, server] = [isPast(endedAt['client-to-server']), isPast(endedAt['server-to-client'])]
  if (isPast(closedAt) || (client && server)) return { speaker: 'nobody', why: 'over' }
  if (client || server) return { speaker: client ? 'server' : 'client', why: 'half-closed' }

  const sides = sidesOf(log, connection)
  const requests = progressOf(sides['client-to-server'], streams['client-to-server'].length, at)
  const responses = progressOf(
    sides['server-to-client'],
    streams['server-to-client'].length,
    at,
    sides['client-to-server'],
  )
  const speaksHttp1 = [requests, responses].every(({ last }) => last === undefined || last.layer === 'http1')
  if (!speaksHttp1 || responses.last?.value === 101) return { speaker: 'both', why: 'two-way' }
  if (requests.isOpen) return { speaker: 'client', why: 'request-begun', exchange: requests.exchange }
  if (responses.isOpen) return { speaker: 'server', why: 'response-begun', exchange: responses.exchange }
  if (responses.done < requests.done) return { speaker: 'server', why: 'asked', exchange: responses.done }
  if (responses.done === 0) return { speaker: 'client', why: 'nothing-asked' }
  return { speaker: 'client', why: 'answered', exchange: responses.done - 1 }
}

/** How far the messages of one direction have come. */
interface Progress {
  /** The latest unit that is complete. */
  readonly last: Pdu | undefined
  /** Whether a message has begun and is not complete, and its exchange. */
  readonly isOpen: boolean
  readonly exchange: number
  /** How many messages are complete. */
  readonly done: number
}

function progressOf(
  units: readonly LoggedUnit[],
  octets: number,
  at: number,
  requests?: readonly LoggedUnit[],
): Progress {
  const place = placeAfter(units, at)
  const last = units[place - 1]?.unit
  const next = units[place]
  const isLast = next === undefined && (last?.ranges.at(-1)?.end ?? 0) < octets && at === Number.POSITIVE_INFINITY
  const hasBegun = isLast || (next !== undefined && next.startedAt <= at)
  const exchange = last?.exchange ?? 0
  // An interim response leaves the request unanswered.
  const isInterim = last?.name === 'response' && Number(last.value) < 200
  const isOver = last !== undefined && !isInterim && endsMessage(last, methodOf(requests, exchange))
  const done = last === undefined ? 0 : isOver ? exchange + 1 : exchange
  return { last, isOpen: hasBegun || (last !== undefined && !isOver && !isInterim), exchange: done, done }
}

/** The place of the first unit that was complete only after `at`, found by bisection. */
function placeAfter(units: readonly LoggedUnit[], at: number): number {
  let low = 0
  let high = units.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((units[middle] as LoggedUnit).at <= at) low = middle + 1
    else high = middle
  }
  return low
}

function methodOf(requests: readonly LoggedUnit[] | undefined, exchange: number): string {
  const request = requests?.findLast(({ unit }) => unit.exchange === exchange && unit.name === 'request')
  return String(request?.unit.value ?? '').split(' ', 1)[0] ?? ''
}

/** Whether a complete unit is the last of its message: RFC 9112 section 6.3. */
function endsMessage(unit: Pdu, method: string): boolean {
  switch (unit.name) {
    case 'chunk':
    case 'last-chunk':
      return false
    case 'request':
    case 'response': {
      const status = Number(unit.value)
      if (method === 'HEAD' || status === 204 || status === 304) return true
      if (fieldValue(unit, 'transfer-encoding') !== undefined) return false
      const length = fieldValue(unit, 'content-length')
      return length === undefined ? unit.name === 'request' : Number(length) === 0
    }
    default:
      return true
  }
}
