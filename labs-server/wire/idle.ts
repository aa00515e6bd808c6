/** Idle: the times in which a connection carries nothing, and why. The reason is in what passed before, and in what ended it. */
import { fieldValue } from './field-values.ts'
import { DIRECTIONS, type Pdu } from './pdu.ts'
import type { TracedConnection } from './trace.ts'
import { type Speaker, sidesOf, type Turn, turnAt } from './turn.ts'
import type { LoggedUnit, UnitLog } from './unit-log.ts'

export interface Idle {
  /** Milliseconds since the run started; `end` is undefined while it lasts. */
  readonly start: number
  readonly end: number | undefined
  /** The reason in a word or two, for where there is little room: `held poll`. */
  readonly label: string
  /** The reason in a sentence without its full stop: `the server holds its response to request 3`. */
  readonly reason: string
}

/** Every time of at least `minMs` in which the connection carried nothing, in order. */
export function idleTimes(log: UnitLog, connection: TracedConnection, minMs: number): readonly Idle[] {
  const times = happenings(connection)
  const idle: Idle[] = []
  for (const [place, end] of times.entries()) {
    const start = times[place - 1]
    if (start !== undefined && end - start >= minMs) idle.push(idleOf(log, connection, start, end))
  }
  return idle
}

/** The idle time of the connection around `at`, as long as its last and next octet make it; undefined when it is not open then. */
export function idleAt(log: UnitLog, connection: TracedConnection, at: number): Idle | undefined {
  const times = happenings(connection)
  if (at < (times[0] ?? Number.POSITIVE_INFINITY) || (connection.closedAt ?? Number.POSITIVE_INFINITY) <= at)
    return undefined
  const place = times.findIndex((time) => time > at)
  const start = times.at(place === -1 ? -1 : place - 1) as number
  return idleOf(log, connection, start, place === -1 ? undefined : times[place])
}

/** When the connection opened, carried octets, ended and closed; in order. */
function happenings({ openedAt, closedAt, endedAt, passages }: TracedConnection): readonly number[] {
  const times = [openedAt]
  for (const direction of DIRECTIONS) {
    for (const { at } of passages[direction]) times.push(at)
    const ended = endedAt[direction]
    if (ended !== undefined) times.push(ended)
  }
  if (closedAt !== undefined) times.push(closedAt)
  return times.sort((one, other) => one - other)
}

function idleOf(log: UnitLog, connection: TracedConnection, start: number, end: number | undefined): Idle {
  const turn = turnAt(log, connection, start)
  const { label, reason } = wasHeld(connection, start, end) ? HELD : reasonOf(log, connection, turn, start, end)
  return { start, end, label, reason }
}

interface Reason {
  readonly label: string
  readonly reason: string
}

const HELD: Reason = { label: 'on its way', reason: 'the emulated path held octets on their way' }

/** Whether the emulated path held octets for most of the time. Client octets are seen first and then held, server octets the other way round. */
function wasHeld({ passages }: TracedConnection, start: number, end = start): boolean {
  let held = 0
  for (const { at, heldMs = 0 } of passages['client-to-server']) held += overlap(start, end, at, at + heldMs)
  for (const { at, heldMs = 0 } of passages['server-to-client']) held += overlap(start, end, at - heldMs, at)
  return held * 2 > end - start && held > 0
}

function overlap(start: number, end: number, from: number, to: number): number {
  return Math.max(0, Math.min(end, to) - Math.max(start, from))
}

function reasonOf(
  log: UnitLog,
  connection: TracedConnection,
  turn: Turn,
  start: number,
  end: number | undefined,
): Reason {
  switch (turn.why) {
    case 'over':
      return { label: 'over', reason: 'nobody may speak any more' }
    case 'half-closed': {
      const [ended, other] = turn.speaker === 'server' ? ['client', 'server'] : ['server', 'client']
      return { label: 'half-closed', reason: `the ${ended} has ended its side, and the ${other} has not ended its own` }
    }
    case 'nothing-asked':
      return { label: 'unused', reason: 'no request has come yet' }
    case 'request-begun':
      return { label: 'unfinished', reason: `request ${turn.exchange + 1} has begun and is not complete` }
    case 'asked':
      return {
        label: 'held poll',
        reason: `request ${turn.exchange + 1} is complete, and the server holds its response`,
      }
    case 'response-begun':
      return broken(
        'open stream',
        `response ${turn.exchange + 1} has begun and goes on`,
        heartbeatAt(log, connection, end),
      )
    case 'two-way':
      return broken('both silent', 'both sides may speak, and neither did', heartbeatAt(log, connection, end))
    case 'answered':
      return { label: 'keep-alive', reason: keptAlive(log, connection, start, end) }
  }
}

/** A silence of those who may speak at any time, and what broke it, where that had nothing else to say. */
function broken(label: string, reason: string, heartbeat: string | undefined): Reason {
  return heartbeat === undefined
    ? { label, reason }
    : { label: 'heartbeat', reason: `${reason}; ${heartbeat} broke the silence` }
}

/** What passed at `at` only to keep the way open: a comment of an event stream, a ping or a pong, a chunk of one octet. */
function heartbeatAt(log: UnitLog, connection: TracedConnection, at: number | undefined): string | undefined {
  if (at === undefined) return undefined
  for (let place = log.units.length - 1; place >= 0; place--) {
    const logged = log.units[place] as LoggedUnit
    const time = logged.at
    if (time < at) return undefined
    if (time > at || logged.connection !== connection) continue
    const heartbeat = heartbeatOf(logged.unit)
    if (heartbeat !== undefined) return heartbeat
  }
  return undefined
}

function heartbeatOf(unit: Pdu): string | undefined {
  switch (unit.name) {
    case 'block':
      return unit.parts?.some(({ name }) => name === 'comment') ? 'a comment' : undefined
    case 'PING':
      return 'a ping'
    case 'frame': {
      const opcode = unit.parts?.[0]?.parts?.find(({ name }) => name === 'opcode')?.value
      return opcode === 9 ? 'a ping' : opcode === 10 ? 'a pong' : undefined
    }
    case 'chunk':
      return unit.value === 1 ? 'a chunk of one octet' : undefined
    default:
      return undefined
  }
}

/** For how long the server said it would keep the connection, and who did not wait any longer: as far as the trace shows it. */
function keptAlive(log: UnitLog, connection: TracedConnection, start: number, end: number | undefined): string {
  const kept = 'the connection is kept open for another request'
  const response = sidesOf(log, connection)['server-to-client'].findLast(
    ({ unit, at }) => unit.name === 'response' && at <= start,
  )
  // RFC 2068 section 19.7.1.1 had the field; RFC 9112 appendix C.2.2 tells what became of it.
  const timeout = /(?:^|[,\s])timeout=(\d+)/i.exec((response && fieldValue(response.unit, 'keep-alive')) ?? '')?.[1]
  const promised = timeout === undefined ? '' : `, for ${timeout} s as the server said (Keep-Alive: timeout=${timeout})`
  return `${kept}${promised}${endedHow(connection, end)}`
}

function endedHow({ endedAt, closedAt, closedHow }: TracedConnection, end: number | undefined): string {
  if (end === undefined) return ''
  const { 'client-to-server': client, 'server-to-client': server } = endedAt
  if (server === end && (client === undefined || client >= server)) return ', until the server’s timer closed it'
  if (client === end) return ', until the client closed it'
  if (closedAt === end) return closedHow === 'reset' ? ', until it was reset' : ', until it was closed'
  return ', until the client’s next request'
}

/** Who may speak, where there is little room. */
export const SPEAKERS: Readonly<Record<Speaker, string>> = {
  client: 'client’s turn',
  server: 'server’s turn',
  both: 'both may speak',
  nobody: '',
}

/** Who may speak, in a sentence without its full stop, and why. */
export function turnSentence(turn: Turn): string {
  switch (turn.why) {
    case 'over':
      return 'nobody may speak any more'
    case 'half-closed':
      return `only the ${turn.speaker} may speak: the other side has ended`
    case 'two-way':
      return 'both may speak at any time'
    case 'nothing-asked':
      return 'the client may speak: no request has come yet'
    case 'request-begun':
      return `the client may speak: request ${turn.exchange + 1} is not complete`
    case 'answered':
      return `the client may speak: response ${turn.exchange + 1} is complete`
    case 'asked':
      return `the server may speak: request ${turn.exchange + 1} waits for its response`
    case 'response-begun':
      return `the server may speak: response ${turn.exchange + 1} is not complete`
  }
}
