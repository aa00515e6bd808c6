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

/** Every time of at least `minMs` in which the connection carried nothing, in order; the last one may go on. */
export function idleTimes(log: UnitLog, connection: TracedConnection, minMs: number): readonly Idle[] {
  const idle: Idle[] = []
  for (let at: number | undefined = connection.openedAt; at !== undefined; ) {
    const { start, end } = silenceAround(connection, at)
    if (end !== undefined && end - start >= minMs) idle.push(idleOf(log, connection, start, end))
    at = end
  }
  return idle
}

/** The idle time of the connection around `at`, from what passed last to what passed next; undefined when it was not open then. */
export function idleAt(log: UnitLog, connection: TracedConnection, at: number): Idle | undefined {
  if (at < connection.openedAt || (connection.closedAt !== undefined && connection.closedAt <= at)) return undefined
  const { start, end } = silenceAround(connection, at)
  return idleOf(log, connection, start, end)
}

/** From the last thing that happened at `at` or before it to the first one behind it: octets, an end, the close. */
function silenceAround({ openedAt, closedAt, endedAt, passages }: TracedConnection, at: number) {
  let start = openedAt
  let end: number | undefined
  const take = (time: number | undefined) => {
    if (time === undefined) return
    if (time <= at) start = Math.max(start, time)
    else end = Math.min(end ?? time, time)
  }
  take(closedAt)
  for (const direction of DIRECTIONS) {
    take(endedAt[direction])
    const next = firstAfter(passages[direction], at)
    take(passages[direction][next - 1]?.at)
    take(passages[direction][next]?.at)
  }
  return { start, end }
}

/** The place of the first of `things` that is later than `at`; they are in order of time. */
function firstAfter(things: readonly { readonly at: number }[], at: number): number {
  let low = 0
  let high = things.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((things[middle] as { at: number }).at <= at) low = middle + 1
    else high = middle
  }
  return low
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

/**
 * Whether the emulated path held octets for most of a silence. Client octets are seen and then held, so those before it count;
 * server octets are held and then seen, so those behind it count.
 */
function wasHeld({ passages }: TracedConnection, start: number, end = start): boolean {
  const { 'client-to-server': client, 'server-to-client': server } = passages
  const before = client[firstAfter(client, start) - 1]
  const behind = server[firstAfter(server, start)]
  const heldThen = Math.min(end, (before?.at ?? start) + (before?.heldMs ?? 0)) - start
  const heldNow = behind?.at === end ? Math.min(end - start, behind.heldMs ?? 0) : 0
  return Math.max(0, heldThen) + heldNow > (end - start) / 2
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
  for (let place = firstAfter(log.units, at) - 1; place >= 0; place--) {
    const logged = log.units[place] as LoggedUnit
    if (logged.at < at) return undefined
    const heartbeat = logged.connection === connection ? heartbeatOf(logged.unit) : undefined
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
    (logged) => logged.unit.name === 'response' && logged.at <= start,
  )
  // RFC 2068 section 19.7.1.1 had the field; RFC 9112 appendix C.2.2 tells what became of it.
  const timeout = /(?:^|[,\s])timeout=(\d+)/i.exec((response && fieldValue(response.unit, 'keep-alive')) ?? '')?.[1]
  const promised = timeout === undefined ? '' : `, for ${timeout} s as the server said (Keep-Alive: timeout=${timeout})`
  return `${kept}${promised}${endedHow(connection, end)}`
}

function endedHow(connection: TracedConnection, end: number | undefined): string {
  const { endedAt, closedAt, closedHow, closedByPath, endedByPath } = connection
  if (end === undefined) return ''
  if ((closedByPath && closedAt === end) || (endedByPath['server-to-client'] && endedAt['server-to-client'] === end)) {
    return ', until the emulated path cut it'
  }
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
