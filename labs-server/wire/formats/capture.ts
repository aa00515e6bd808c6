/** What a file held: a trace, wherever it comes from, and what could not be read of it. */
import type { RunInfo, TraceRecord } from '../trace.ts'
import type { RecordedEvent } from './recording.ts'

export type CaptureFormat = 'recording' | 'pcapng' | 'pcap' | 'har' | 'netlog'

export interface Capture {
  readonly format: CaptureFormat
  readonly run: RunInfo
  /** In the order of their times, which count from `run.startedAt`. */
  readonly records: readonly TraceRecord[]
  /** What a script saw, where the file says so. */
  readonly script: readonly RecordedEvent[]
  /**
   * `observed` when the file holds the octets that passed. `rebuilt` when it holds messages only (HAR, a NetLog without raw
   * octets), and the octets were written anew from them: they say the same, and may not be the same.
   */
  readonly octets: 'observed' | 'rebuilt'
  /** The tool that wrote the file, as it calls itself; empty when it does not say. */
  readonly writtenBy: string
  /** A sentence for each thing that could not be read: what, where in the file, and what was done about it. */
  readonly problems: readonly string[]
}

/** Connections of one file: each costs thousands of octets, whatever passed in it. Further ones are left out, and told of. */
export const MAX_CONNECTIONS = 65_536

/** A file that is none of what we read, or broken from its first octet on. Its message is a sentence for the reader. */
export class UnreadableFile extends Error {
  override readonly name = 'UnreadableFile'
}
