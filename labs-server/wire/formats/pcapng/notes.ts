/**
 * What a tap knows of octets, in comments of packets: sentences that people read in Wireshark, and that we read again, so
 * that a run is the same after its way through a pcapng file.
 */
import { counted } from '../../number-words.ts'
import type { SeenAt } from '../../trace.ts'
import type { PacketNotes } from '../packets/packet.ts'

/** What an interface says of its packets. */
export const HOW_IT_CAME_ABOUT = {
  observed:
    'No packet was seen. These packets were written from the reads and writes that a tap saw at a socket. Octets and times are as observed; addresses, handshakes, sequence numbers, acknowledgments and the cut into segments are not. Where a connection was inside TLS, its plaintext stands here.',
  rebuilt:
    'No packet was seen, and no octet: these packets were written from messages. Everything about them but what the messages say is made up.',
} as const

/** The comment of a file that holds the run as JSON begins so. */
const RUN = 'run: '

export function connectionNote(told: NonNullable<PacketNotes['connection']>): string {
  const { id, client, server, protocol, tls, seenAt } = told
  const ends = `${client === undefined ? '' : ` from ${client}`}${server === undefined ? '' : ` to ${server}`}`
  const start = protocol === undefined ? '' : `, which starts with ${protocol}`
  const around = `${tls === undefined ? '' : `, inside ${tls}`}${seenAt === undefined ? '' : `, seen at the ${seenAt}`}`
  return `Connection ${id}${ends}${start}${around}.`
}

export function piecesNote(pieces: readonly number[]): string {
  return `Written by the server in ${counted(pieces.length, 'piece')}: ${pieces.join(', ')} octets.`
}

export function heldNote(heldMs: number): string {
  return `EMULATED: the path held these octets for ${heldMs} ms.`
}

export function gapNote({ octets, limit }: NonNullable<PacketNotes['gap']>): string {
  return `${counted(octets, 'octet')} passed here and were not kept, because of a limit: ${limit}.`
}

/** The emulated path said so in the name of an end. */
export const BY_PATH_NOTES = {
  end: 'EMULATED: the path ended this direction; its sender had not.',
  close: 'EMULATED: the path lost the connection; neither end had closed it.',
} as const

export const UNSEEN_NOTE = 'Not observed: the connection was closed, and TCP says so with a FIN.'

export function runNote(run: object): string {
  return RUN + JSON.stringify(run)
}

const CONNECTION =
  /^Connection (\d{1,15})(?: from (\S{1,99}))?(?: to (\S{1,99}?))?(?:, which starts with (\S{1,99}?))?(?:, inside ((?:TLS|SSL)(?: \d\.\d)?))?(?:, seen at the (middlebox|server))?\.$/
const PIECES = /^Written by the server in \d+ pieces?: (\d{1,15}(?:, \d{1,15})*) octets\.$/
const HELD = /^EMULATED: the path held these octets for (\d{1,15}(?:\.\d{1,20})?) ms\.$/
const GAP = /^(\d{1,15}) octets? passed here and were not kept, because of a limit: ([\w-]{1,99})\.$/

/** What the comments of a packet of our own file say. */
export function notesIn(comments: readonly string[]): PacketNotes {
  let notes: PacketNotes = {}
  for (const comment of comments) {
    const [, id, client, server, protocol, tls, seenAt] = CONNECTION.exec(comment) ?? []
    if (id !== undefined) {
      const ends = { ...(client !== undefined && { client }), ...(server !== undefined && { server }) }
      const start = { ...(protocol !== undefined && { protocol }), ...(tls !== undefined && { tls }) }
      notes = { ...notes, connection: { id: Number(id), ...ends, ...start, ...sideOf(seenAt) } }
    }
    const [, pieces] = PIECES.exec(comment) ?? []
    if (pieces !== undefined) notes = { ...notes, pieces: pieces.split(', ').map(Number) }
    const [, heldMs] = HELD.exec(comment) ?? []
    if (heldMs !== undefined) notes = { ...notes, heldMs: Number(heldMs) }
    const [, octets, limit] = GAP.exec(comment) ?? []
    if (octets !== undefined && limit !== undefined) notes = { ...notes, gap: { octets: Number(octets), limit } }
    if (comment === BY_PATH_NOTES.end) notes = { ...notes, byPath: 'end' }
    if (comment === BY_PATH_NOTES.close) notes = { ...notes, byPath: 'close' }
    if (comment === UNSEEN_NOTE) notes = { ...notes, isUnseen: true }
  }
  return notes
}

function sideOf(seenAt: string | undefined): { readonly seenAt?: SeenAt } {
  return seenAt === 'middlebox' || seenAt === 'server' ? { seenAt } : {}
}

/** The run, where a comment of the file holds it. */
export function runIn(comments: readonly string[]): unknown {
  const found = comments.find((comment) => comment.startsWith(RUN))
  if (found === undefined) return undefined
  try {
    return JSON.parse(found.slice(RUN.length))
  } catch {
    return undefined
  }
}
