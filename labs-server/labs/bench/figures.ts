/** What the task cost over two ways: counted from the octets of the run, and from what the script saw and the server reported. */
import { exchangesOf } from '#wire/exchanges.ts'
import { factsOf } from '#wire/facts.ts'
import { fieldValue } from '#wire/field-values.ts'
import type { Pdu } from '#wire/pdu.ts'
import type { UnitLog } from '#wire/unit-log.ts'
import { transportOf } from '../../transports/index.ts'
import type { Way } from '../../transports/transport.ts'
import type { ScriptEvent } from '../lab-client.ts'
import type { BenchSwitches } from './switches.ts'
import { readMessage, readReport, type TaskMessage } from './task-message.ts'

/** From a message's sending to its arrival, in milliseconds on one clock; undefined where none arrived. */
export interface Latency {
  readonly medianMs: number
  readonly p95Ms: number
}

export interface BenchFigures {
  readonly connections: number
  /** Exchanges, or streams of HTTP/2, whose request is complete. */
  readonly exchanges: number
  /** All octets of the run, in both directions, and in each. */
  readonly octets: number
  readonly octetsEach: Readonly<Record<Way, number>>
  /** Octets beside the messages' own, for each message; undefined without a message, and when messages went past the labs. */
  readonly overhead: number | undefined
  readonly latency: Readonly<Record<Way, Latency | undefined>>
  /** Messages that the task asks for, and how many of them arrived. */
  readonly asked: Readonly<Record<Way, number>>
  readonly arrived: Readonly<Record<Way, number>>
  /**
   * Messages that came again, and were ignored: down, since a server may tell again after a cut; up, since a browser sends a
   * request again whose connection died unanswered. Up, it can be told only of requests that name the message they carry.
   */
  readonly again: Readonly<Record<Way, number>>
  /** How often a way was cut, and how long the first time until the next message came down, in milliseconds. */
  readonly cuts: number
  readonly comebackMs: number | undefined
  /** Whether the report came, which ends the task. */
  readonly reported: boolean
}

/** What was asked for; the ways, unless all messages are known to cross the labs. */
type AskedFor = Pick<BenchSwitches, 'messagesDown' | 'messagesUp'> & Partial<Pick<BenchSwitches, Way>>

export function benchFigures(
  log: UnitLog,
  script: readonly ScriptEvent[],
  { down: wayDown, up: wayUp, messagesDown, messagesUp }: AskedFor,
): BenchFigures {
  const facts = factsOf(log)
  const octetsEach = { down: facts.octets['server-to-client'], up: facts.octets['client-to-server'] }
  const octets = octetsEach.down + octetsEach.up
  const down = script.flatMap((event) => messageIn(event, 'message down'))
  const up = script.flatMap((event) => messageIn(event, 'message up'))
  const report = script.find(({ what }) => what === 'report')
  const arrivals = readReport(new TextEncoder().encode(report?.detail ?? '')) ?? []
  const own = script
    .filter(({ what }) => ['message down', 'message up', 'report'].includes(what))
    .map(({ octets: length = 0 }) => length)
  const arrivedUp = up.flatMap(({ message }) => {
    const arrivedAt = arrivals[message.number - 1]
    return typeof arrivedAt === 'number' ? [arrivedAt - message.at] : []
  })
  const unseen = [wayDown, wayUp].some((id) => id !== undefined && transportOf(id)?.unseen)
  const cut = script.find(({ what }) => what === 'cut')
  const back = cut && script.find(({ what, at }) => at > cut.at && ['message down', 'report'].includes(what))

  return {
    connections: facts.connections,
    exchanges: facts.exchanges,
    octets,
    octetsEach,
    overhead:
      own.length === 0 || unseen ? undefined : (octets - own.reduce((sum, length) => sum + length, 0)) / own.length,
    latency: { down: latencyOf(down.map(({ at, message }) => at - message.at)), up: latencyOf(arrivedUp) },
    asked: { down: messagesDown, up: messagesUp },
    arrived: { down: new Set(down.map(({ message }) => message.number)).size, up: arrivedUp.length },
    again: { down: script.filter(({ what }) => what === 'came again').length, up: requestsAgain(log) },
    cuts: script.filter(({ what }) => what === 'cut').length,
    comebackMs: cut && back && back.at - cut.at,
    reported: report !== undefined,
  }
}

/** What the request of a way up says of its messages: the number of the one, or of the last. */
const NAMES_MESSAGE = /[?&](?:number|upto)=/

/** Requests with messages up that had been made before. */
function requestsAgain(log: UnitLog): number {
  const lines = exchangesOf(log).flatMap(({ request: [head] }) => (head === undefined ? [] : [requestLine(head.unit)]))
  const naming = lines.filter((line) => NAMES_MESSAGE.test(line))
  return naming.length - new Set(naming).size
}

/** Method and target, whichever HTTP it is. */
function requestLine(head: Pdu): string {
  if (head.name === 'request') return String(head.value)
  return `${fieldValue(head, ':method')} ${fieldValue(head, ':path')}`
}

/** The task's message that an event tells of, and when the script saw it. */
function messageIn({ what, at, detail = '' }: ScriptEvent, wanted: string): { at: number; message: TaskMessage }[] {
  const message = what === wanted ? readMessage(new TextEncoder().encode(`${detail} `)) : undefined
  return message === undefined ? [] : [{ at, message }]
}

/** The value in the middle, and the one that nineteen of twenty do not exceed (nearest rank). */
function latencyOf(times: readonly number[]): Latency | undefined {
  if (times.length === 0) return undefined
  const sorted = times.toSorted((one, other) => one - other)
  const rank = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
  return { medianMs: rank(0.5), p95Ms: rank(0.95) }
}

/**
 * A latency as it is printed, in milliseconds. Below one, the clocks of page and server are not known well enough to say more:
 * the difference may even come out negative.
 */
export function latencyText(ms: number): string {
  return ms < 1 ? 'less than 1' : ms.toFixed(1)
}
