/** Writes a run as pcapng (draft-ietf-opsawg-pcapng) that Wireshark opens, with a comment for every unit. */
import { counted } from '../../number-words.ts'
import type { TracedConnection } from '../../trace.ts'
import { type ExportedRun, WRITER } from '../exported-run.ts'
import { isoTime } from '../iso-time.ts'
import { nanosecondsOf } from '../packets/nanoseconds.ts'
import type { RecordedEvent } from '../recording.ts'
import {
  enhancedPacket,
  INBOUND,
  interfaceDescription,
  MAX_OPTION_OCTETS,
  nameResolution,
  OUTBOUND,
  sectionHeader,
  textOption,
} from './block-writer.ts'
import { OPTION } from './codes.ts'
import { Conversation, type PacketToWrite } from './conversation.ts'
import { EndpointBook } from './endpoints.ts'
import { type Happening, happeningsOf } from './happenings.ts'
import { Narrations } from './narrations.ts'
import { BY_PATH_NOTES, connectionNote, HOW_IT_CAME_ABOUT, heldNote, piecesNote, runNote } from './notes.ts'
import type { Option } from './options.ts'

/** The file in pieces: its header, and then packet after packet. */
export function* pcapngPieces(exported: ExportedRun): Iterable<Uint8Array> {
  const { log, octets } = exported
  const book = new EndpointBook()
  const conversations = new Map<TracedConnection, Conversation>(
    log.trace.connections.map((connection) => [connection, new Conversation(book.endpointsOf(connection))]),
  )
  yield sectionHeader(sectionOptions(exported))
  yield interfaceDescription([
    textOption(OPTION.comment, HOW_IT_CAME_ABOUT[octets]),
    textOption(OPTION.interfaceName, 'tap'),
    textOption(OPTION.interfaceDescription, 'Reads and writes at a socket, seen from the server'),
  ])
  const isLab = log.trace.run.lab !== ''
  const names = new Map([...book.names].map(([address, end]) => [address, nameOf(end, isLab)]))
  if (names.size > 0) yield nameResolution(names)

  const narrations = new Narrations(log.units)
  const script = new ScriptComments(exported.script)
  const origin = nanosecondsOf(log.trace.run.startedAt)
  const happenings = happeningsOf(log.trace)
  for (const [place, happening] of happenings.entries()) {
    const conversation = conversations.get(happening.connection) as Conversation
    const packets = [...packetsOf(happening, conversation, narrations)]
    const seen = script.until(happenings[place + 1]?.at ?? Number.POSITIVE_INFINITY)
    const time = origin + nanosecondsOf(happening.at)
    for (const [number, packet] of packets.entries()) {
      yield packetBlock(time < 0n ? 0n : time, packet, number === 0 ? seen : [])
    }
  }
}

function* packetsOf(happening: Happening, conversation: Conversation, narrations: Narrations): Iterable<PacketToWrite> {
  const { connection } = happening
  switch (happening.kind) {
    case 'open': {
      const { id, client, server, protocol, tls, seenAt } = connection
      const ends = { ...(client !== undefined && { client }), ...(server !== undefined && { server }) }
      const start = { ...(protocol !== undefined && { protocol }), ...(tls !== undefined && { tls }) }
      yield* conversation.open([connectionNote({ id, ...ends, ...start, ...(seenAt !== undefined && { seenAt }) })])
      break
    }
    case 'octets': {
      const { direction, passage } = happening
      const { pieces, heldMs } = passage
      const notes = [...(pieces ? [piecesNote(pieces)] : []), ...(heldMs === undefined ? [] : [heldNote(heldMs)])]
      yield* conversation.octets(direction, connection.streams[direction].slice(passage), (start, end) => [
        ...narrations.until(connection, direction, passage.start + end),
        ...(start === 0 ? notes : []),
      ])
      break
    }
    case 'gap':
      yield* conversation.gap(happening.direction, happening.gap)
      break
    case 'end':
      yield* conversation.end(happening.direction, happening.byPath ? [BY_PATH_NOTES.end] : [])
      break
    case 'close':
      yield* conversation.close(happening.how, happening.byPath ? [BY_PATH_NOTES.close] : [])
      break
  }
}

function packetBlock(
  time: bigint,
  { direction, octets, comments }: PacketToWrite,
  more: readonly string[],
): Uint8Array {
  return enhancedPacket(time, octets, [
    ...[...comments, ...more].map((comment) => textOption(OPTION.comment, comment)),
    direction === 'client-to-server' ? INBOUND : OUTBOUND,
  ])
}

function sectionOptions({ log, title, browser }: ExportedRun): readonly Option[] {
  const { run } = log.trace
  const made = [
    `started ${isoTime(run.startedAt)}`,
    run.server && `answered by ${run.server}`,
    browser && `in ${browser}`,
  ]
  const note = textOption(OPTION.comment, runNote(run))
  return [
    textOption(OPTION.comment, `${title}: ${made.filter(Boolean).join(', ')}.`),
    // Cut off, it could not be read again.
    ...(note.value.length < MAX_OPTION_OCTETS ? [note] : []),
    textOption(OPTION.sectionApplication, `${WRITER.name} ${WRITER.version}`),
  ]
}

function nameOf(end: 'client' | 'server', isLab: boolean): string {
  if (!isLab) return end
  return end === 'client' ? 'browser' : 'labs-server'
}

/** What the script saw, at the packet before. */
class ScriptComments {
  readonly #events: readonly RecordedEvent[]
  #next = 0

  constructor(events: readonly RecordedEvent[]) {
    this.#events = events.toSorted((one, other) => one.at - other.at)
  }

  /** What it saw before `at` and has not been told. */
  until(at: number): readonly string[] {
    const from = this.#next
    while (this.#next < this.#events.length && (this.#events[this.#next] as RecordedEvent).at < at) this.#next += 1
    return this.#events.slice(from, this.#next).map(({ at: seenAt, what, octets, detail }) => {
      const more = [octets === undefined ? [] : counted(octets, 'octet'), detail ?? []].flat().join(', ')
      return `The script, at ${seenAt} ms: ${what}${more === '' ? '' : `: ${more}`}`
    })
  }
}

/** The whole file. */
export function writePcapng(exported: ExportedRun): Uint8Array {
  const pieces = [...pcapngPieces(exported)]
  const file = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    file.set(piece, at)
    at += piece.length
  }
  return file
}
