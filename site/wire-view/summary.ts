/** Short texts: a unit in a few words, a connection in a sentence, a run in a line. */
import type { RunFacts } from '#wire/facts.ts'
import { numberAndHop } from '#wire/hop.ts'
import { layerNamed } from '#wire/layer.ts'
import { octetCount, octetsOf } from '#wire/octets.ts'
import { DIRECTIONS, type Direction, type Part, type Pdu } from '#wire/pdu.ts'
import type { TracedConnection } from '#wire/trace.ts'
import { counted, duration, grouped } from './numbers.ts'
import { visibleText } from './octet-names.ts'
import { partsOf } from './selection.ts'
import type { Row, UnitRow } from './unit-index.ts'

/** Every lab's address begins with its session, which says nothing of the lab: `/s/` and 22 characters. */
const SESSION_PATH = /\/s\/[\w-]{22}\//

/** A request-line or a sentence about it without the session: `GET …/message?size=27`. Only where the octets stand beside it. */
export function withoutSession(text: string): string {
  return text.replace(SESSION_PATH, '…/')
}

/** Octets shown of a unit, in a row: more than the widest row has room for. */
const MAX_SUMMARY_OCTETS = 120

/** Layers whose octets are text, as they stand on the wire. */
const READ_AS_TEXT = ['http1', 'octets', 'xmlsocket']
/** The parts whose octets say most about a unit, best first. */
const TELLING_PARTS = ['request-line', 'status-line', 'chunk-data', 'data']

/** A unit in a few words: its start-line and how many fields follow, what it says once it is decoded, or its first octets. */
export function unitSummary({ connection, logged: { unit } }: UnitRow): string {
  const parts = partsOf(unit)
  const found = parts.find(({ name }) => TELLING_PARTS.includes(name))
  // Octets of other layers may be masked, compressed or numbers: their text would say nothing, or something wrong.
  if (found === undefined && !READ_AS_TEXT.includes(unit.layer)) return valueSummary(unit)
  const telling = found ?? unit
  const range = telling.ranges[0]
  const fieldCount = parts.filter(({ name }) => name === 'field-line').length
  const fields = fieldCount > 0 ? counted(fieldCount, 'field') : ''
  if (telling === unit && fields !== '') return fields
  const text = range
    ? withoutSession(visibleText(connection.streams[unit.direction].slice(range), MAX_SUMMARY_OCTETS))
    : ''
  return fields === '' ? text : `${text} · ${fields}`
}

/** `tick: number 2` for an event of that type, `GET /` for HEADERS, a frame's or a message's text; else what the unit is. */
function valueSummary(unit: Pdu): string {
  const { value, layer } = unit
  if (typeof value !== 'string')
    return (
      layerNamed(layer)
        ?.narrator?.unit(unit)
        ?.replace(/^\w+: /, '') ?? ''
    )
  const type = unit.computed?.find(({ name }) => name === 'type')
  const line = withoutSession(visibleValue(value))
  return type?.kind === 'value' ? `${type.value}: ${line}` : line
}

/** Whether octets of the layer say what they mean when they are read as text. */
export function isReadAsText(layer: string): boolean {
  return READ_AS_TEXT.includes(layer)
}

/** A value as one line of text that hides nothing. */
export function visibleValue(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  const text = value.length > MAX_SUMMARY_OCTETS ? `${value.slice(0, MAX_SUMMARY_OCTETS)}…` : value
  return text.replace(/\p{Cc}/gu, (control) => visibleText(octetsOf(control)))
}

/** What a row stands for, as a sentence. */
export function gapSentence(row: Extract<Row, { kind: 'gap' }>): string {
  return `${counted(row.gap.octets, 'octet')} not kept: limit ${row.gap.limit}`
}

/** How many octets a row stands for. */
export function rowOctets(row: Row): number {
  return row.kind === 'gap' ? row.gap.octets : octetCount(row.logged.unit.ranges)
}

/** How the connection stands: `open`, `closed by server`, `reset`, `cut by the emulated path`. */
export function connectionState(connection: TracedConnection): string {
  if (isCutByPath(connection)) {
    return connection.closedHow === 'reset' ? 'reset by the emulated path' : 'cut by the emulated path'
  }
  if (connection.closedAt === undefined) return 'open'
  if (connection.closedHow === 'reset') return 'reset'
  const first = closedBy(connection)
  return first === undefined ? 'closed' : `closed by ${first === 'client-to-server' ? 'client' : 'server'}`
}

/** Whether it was neither end that ended it, but the emulated path. */
function isCutByPath({ closedByPath, endedByPath }: TracedConnection): boolean {
  return closedByPath || DIRECTIONS.some((direction) => endedByPath[direction])
}

/** The direction that ended first: its sender closed the connection. */
export function closedBy({ endedAt }: TracedConnection): Direction | undefined {
  const [client, server] = DIRECTIONS.map((direction) => endedAt[direction] ?? Number.POSITIVE_INFINITY) as [
    number,
    number,
  ]
  if (client === server) return undefined
  return client < server ? 'client-to-server' : 'server-to-client'
}

/** `Connection 1: opened at 3 ms, 6 exchanges, still open`. */
export function connectionSentence(connection: TracedConnection, exchanges: number): string {
  const { openedAt, streams, gaps, longestHeldMs, tls } = connection
  const opened = openedAt < 0 ? 'open since before the run' : `opened at ${duration(openedAt)}`
  const unused = DIRECTIONS.every((direction) => streams[direction].length === 0)
  const carried = unused ? 'carried no octets' : counted(exchanges, 'exchange')
  const state = stateSentence(connection)
  const notKept = DIRECTIONS.reduce((sum, direction) => sum + (gaps[direction]?.octets ?? 0), 0)
  const more = [
    ...(tls === undefined ? [] : [`inside ${tls}`]),
    ...(longestHeldMs > 0 ? [`${duration(longestHeldMs)} of emulated path`] : []),
    ...(notKept > 0 ? [`${counted(notKept, 'octet')} not kept`] : []),
  ]
  return [`Connection ${numberAndHop(connection)}: ${opened}`, carried, ...more, state].join(', ')
}

function stateSentence(connection: TracedConnection): string {
  const { closedAt, endedAt, endedByPath } = connection
  const ended = endedAt['server-to-client']
  if (endedByPath['server-to-client'] && ended !== undefined && !connection.closedByPath) {
    const closed = closedAt === undefined ? 'still open to the server' : `over at ${duration(closedAt)}`
    return `half-closed by the emulated path at ${duration(ended)}, ${closed}`
  }
  return closedAt === undefined ? 'still open' : `${connectionState(connection)} at ${duration(closedAt)}`
}

/** A run in a line; octets are told apart by direction beside it. */
export function runSummary({ connections, exchanges, durationMs, faults }: RunFacts): string {
  const figures = [counted(connections, 'connection'), counted(exchanges, 'exchange'), duration(durationMs)]
  if (faults > 0) figures.push(counted(faults, 'fault'))
  return figures.join(' · ')
}

/** `12 units on 2 connections`, as it is announced while a run goes on. */
export function progressSentence(units: number, connections: number): string {
  return `${counted(units, 'unit')} on ${counted(connections, 'connection')}`
}

/** An arrow and a word for a direction, as printed in rows. */
export const DIRECTION_WORDS: Readonly<Record<Direction, { arrow: string; word: string }>> = {
  'client-to-server': { arrow: '→', word: 'to server' },
  'server-to-client': { arrow: '←', word: 'to client' },
}

/** `octets 17–43`, both ends included, as the offset columns count. */
export function rangeText(part: Part): string {
  return part.ranges
    .filter(({ start, end }) => end > start)
    .map(({ start, end }) => (end - start === 1 ? grouped(start) : `${grouped(start)}–${grouped(end - 1)}`))
    .join(', ')
}
