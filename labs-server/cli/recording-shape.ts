/**
 * The shape of a run: what a second run of the same preset has as well. It is lines of text, each of them once: a kind of unit
 * with its fields, a line of content, something the script saw. Whatever depends on time is no part of it: when things
 * happened, how reads were cut, which of several connections an exchange took, how many polls or heartbeats there were. Nor is
 * what is random, or the browser's own.
 */
import '#wire/dissectors/all.ts'
import { fieldValue } from '#wire/field-values.ts'
import { logOf, type RecordedEvent, type Recording } from '#wire/formats/recording.ts'
import type { Part, Pdu } from '#wire/pdu.ts'
import type { RunInfo, TracedConnection } from '#wire/trace.ts'
import type { LoggedUnit } from '#wire/unit-log.ts'
import { labOf } from '../labs/index.ts'
import { initialValues } from '../labs/lab.ts'
import { masked } from './masked.ts'

/** How two runs differ: the lines that only the one has, and those that only the other has. */
export interface ShapeDifference {
  readonly gone: readonly string[]
  readonly added: readonly string[]
}

/** Undefined when both have the same shape. */
export function differenceOf(recorded: Recording, today: Recording): ShapeDifference | undefined {
  const [before, now] = [shapeOf(recorded), shapeOf(today)]
  const gone = [...before.difference(now)]
  const added = [...now.difference(before)]
  return gone.length + added.length === 0 ? undefined : { gone, added }
}

export function shapeOf({ run, script, ...rest }: Recording): ReadonlySet<string> {
  const log = logOf({ run, script, ...rest })
  // Where a run or a cut ends the last unit is a matter of time; a body that ends by closing may go on beyond the run.
  const givenUp = givenUpIn(log.units)
  const isTold = ({ complete, name }: Pdu) => complete || (name === 'message-body' && !isCut(run))
  const units = [...log.units, ...log.pending()].filter(
    (logged) => isTold(logged.unit) && !givenUp.has(exchangeOf(logged)),
  )
  const requests = requestsIn(units)
  const wire = [...unitLines(units, requests), ...contentLines(units, requests)]
  const events = isLossy(run)
    ? []
    : script.filter(({ what }) => !(BY_CHANCE.includes(what) || (what === 'cut' && isForgotten(run))))
  const told = isCut(run) || isLossy(run) ? withoutNumbers : (line: string) => line
  return new Set([
    ...switchLines(run),
    ...(isCut(run) || isForgotten(run) ? [] : connectionLines(units, requests)),
    ...(isForgotten(run) ? [] : log.trace.connections.flatMap(endLines)),
    ...wire.map(told),
    ...events.map((event) => (MESSAGES.includes(event.what) ? eventLine(event) : told(eventLine(event)))),
  ])
}

/** A switch that a run was made without did not act: it was at its initial value, so to speak. */
function switchLines({ lab: id, switches }: RunInfo): readonly string[] {
  const lab = labOf(id)
  const values = { ...(lab && initialValues(lab)), ...switches }
  return Object.entries(values).map(([name, value]) => `switch ${name} ${value}`)
}

/** Which messages pass before the path cuts a connection, and which after, is a matter of time. */
function isCut({ switches: { cut = 'never' } }: RunInfo): boolean {
  return cut !== 'never'
}

/** Whether a path forgets a connection that is silent: on a busy machine a heartbeat may come too late for it. */
function isForgotten({ switches: { idleTimeout = 0 } }: RunInfo): boolean {
  return Number(idleTimeout) > 0
}

/** A datagram that is lost, as some are on a busy machine, changes what either end sees and counts. */
function isLossy({ switches: { datagrams = false } }: RunInfo): boolean {
  return datagrams === true
}

function withoutNumbers(line: string): string {
  return line.replace(/\d+/g, '#')
}

/** So many a browser opens to one host, or as many as it happens to need: only what comes after has to use one again. */
const CONNECTIONS = 6

/** Polls count as one request: how many there are depends on time. */
function connectionLines(units: readonly LoggedUnit[], requests: Requests): readonly string[] {
  if (new Set(requests.values()).size <= CONNECTIONS) return []
  const isUsedAgain = units.some(({ unit: { exchange = 0 } }) => exchange > 0)
  return [`connections: ${isUsedAgain ? 'used again' : 'each used once'}`]
}

/** What the path did in the name of the ends. Which end closes first, and whether the run sees it, is a matter of time. */
function endLines({ closedByPath, closedHow, endedByPath }: TracedConnection): readonly string[] {
  const ended = Object.entries(endedByPath).flatMap(([direction, byPath]) =>
    byPath ? `${direction} ended by path` : [],
  )
  return closedByPath ? [...ended, `${closedHow} by path`] : ended
}

/** Layers whose content is octets of a program, unless another layer reads it. */
const HTTP: readonly string[] = ['http1', 'http2']
const HEADS = ['request', 'response', 'HEADERS', 'trailer-section']
/** What their octets hold is told by the units above them; how long it is depends on what they carry. */
const BY_NAME_ALONE = ['frame', 'body-part']

/** Kinds of units, each with the request of its exchange: `down http1 chunk of GET /s/#/`. */
function unitLines(units: readonly LoggedUnit[], requests: Requests): readonly string[] {
  const told = units.filter(
    ({ unit }) => unit.layer !== 'websocket-message' || !BY_EITHER_LINK.test(String(unit.value)),
  )
  return told.map((logged) => {
    const { layer, name } = logged.unit
    return `${wayOf(logged)} ${layer} ${name}${about(logged)}${requests.get(exchangeOf(logged)) ?? ''}`
  })
}

/** Packets of Socket.IO that go by polls or by its WebSocket, whichever is open when they are due: messages, and control. */
const BY_EITHER_LINK = /^(?:\d|4[23]\d*\[.*)$/

/** Lines of content that no layer above HTTP reads. */
function contentLines(units: readonly LoggedUnit[], requests: Requests): readonly string[] {
  const bodies = Map.groupBy(units, (logged) => `${exchangeOf(logged)} ${wayOf(logged)}`)
  return [...bodies.values()].flatMap((own) => {
    const [first] = own
    if (first === undefined || own.some(({ unit }) => !HTTP.includes(unit.layer))) return []
    const of = requests.get(exchangeOf(first)) ?? ''
    const lines = own.map(contentOf).join('').split('\n')
    const told = lines.filter((line) => line !== '' && !(of.includes('EIO=') && BY_EITHER_LINK.test(line)))
    return told.map((line) => `${wayOf(first)} content${of}: ${masked(line)}`)
  })
}

/** ` of GET /s/#/lab/`, by exchange. */
type Requests = ReadonlyMap<string, string>

function requestsIn(units: readonly LoggedUnit[]): Requests {
  const heads = units.filter(({ unit }) => HEADS.includes(unit.name) && typeof unit.value === 'string')
  return new Map(heads.map((logged) => [exchangeOf(logged), ` of ${masked(String(logged.unit.value))}`]))
}

const GATEWAY_TIMEOUT = 504

/** Exchanges that an impatient middlebox has given up (RFC 9110 section 15.6.5): on a busy machine it may. */
function givenUpIn(units: readonly LoggedUnit[]): ReadonlySet<string> {
  return new Set(units.filter(({ unit }) => unit.name === 'response' && unit.value === GATEWAY_TIMEOUT).map(exchangeOf))
}

/** Which exchange of the run; all that belongs to none is one. */
function exchangeOf({ connection, unit }: LoggedUnit): string {
  return `${connection.id} ${unit.exchange}`
}

function wayOf({ unit }: LoggedUnit): 'up' | 'down' {
  return unit.direction === 'client-to-server' ? 'up' : 'down'
}

/** What a unit says beside its name: its value, and its fields if it has any. */
function about(logged: LoggedUnit): string {
  const { name, value } = logged.unit
  if (name === 'frame') return ` ${valueIn(logged.unit, 'opcode')}`
  // A request's value is the method and the target, of which the whole exchange is.
  if (HEADS.includes(name)) return `${typeof value === 'number' ? ` ${value}` : ''}${fieldsOf(logged.unit)}`
  return typeof value === 'string' && !BY_NAME_ALONE.includes(name) ? ` ${masked(value)}` : ''
}

/** Fields that browsers add by themselves, and more or other ones with every version. */
const BROWSERS_OWN = /^(?:sec-(?:ch|fetch)-|accept|user-agent|priority|pragma|referer|origin$|dnt|cache-control$)/i
/** Fields that say how a message is made: their values belong to the shape. */
const TELLING = ['connection', 'content-encoding', 'content-type', 'transfer-encoding', 'upgrade']

function fieldsOf(head: Part): string {
  const names = namesIn(head).filter((name) => !BROWSERS_OWN.test(name))
  const fields = names.map((name) => {
    const isTelling = TELLING.includes(name.toLowerCase())
    return isTelling ? `${name}: ${fieldValue(head, name.toLowerCase())}` : name
  })
  return fields.length === 0 ? '' : ` (${fields.join(', ')})`
}

function namesIn(part: Part): readonly string[] {
  return (part.parts ?? []).flatMap((inner) =>
    inner.name === 'field-line' ? String(valueIn(inner, 'field-name') ?? '') : namesIn(inner),
  )
}

function valueIn(part: Part, name: string): Part['value'] {
  for (const inner of part.parts ?? []) {
    const value = inner.name === name ? inner.value : valueIn(inner, name)
    if (value !== undefined) return value
  }
  return undefined
}

/** The octets of a program in a unit of HTTP, as ISO 8859-1 text. */
function contentOf({ connection, unit }: LoggedUnit): string {
  const carrying =
    unit.name === 'message-body'
      ? [unit]
      : (unit.parts ?? []).filter(({ name }) => ['chunk-data', 'data'].includes(name))
  const stream = connection.streams[unit.direction]
  return carrying.flatMap(({ ranges }) => ranges.map((range) => stream.text(range))).join('')
}

/** What a script sees only when a cut strikes in the midst of something. */
const BY_CHANCE = ['came again', 'poll failed', 'sends again']

/** Messages, of which the script may be the only witness: WebRTC goes past the labs. Pieces of what is read are cut by time. */
const MESSAGES = ['message up', 'message down', 'report']

function eventLine({ what, of, detail }: RecordedEvent): string {
  const message = MESSAGES.includes(what) && detail !== undefined ? ` "${masked(detail)}"` : ''
  return `script ${what}${message}${of === undefined ? '' : ` of ${masked(of)}`}`
}
