/** Reads one direction of a TLS connection: its records opened, its alerts heeded, its application data in order. */
import type { Direction } from '../../pdu.ts'
import type { TracedConnection } from '../../trace.ts'
import { endBy } from './alert.ts'
import { type HandshakeMessage, HandshakeReader } from './handshake.ts'
import type { Protection } from './protection.ts'
import { ALERT, APPLICATION_DATA, HANDSHAKE, RecordReader } from './record.ts'
import { senderIn } from './sender.ts'

/** The octets of a connection, and when they passed. */
export type Octets = Pick<TracedConnection, 'streams' | 'passages'>

/** The limit that the gap record behind a problem names. */
export const NOT_DECRYPTED = 'not-decrypted'

/** Application data as TLS carried it, or its end: trace records, but for the connection. */
export type DecryptedRecord = {
  readonly direction: Direction
  /** When the TLS record that brought it was complete, in milliseconds since the run started. */
  readonly at: number
} & (
  | { readonly kind: 'octets'; readonly octets: Uint8Array }
  | { readonly kind: 'end' }
  /** The octets of TLS, not of what it carried, that follow and could not be read. */
  | { readonly kind: 'gap'; readonly octets: number; readonly limit: typeof NOT_DECRYPTED }
)

export interface ReadDirection {
  readonly records: readonly DecryptedRecord[]
  readonly problems: readonly string[]
}

/** Reads until the direction ends, or until there is a problem. `heard` is told each handshake message. */
export function readDirection(
  { streams, passages }: Octets,
  direction: Direction,
  protection: Protection,
  heard?: (message: HandshakeMessage) => void,
): ReadDirection {
  const sender = senderIn(direction)
  const stream = streams[direction]
  const reader = new RecordReader(stream.octets, passages[direction], sender)
  const messages = new HandshakeReader()
  const records: DecryptedRecord[] = []
  const finished = (problem?: string): ReadDirection => ({
    records,
    problems: [...protection.remarks(), ...(problem === undefined ? [] : [problem])],
  })
  const stopped = (problem: string, start: number, at: number): ReadDirection => {
    records.push({ kind: 'gap', direction, at, octets: stream.length - start, limit: NOT_DECRYPTED })
    return finished(problem)
  }
  let at = 0
  for (let record = reader.next(); record !== undefined; record = reader.next()) {
    at = record.at
    const content = protection.open(record)
    if (content === undefined) continue
    if ('problem' in content) return stopped(content.problem, record.start, at)
    if (content.type === HANDSHAKE) {
      for (const message of messages.read(content.octets)) {
        heard?.(message)
        protection.hear(message)
      }
    } else if (content.type === ALERT) {
      const end = endBy(content.octets, sender)
      if (end === undefined) continue
      // RFC 8446 section 6.1: "Any data received after a closure alert has been received MUST be ignored."
      records.push({ kind: 'end', direction, at })
      return finished(end.problem)
    } else if (content.type === APPLICATION_DATA && content.octets.length > 0) {
      records.push({ kind: 'octets', direction, at, octets: content.octets })
    }
  }
  return reader.problem === undefined ? finished() : stopped(reader.problem, reader.start, at)
}
