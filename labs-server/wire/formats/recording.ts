/** A recording: one run as a file, octets as ISO 8859-1 text so that a change can be reviewed as text. */
import { latin1, octetsOf } from '../octets.ts'
import type { RunInfo, TraceRecord } from '../trace.ts'
import { UnitLog } from '../unit-log.ts'

type AsText<Kind> = Kind extends { readonly octets: Uint8Array }
  ? Omit<Kind, 'octets'> & { readonly text: string }
  : Kind

/** Something the script saw, `at` milliseconds after the run started. */
export interface RecordedEvent {
  readonly at: number
  /** The platform's own word: `read()`, `onmessage`. */
  readonly what: string
  /** How many octets it brought, where it brought any. */
  readonly octets?: number
  readonly detail?: string
  /** The end of the request-target of the exchange that brought it, where one did: `stream/1`. */
  readonly of?: string
}

export interface Recording {
  /** The day it was made, ISO 8601: `2026-11-22`. */
  readonly recordedOn: string
  /** The browser that ran the lab's script, with its version, and its platform. */
  readonly browser: string
  readonly run: RunInfo
  readonly records: readonly AsText<TraceRecord>[]
  /** What the script saw, times in milliseconds since the run started. */
  readonly script: readonly RecordedEvent[]
  /** Set when the octets were not observed, but written anew from a file of messages. */
  readonly octets?: 'rebuilt'
}

export function recordingOf(
  made: Pick<Recording, 'recordedOn' | 'browser' | 'script'>,
  run: RunInfo,
  records: readonly TraceRecord[],
): Recording {
  return {
    ...made,
    run,
    records: records.map((record) => {
      if (record.kind !== 'octets') return record
      const { octets, ...rest } = record
      return { ...rest, text: latin1(octets) }
    }),
  }
}

/** The records of a recording, as they were observed. */
export function recordsOf(recording: Recording): readonly TraceRecord[] {
  return recording.records.map((record): TraceRecord => {
    if (record.kind !== 'octets') return record
    const { text, ...rest } = record
    return { ...rest, octets: octetsOf(text) }
  })
}

/** The recording read anew by today's dissectors. */
export function logOf(recording: Recording): UnitLog {
  const log = new UnitLog(recording.run)
  for (const record of recordsOf(recording)) log.append(record)
  return log
}
