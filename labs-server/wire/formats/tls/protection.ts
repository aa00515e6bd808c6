/** What TLS does to the records of one direction, undone: the same for the reader, whatever the version. */
import type { HandshakeMessage } from './handshake.ts'
import type { TlsRecord } from './record.ts'

/** What a record holds. */
export interface Content {
  /** A `ContentType`. */
  readonly type: number
  readonly octets: Uint8Array
}

/** A sentence that says why neither this record nor what follows it can be read. */
export interface Unreadable {
  readonly problem: string
}

export interface Protection {
  /** Opens the next record; undefined when it holds nothing for its reader. */
  open(record: TlsRecord): Content | Unreadable | undefined
  /** Takes in a handshake message, which may change how the records behind it are opened. */
  hear(message: HandshakeMessage): void
  /** Sentences about what was left out, once all has been read. */
  remarks(): readonly string[]
}

/** For a connection that agreed on nothing: what was said in the clear, which may be an alert that tells why. */
export const IN_THE_CLEAR: Protection = {
  open: ({ type, fragment }) => ({ type, octets: fragment }),
  hear: () => undefined,
  remarks: () => [],
}

/** A sentence for a record whose tag does not fit. */
export function unopened(record: TlsRecord, sender: string): Unreadable {
  return {
    problem: `The TLS record at octet ${record.start} of what the ${sender} sent does not open with the secrets of the key log: they are of another connection, or its octets were changed. Nothing from there on is read.`,
  }
}
