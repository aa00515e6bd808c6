/** Writes a run as a text to read: every unit in order of time with its sentence and its text, and what the script saw. */
import { hopOf } from '../hop.ts'
import { sentenceOf } from '../narration.ts'
import { counted } from '../number-words.ts'
import type { Direction, Part } from '../pdu.ts'
import type { TracedConnection } from '../trace.ts'
import type { LoggedUnit } from '../unit-log.ts'
import type { ExportedRun } from './exported-run.ts'
import { unmaskedPayload } from './har/streams.ts'
import { isoTime } from './iso-time.ts'
import { concatenated } from './rebuilt-octets.ts'
import { visibleLines, visibleText, visibleTextLines } from './visible-text.ts'

/** Of one unit; what matters for longer ones is in the octets themselves. */
const MAX_LINES = 40
/** With what stands in front, a line fits where mail programs break lines. */
const MAX_COLUMNS = 96
const TIME_COLUMNS = 11
const ARROWS: Readonly<Record<Direction, string>> = { 'client-to-server': '->', 'server-to-client': '<-' }

interface Line {
  readonly at: number
  readonly who: string
  readonly sentence: string
  text(): readonly string[]
}

export function* transcriptPieces(run: ExportedRun): Iterable<string> {
  yield `${heading(run).map(visibleText).join('\n')}\n\n`
  const { log, script } = run
  const lines: Line[] = log.trace.connections.flatMap(connectionLines)
  for (const logged of log.units) lines.push(unitLine(logged))
  for (const logged of log.pending()) lines.push(unitLine(logged))
  for (const { at, what, octets, detail } of script) {
    const more = [...(octets === undefined ? [] : [counted(octets, 'octet')]), ...(detail ? [detail] : [])].join(': ')
    lines.push({ at, who: 'script', sentence: more === '' ? what : `${what}, ${more}`, text: noText })
  }
  for (const { at, who, sentence, text } of lines.toSorted((one, other) => one.at - other.at)) {
    yield `${at.toFixed(3).padStart(TIME_COLUMNS)} ${who.padEnd(7)} ${visibleText(sentence)}\n`
    for (const line of text()) yield `${' '.repeat(TIME_COLUMNS + 9)}| ${line}\n`
  }
}

function heading({ log, title, browser, octets }: ExportedRun): readonly string[] {
  const { startedAt, server, switches } = log.trace.run
  const values = Object.entries(switches).map(([name, value]) => `${name}=${value}`)
  return [
    title,
    `Started ${isoTime(startedAt)}${server === '' ? '' : `, answered by ${server}`}${browser === '' ? '' : `, in ${browser}`}.`,
    ...(values.length === 0 ? [] : [`Switches: ${values.join(', ')}.`]),
    ...(octets === 'rebuilt' ? ['The octets were written anew from a file that holds messages only.'] : []),
    'Milliseconds since the start; the number of the connection; -> from the client, <- from the server.',
  ]
}

function connectionLines(connection: TracedConnection): readonly Line[] {
  const { id, openedAt, client, server, tls, closedAt, closedHow, closedByPath, endedAt, endedByPath, gaps } =
    connection
  const ends = client === undefined || server === undefined ? '' : ` from ${client} to ${server}`
  const hop = hopOf(connection)
  const lines: Line[] = [
    {
      at: openedAt,
      who: `#${id}`,
      sentence: `Connection open${ends}${tls === undefined ? '' : `, inside ${tls}`}${hop === undefined ? '' : `, ${hop}`}`,
      text: noText,
    },
  ]
  for (const direction of ['client-to-server', 'server-to-client'] as const) {
    const ended = endedAt[direction]
    if (endedByPath[direction] && ended !== undefined) {
      const sentence = 'Ended by the emulated path'
      lines.push({ at: ended, who: `#${id} ${ARROWS[direction]}`, sentence, text: noText })
    }
    const gap = gaps[direction]
    if (gap === undefined) continue
    const sentence = `${counted(gap.octets, 'octet')} passed and were not kept (${gap.limit})`
    lines.push({ at: gap.at, who: `#${id} ${ARROWS[direction]}`, sentence, text: noText })
  }
  if (closedAt !== undefined) {
    const by = closedByPath ? ' by the emulated path' : ''
    const sentence = `Connection ${closedHow === 'reset' ? 'reset' : 'closed'}${by}`
    lines.push({ at: closedAt, who: `#${id}`, sentence, text: noText })
  }
  return lines
}

function unitLine(logged: LoggedUnit): Line {
  const { unit, connection, at } = logged
  return {
    at,
    who: `#${connection.id} ${ARROWS[unit.direction]}`,
    sentence: sentenceOf(unit),
    text: () => textOf(logged),
  }
}

function noText(): readonly string[] {
  return []
}

const LAYERS_BENEATH = new Set(['http1', 'http2', 'octets'])
/** Units that are framing and nothing else, of which their sentence says it all. */
const FRAMING = new Set(['last-chunk', 'empty-line'])
/** Which of a unit's parts is what it carries. */
const CARRIED: Readonly<Record<string, string>> = { chunk: 'chunk-data', DATA: 'data' }

function textOf(logged: LoggedUnit): readonly string[] {
  const { unit } = logged
  // What layers above read is said in their sentences; its octets have been shown where they passed.
  if (unit.layer === 'websocket') return visibleLines(unmaskedPayload(logged), MAX_LINES, MAX_COLUMNS)
  if (unit.layer === 'http2' && unit.name !== 'DATA') {
    return visibleTextLines(fieldLines(unit.parts).join('\n'), MAX_LINES, MAX_COLUMNS)
  }
  if (!LAYERS_BENEATH.has(unit.layer) || FRAMING.has(unit.name)) return []
  if (!Object.hasOwn(CARRIED, unit.name)) return octetLines(logged, unit)
  const carried = unit.parts?.find(({ name }) => name === CARRIED[unit.name])
  return carried === undefined ? [] : octetLines(logged, carried)
}

function octetLines({ connection, unit }: LoggedUnit, { ranges }: Part): readonly string[] {
  const stream = connection.streams[unit.direction]
  const lines = visibleLines(concatenated(ranges.map((range) => stream.slice(range))), MAX_LINES, MAX_COLUMNS)
  // The line that ends a head says nothing.
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

/** Field lines are coded in HTTP/2, so here they stand as they mean. */
function fieldLines(parts: readonly Part[] = []): readonly string[] {
  return parts.flatMap((part) => {
    if (part.name !== 'field-line') return part.parts === undefined ? [] : fieldLines(part.parts)
    const [name, value] = ['field-name', 'field-value'].map((wanted) =>
      part.parts?.find((each) => each.name === wanted),
    )
    return name?.value === undefined ? [] : [`${name.value}: ${value?.value ?? ''}`]
  })
}
